"""What the table alone says of an outage: who should answer, and what cannot be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from constructs_lib.drill.model import Fared, Held, Outage, Ring, Verdict
from constructs_lib.routing.model import Route, RoutingTable, Target
from constructs_lib.routing.what_if import what_if


def places(table: RoutingTable) -> list[int]:
    """Where the enabled rules are that the service goes by: the first of each trigger."""
    seen = set()
    found = []
    for at, route in enumerate(table.routes):
        if route.enabled and route.trigger not in seen:
            seen.add(route.trigger)
            found.append(at)
    return found


def fared_all(table: RoutingTable, outage: Outage, rings: Sequence[tuple[Ring, ...]]) -> tuple[Fared, ...]:
    """How each trigger fared, and the disabled rules, in the order of the table.

    Args:
        table: who answers which call.
        outage: what was down meanwhile.
        rings: of each of `places`, before, during and after.
    """
    rivals = Counter(route.trigger for route in table.routes if route.enabled)
    called = dict(zip(places(table), rings, strict=True))
    return tuple(
        _fared(route, called.get(at, ()), outage, rivals=rivals[route.trigger] - 1)
        for at, route in enumerate(table.routes)
        if at in called or not route.enabled
    )


def _fared(route: Route, rings: tuple[Ring, ...], outage: Outage, *, rivals: int) -> Fared:
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
