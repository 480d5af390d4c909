"""What an account has beside what the code says, as plain values."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal

from constructs_lib.routing.model import Origin

Verdict = Literal["same", "differs", "missing", "unknown"]
"""`unknown`: the account was not read well enough to tell."""
Whose = Literal["left behind", "another stack", "nobody"]
"""Of what no code declares: made by a stack of this app that does not declare it any more; marked by another; unmarked."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Change:
    """A property that is not as declared."""

    property: str
    """With its place: `Termination.CpsLimit`."""
    declared: Any
    present: Any
    """Both as plain values; None for nothing."""
    outlook: str
    """What the next deployments do about it: an id of `outlook.OUTLOOKS`."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Compared:
    """A declared resource beside the one in the account."""

    type_name: str
    label: str
    """What the service calls its kind."""
    name: str
    """Stack and construct path in it."""
    id: str
    """The service's id; empty where there is none."""
    region: str
    verdict: Verdict
    changes: tuple[Change, ...] = ()
    not_comparable: tuple[str, ...] = ()
    """Properties of which only the deployment knows what is declared."""
    outlook: str = ""
    """Of a missing resource."""
    note: str = ""
    """What else a reader should know of it."""
    origin: Origin = dataclasses.field(default_factory=Origin)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Extra:
    """A resource of the account that nothing in the assembly declares."""

    type_name: str
    label: str
    id: str
    name: str
    region: str
    whose: Whose


@dataclasses.dataclass(frozen=True, kw_only=True)
class Drift:
    """The whole comparison, in the order of the assembly."""

    account: str
    scanned_at: str
    resources: tuple[Compared, ...] = ()
    extras: tuple[Extra, ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be read, in plain words."""

    def of(self, verdict: Verdict) -> tuple[Compared, ...]:
        """The resources with this verdict."""
        return tuple(each for each in self.resources if each.verdict == verdict)

    @property
    def is_clean(self) -> bool:
        """Whether everything that is declared is there, as declared, as far as it can be compared."""
        return all(each.verdict == "same" for each in self.resources)

    @property
    def not_comparable(self) -> int:
        """How many properties only the deployment knows."""
        return sum(len(each.not_comparable) for each in self.resources)
