"""The difference of two routing tables, as plain values."""

from __future__ import annotations

import dataclasses
from typing import Literal

from constructs_lib.routing.model import Function, Origin, Resource, Route, Trigger

RiskSeverity = Literal["danger", "caution"]
"""`danger`: callers lose something by it, and some of it cannot be taken back. `caution`: look before you merge."""
Effect = Literal[
    "added", "removed", "replacement", "renamed", "taken over", "in place", "no effect", "new", "gone", "different"
]
"""What a deployment does to a resource. `renamed`: it is declared under another logical id. `taken over`: by `adopt`.

The last three are of an account as it is, to which nothing is deployed."""
FOUND: frozenset[Effect] = frozenset({"new", "gone", "different"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class RouteChange:
    """A SIP rule before and after; None where there is none."""

    before: Route | None
    after: Route | None

    @property
    def trigger(self) -> Trigger:
        """What calls carry: the new one where it changes."""
        route = self.after or self.before
        assert route is not None  # noqa: S101 - a change has a side
        return route.trigger


@dataclasses.dataclass(frozen=True, kw_only=True)
class PropertyChange:
    """A property of a resource before and after; None where it is not declared."""

    name: str
    before: str | None
    after: str | None
    effect: Effect


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResourceChange:
    """A resource of the service before and after; None where it is not declared."""

    before: Resource | None
    after: Resource | None
    effect: Effect
    properties: tuple[PropertyChange, ...] = ()
    """Those that differ, by name; none for what is added or removed."""
    last_of_stack: bool = False
    """It goes, and nothing of the service is left in its stack: perhaps the stack leaves the app as a whole."""

    @property
    def resource(self) -> Resource:
        """The resource as it will be, or as it was where it goes."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a change has a side
        return found


@dataclasses.dataclass(frozen=True, kw_only=True)
class FunctionChange:
    """The function that answers in the same place, before and after."""

    before: Function
    after: Function


@dataclasses.dataclass(frozen=True)
class Subject:
    """What a risk is about: a trigger, a resource, a function; of a finding its whole message."""

    name: str
    origin: Origin


@dataclasses.dataclass(frozen=True, kw_only=True)
class Risk:
    """What a reviewer should know before merging."""

    id: str
    """Stable: `number-released`."""
    severity: RiskSeverity
    subjects: tuple[Subject, ...]
    """Everything to which exactly this happens."""
    what: str
    """What happens, as the end of a sentence that begins with a subject. Empty where the subjects say it."""
    before: str = ""
    after: str = ""
    remedy: str = ""
    acknowledged: str = ""
    """The reason for which somebody accepts it, written in the code under review; empty: nobody does."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Difference:
    """Everything that differs between two tables."""

    risks: tuple[Risk, ...] = ()
    """Dangers first."""
    routes: tuple[RouteChange, ...] = ()
    resources: tuple[ResourceChange, ...] = ()
    functions: tuple[FunctionChange, ...] = ()
    same_routes: int = 0
    same_resources: int = 0
    undeclared: int = 0
    """How many rules and resources an account has that the table beside it does not declare: they are nobody's change."""
    unresolved: tuple[str, ...] = ()
    """What could not be resolved in the new table and was no question in the old one, in plain words."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.risks or self.routes or self.resources or self.functions or self.unresolved)
