"""What a reader of a routing table should know before trusting it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from constructs_lib.routing.model import Finding, Route, RoutingTable


def findings(table: RoutingTable) -> tuple[Finding, ...]:
    """Triggers with several rules, priorities given twice, functions that the service may not invoke."""
    return (*_contested(table), *(finding for route in table.routes for finding in _in_route(route)))


def _contested(table: RoutingTable) -> Iterator[Finding]:
    enabled = [route for route in table.routes if route.enabled]
    for trigger, times in Counter(route.trigger for route in enabled).items():
        if times > 1:
            rivals = [route for route in enabled if route.trigger == trigger]
            yield Finding(
                id="duplicate-trigger",
                severity="error",
                message=f"{trigger.value} has {times} rules: {', '.join(route.name for route in rivals)}; which of them "
                "the service takes, or whether it refuses the second, is not documented",
                remedy="leave one of them enabled",
                origin=rivals[-1].origin,
            )


def _in_route(route: Route) -> Iterator[Finding]:
    for priority, times in Counter(target.priority for target in route.targets).items():
        if times > 1:
            yield Finding(
                id="duplicate-priority",
                severity="error",
                message=f"rule {route.name} gives priority {priority} to {times} targets; their order is left to chance",
                remedy="give each target its own priority, 1 is tried first",
                origin=route.origin,
            )
    for target in route.targets:
        if target.function is not None and target.function.invoke_permission is False:
            yield Finding(
                id="no-invoke-permission",
                severity="error",
                message=f"rule {route.name}, priority {target.priority}: function {target.function.name} has no "
                "permission for the service to invoke it, so it does not answer",
                remedy="let voiceconnector.chime.amazonaws.com invoke the function, qualifier included",
                origin=target.origin,
            )
