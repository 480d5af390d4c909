"""The table as checks look at it: what they look up again and again is looked up once."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from constructs_lib.routing.model import Origin, Resource, Route, RoutingTable, Target, Trigger

NUMBER = "phone number"
NUMBERS = "phone numbers"
CONNECTOR = "Voice Connector"
APPLICATION = "SIP media application"

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d")
_SHOWN = 3


@dataclasses.dataclass(frozen=True)
class Application:
    """An application with the rules that name it."""

    target: Target
    routes: Sequence[Route]

    @property
    def title(self) -> str:
        """What a message calls it."""
        return f"application {self.target.application_name or self.target.application_id} in {self.target.region}"


@dataclasses.dataclass(frozen=True)
class Estate:
    """A routing table, sorted."""

    table: RoutingTable
    by_trigger: Mapping[Trigger, Sequence[Route]]
    applications: Sequence[Application]
    """Every one once, whether the table lists it or a rule alone names it."""
    by_identity: Mapping[tuple[str, str], Resource]
    """Resources by label and identity."""
    by_origin: Mapping[Origin, Resource]
    """Resources by where they are declared."""

    @classmethod
    def of(cls, table: RoutingTable) -> Estate:
        """Sort a table."""
        by_trigger: dict[Trigger, list[Route]] = defaultdict(list)
        naming: dict[tuple[str, str], list[Route]] = defaultdict(list)
        targets = {_key(each): each for each in table.applications}
        places = {each.application_id: _key(each) for each in table.applications}
        for route in table.routes:
            by_trigger[route.trigger].append(route)
            for target in route.targets:
                # A rule may look for an application in the wrong Region; it is that application all the same.
                key = _key(target) if _key(target) in targets else places.get(target.application_id, _key(target))
                targets.setdefault(key, target)
                naming[key].append(route)
        return cls(
            table=table,
            by_trigger=by_trigger,
            applications=[Application(target, naming.get(key, ())) for key, target in targets.items()],
            by_identity={(each.label, each.identity): each for each in table.resources},
            by_origin={each.origin: each for each in table.resources if each.origin.logical_id},
        )

    def resource(self, label: str, identity: str) -> Resource | None:
        """The resource of this kind that others name so."""
        return self.by_identity.get((label, identity))

    def declared_at(self, origin: Origin) -> Resource | None:
        """The resource that is declared there; None where the source has no such place."""
        return self.by_origin.get(origin)


def _key(target: Target) -> tuple[str, str]:
    return target.application_id, target.region


def is_region(text: str) -> bool:
    """Whether it is the name of a Region and no placeholder for one."""
    return _REGION.fullmatch(text) is not None


def some(names: Iterable[str]) -> str:
    """The first few of many names."""
    listed = list(names)
    more = len(listed) - _SHOWN
    return ", ".join(listed[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
