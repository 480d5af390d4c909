"""What a reader of a routing table should know before trusting it, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from constructs_lib.routing.model import Route, RoutingTable


def findings(table: RoutingTable) -> tuple[str, ...]:
    """Triggers with several rules, priorities given twice, functions that the service may not invoke."""
    return (*_contested(table), *(finding for route in table.routes for finding in _in_route(route)))


def _contested(table: RoutingTable) -> Iterator[str]:
    enabled = [route for route in table.routes if route.enabled]
    for trigger, times in Counter(route.trigger for route in enabled).items():
        if times > 1:
            names = ", ".join(route.name for route in enabled if route.trigger == trigger)
            yield (
                f"{trigger.value} has {times} rules: {names}; which of them the service takes, or whether it refuses the "
                "second, is not documented"
            )


def _in_route(route: Route) -> Iterator[str]:
    for priority, times in Counter(target.priority for target in route.targets).items():
        if times > 1:
            yield f"rule {route.name} gives priority {priority} to {times} targets; their order is left to chance"
    for target in route.targets:
        if target.function is not None and target.function.invoke_permission is False:
            yield (
                f"rule {route.name}, priority {target.priority}: function {target.function.name} has no permission for "
                "the service to invoke it, so it does not answer"
            )
