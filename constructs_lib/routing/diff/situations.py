"""Who answers a changed route before and after: all is well, each Region down, each function failing."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterator, Sequence

from constructs_lib.routing.diff.model import RouteChange
from constructs_lib.routing.diff.pairing import function_key
from constructs_lib.routing.diff.words import NO_RULE
from constructs_lib.routing.model import Route, Target
from constructs_lib.routing.what_if import what_if
from constructs_lib.routing.words import DISABLED, NOBODY, told_apart


@dataclasses.dataclass(frozen=True, kw_only=True)
class Situation:
    """One situation, and who answers in it."""

    words: str
    down_regions: tuple[str, ...] = ()
    down_function: str = ""
    before: str
    after: str


def situations(change: RouteChange) -> Iterator[Situation]:
    """Every situation of a route's Regions and functions, those of both sides.

    Where a Region has one function for both sides, the Region and the function are one situation.
    """
    targets = _targets(change)
    regions = tuple(dict.fromkeys(target.region for target in targets))
    functions: dict[Hashable, list[Target]] = {}
    for target in targets:
        if target.function:
            functions.setdefault(function_key(target.function), []).append(target)
    yield _situation(change, "all is well")
    for region in regions:
        there = {target.function and function_key(target.function) for target in targets if target.region == region}
        only = there.pop() if len(there) == 1 else None
        same = functions.get(only, []) if only else []
        if {target.region for target in same} == {region} and same[0].function:
            del functions[only]
            words = f"{region} or function {told_apart(same[0].function, targets)} is down"
            yield _situation(change, words, down_regions=(region,), down=same)
        else:
            yield _situation(change, f"{region} is down", down_regions=(region,))
    if len(regions) > 1:
        yield _situation(change, "all Regions are down", down_regions=regions)
    for same in functions.values():
        if same[0].function:
            yield _situation(change, f"function {told_apart(same[0].function, targets)} is down", down=same)


def _targets(change: RouteChange) -> list[Target]:
    """Those of the new route first."""
    return [target for route in (change.after, change.before) if route for target in route.targets]


def _situation(
    change: RouteChange, words: str, *, down_regions: tuple[str, ...] = (), down: Sequence[Target] = ()
) -> Situation:
    functions = [target.function for target in down if target.function]
    before, after = (
        what_if(route, down_regions=down_regions, down_functions=functions).target if route else None
        for route in (change.before, change.after)
    )
    # The Region alone would hide that another function answers there.
    other = before and after and before.region == after.region and _function(before) != _function(after)
    return Situation(
        words=words,
        down_regions=down_regions,
        down_function=functions[0].name if functions else "",
        before=_answer(change.before, before, named=bool(other)),
        after=_answer(change.after, after, named=bool(other)),
    )


def _function(target: Target) -> Hashable:
    return target.function and function_key(target.function)


def _answer(route: Route | None, target: Target | None, *, named: bool) -> str:
    if route is None:
        return NO_RULE
    if target is None:
        return NOBODY if route.enabled else DISABLED
    if target.function is None:
        return f"{target.region}, if its function does"
    return f"{target.region}, function {target.function.name}" if named else target.region
