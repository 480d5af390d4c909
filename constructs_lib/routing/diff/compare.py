"""From two routing tables to their difference. Every step is linear in the tables."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TypeVar

from constructs_lib.routing.diff.effects import change_of, difference_of
from constructs_lib.routing.diff.model import Difference, FunctionChange, RouteChange
from constructs_lib.routing.diff.pairing import (
    function_key,
    is_declared,
    pair_resources,
    pair_routes,
    place,
    renamed_identities,
)
from constructs_lib.routing.diff.risks import risks
from constructs_lib.routing.diff.risky_functions import function_differences
from constructs_lib.routing.masking import NumberMask
from constructs_lib.routing.model import Function, Resource, Route, RoutingTable, Target

_T = TypeVar("_T", Resource, Route)


def compare(base: RoutingTable, head: RoutingTable) -> Difference:
    """What differs, and what of it is a risk.

    Args:
        base: who answers now.
        head: who will answer.
    """
    every_resource = pair_resources(base, head)
    identities = renamed_identities(every_resource)
    every_route = pair_routes(base, head, identities)
    resources, routes = _touched(every_resource, base, head), _touched(every_route, base, head)
    stacks = {resource.origin.stack for resource in head.resources}
    changes = (difference_of(*pair) if head.present else change_of(*pair, stacks) for pair in resources)
    resource_changes = [change for change in changes if change]
    seen = _Seen()
    route_changes = [
        RouteChange(before=before, after=after) for before, after in routes if not seen.same(before, after)
    ]
    functions = tuple(_functions(base, head, route_changes))
    return Difference(
        risks=risks(
            base,
            head,
            resources=resource_changes,
            routes=route_changes,
            functions=functions,
            identities=identities,
        ),
        routes=tuple(route_changes),
        resources=tuple(resource_changes),
        functions=functions,
        same_routes=len(routes) - len(route_changes),
        same_resources=len(resources) - len(resource_changes),
        undeclared=len(every_resource) + len(every_route) - len(resources) - len(routes),
        unresolved=tuple(sorted(set(head.unresolved) - set(base.unresolved))),
    )


def _touched(
    pairs: list[tuple[_T | None, _T | None]], base: RoutingTable, head: RoutingTable
) -> list[tuple[_T | None, _T | None]]:
    """The pairs without what only an account has, where the other table is one of declarations."""
    if base.present == head.present:
        return pairs
    return [pair for pair in pairs if any(each and is_declared(each.origin) for each in pair)]


def masked(difference: Difference, base: RoutingTable, head: RoutingTable) -> Difference:
    """The difference with all phone numbers masked but for their last four digits.

    Masked numbers may look alike, so tables are compared first.
    """
    numbers = [
        number
        for table in (base, head)
        for number in (*(each.trigger.value for each in table.routes), *(each.identity for each in table.resources))
    ]
    return NumberMask(numbers).value(difference)


class _Seen:
    """What a reader sees of a route. Where in a file it is declared does not count, nor the folder of an assembly.

    Neither does what environment variables hold: that is told of the function, not of each of its routes.
    """

    def __init__(self) -> None:
        self._functions: dict[int, Hashable] = {}

    def same(self, before: Route | None, after: Route | None) -> bool:
        """Whether both are the same to a reader."""
        return before is not None and after is not None and self._route(before) == self._route(after)

    def _route(self, route: Route) -> Hashable:
        own = (route.name, route.trigger, route.enabled, route.home_region, route.rule_id, place(route.origin))
        return own, tuple(self._target(target) for target in route.targets)

    def _target(self, target: Target) -> Hashable:
        own = (target.priority, target.region, target.application_id, target.application_name, place(target.origin))
        return own, target.function and self._function(target.function)

    def _function(self, function: Function) -> Hashable:
        # The tables outlive this object, so an id is that of one function.
        known = self._functions.get(id(function))
        if known is None:
            known = self._functions[id(function)] = (
                (function.name, function.region, function.arn, function.account, function.code_version),
                (function.entry, function.runtime, function.timeout),
                (function.invoke_permission, function.exists),
                place(function.origin),
            )
        return known


def _functions(base: RoutingTable, head: RoutingTable, routes: list[RouteChange]) -> Iterator[FunctionChange]:
    """The functions of the same application, or of the same Region of the same route, where they differ; each pair once."""
    told = set()
    for before, after in _same_places(base, head, routes):
        if before.function is None or after.function is None:
            continue
        key = (function_key(before.function), function_key(after.function))
        if key in told:
            continue
        told.add(key)
        change = FunctionChange(before=before.function, after=after.function)
        if any(function_differences(change)):
            yield change


def _same_places(base: RoutingTable, head: RoutingTable, routes: list[RouteChange]) -> Iterator[tuple[Target, Target]]:
    old = {_application(each): each for each in base.applications}
    for after in head.applications:
        before = old.get(_application(after))
        if before:
            yield before, after
    for change in routes:
        regions = {target.region: target for target in change.before.targets} if change.before else {}
        for after in change.after.targets if change.after else ():
            if after.region in regions:
                yield regions[after.region], after


def _application(target: Target) -> Hashable:
    return place(target.origin) or (target.application_id, target.region)
