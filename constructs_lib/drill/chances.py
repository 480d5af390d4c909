"""What the table alone says of an outage: who should answer, and what cannot be changed."""

from __future__ import annotations

from collections import Counter

from constructs_lib.drill.model import Fared, Held, Outage, Ring, Verdict
from constructs_lib.routing.model import Route, RoutingTable, Target
from constructs_lib.routing.what_if import what_if


def fared(route: Route, rings: tuple[Ring, ...], outage: Outage, *, rivals: int = 0) -> Fared:
    """How a trigger fared, by its calls.

    Args:
        route: its rule.
        rings: before, during and after; none where the rule is disabled.
        outage: what was down meanwhile.
        rivals: other enabled rules of the trigger.
    """
    well = what_if(route).target
    expected = what_if(route, down_regions=outage.regions, down_functions=outage.functions).target
    return Fared(
        route=route,
        verdict=_verdict(rings, well, expected) if route.enabled else "off",
        expected=expected,
        rings=rings,
        rivals=max(0, rivals),
    )


def _verdict(rings: tuple[Ring, ...], well: Target | None, expected: Target | None) -> Verdict:
    should = {"before": well, "during": expected, "after": well}
    if any(ring.answered_by is None and should[ring.when] is not None for ring in rings):
        return "lost"
    before, during, _ = rings
    if during.answered_by is None:
        return "silent" if before.answered_by is None else "nobody"
    return "unaffected" if during.answered_by == before.answered_by else "fails over"


def held(table: RoutingTable) -> tuple[Held, ...]:
    """What each home Region holds."""
    rules = Counter(route.home_region for route in table.routes)
    numbers = Counter(each.region for each in table.resources if each.label == "phone number")
    homes = sorted({region for region in rules if region} or {region for region in numbers if region})
    return tuple(Held(region=region, rules=rules[region], numbers=numbers[region]) for region in homes)
