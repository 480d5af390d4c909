"""Outages from words: which Regions and functions of a table are meant."""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.faults import down_regions
from constructs_lib.calls.sources import names_of_function
from constructs_lib.drill.model import Outage
from constructs_lib.routing.model import Function, RoutingTable


def outages(
    table: RoutingTable,
    *,
    regions: Sequence[str] = (),
    functions: Sequence[str] = (),
    home_down: bool = False,
    seconds: float = 600.0,
) -> list[Outage]:
    """The outage that is named; without a name one for each Region of the rules.

    Raises:
        CallsError: there is no such Region or function, or nothing to be down; all of it is told.
    """
    if not (regions or functions or home_down):
        return [Outage(regions=(region,), seconds=seconds) for region in _used(table)]
    problems: list[str] = []
    try:
        down_regions(regions, table)
    except CallsError as error:
        problems += error.problems
    known = _functions(table)
    named: list[Function] = []
    for name in functions:
        found = [function for function in known if name in _names(function)]
        named += found
        if not found:
            there = ", ".join(sorted({f"{each.name} in {each.region}" for each in known})) or "none that is known here"
            problems.append(f"there is no function {name!r} behind a rule; there is: {there}")
    if problems:
        raise CallsError(problems, what="the outage" if len(problems) > 1 else "")
    return [
        Outage(
            regions=tuple(dict.fromkeys(regions)),
            functions=tuple(dict.fromkeys(named)),
            home_down=home_down,
            seconds=seconds,
        )
    ]


def _used(table: RoutingTable) -> list[str]:
    """The Regions of the rules, in the order in which they are tried mostly."""
    return list(dict.fromkeys(target.region for route in table.routes for target in route.targets))


def _functions(table: RoutingTable) -> list[Function]:
    targets = (target for route in table.routes for target in route.targets)
    return list(dict.fromkeys(target.function for target in targets if target.function))


def _names(function: Function) -> set[str]:
    """Its name as reports show it too: before a deployment a placeholder, with its brackets or without."""
    return names_of_function(function) | {function.arn, function.name.strip("<>")}
