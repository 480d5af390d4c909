"""What every report shows: the table, what to know about it, and its routes, those that behave alike together."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Self

from constructs_lib.routing.findings import findings
from constructs_lib.routing.masking import NumberMask
from constructs_lib.routing.model import Finding, Origin, Route, RoutingTable, Target

_SHOWN = 10


@dataclasses.dataclass(frozen=True)
class Group:
    """Routes with the same chain in the same state: whatever is down, the same function answers all of them."""

    routes: tuple[Route, ...]

    @property
    def route(self) -> Route:
        """The first of them, which speaks for all."""
        return self.routes[0]


@dataclasses.dataclass(frozen=True)
class Report:
    """What is shown of a source."""

    table: RoutingTable
    findings: tuple[Finding, ...]
    """Errors first, and last those that somebody accepts."""
    groups: tuple[Group, ...]
    """In the order of their first routes."""

    @classmethod
    def of(cls, table: RoutingTable, *, mask: bool = False) -> Self:
        """Everything to show of a table.

        Args:
            table: the source's routes.
            mask: hide all phone numbers but for their last four digits.
        """
        # Masked numbers may look alike, so findings are made before.
        told = tuple(sorted(findings(table), key=lambda finding: bool(finding.acknowledged)))
        if mask:
            numbers = NumberMask.of(table)
            table, told = numbers.value(table), numbers.value(told)
        return cls(table=table, findings=told, groups=_groups(table.routes))

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Those that nobody has accepted."""
        return tuple(finding for finding in self.findings if not finding.acknowledged)

    @property
    def accepted_findings(self) -> tuple[Finding, ...]:
        """Those that somebody has seen and accepts, with the reason."""
        return tuple(finding for finding in self.findings if finding.acknowledged)

    @property
    def untargeted(self) -> tuple[Target, ...]:
        """The applications that no rule names: for outbound calls only, of a retired Region, or forgotten."""
        named = {(target.application_id, target.region) for route in self.table.routes for target in route.targets}
        return tuple(each for each in self.table.applications if (each.application_id, each.region) not in named)


def first_of_each(findings: Sequence[Finding]) -> tuple[list[Finding], dict[str, int]]:
    """As many findings of each id as a text can show, and how many more there are of an id.

    One mistake in an app with a thousand rules is a thousand findings.
    """
    seen: Counter[str] = Counter()
    shown = []
    for finding in findings:
        seen[finding.id] += 1
        if seen[finding.id] <= _SHOWN:
            shown.append(finding)
    return shown, {name: count - _SHOWN for name, count in seen.items() if count > _SHOWN}


def _groups(routes: tuple[Route, ...]) -> tuple[Group, ...]:
    found: dict[object, list[Route]] = {}
    for route in routes:
        chain = tuple(dataclasses.replace(target, origin=Origin()) for target in route.targets)
        found.setdefault((chain, route.enabled, route.home_region), []).append(route)
    return tuple(Group(tuple(alike)) for alike in found.values())
