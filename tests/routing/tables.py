"""Routing tables for tests."""

from typing import Any

from constructs_lib.routing.model import Function, Origin, Route, RoutingTable, Target, Trigger

REGIONS = ("us-east-1", "us-west-2", "eu-west-2")


def function(region: str = "us-east-1", **more: Any) -> Function:
    known = {"entry": "app.handler", "runtime": "python3.14", "timeout": 5, "invoke_permission": True}
    return Function(**{"name": f"answer-{region}", "region": region, **known, **more})


def target(priority: int, region: str, **more: Any) -> Target:
    names = {"application_id": f"sma-{region}", "application_name": f"Support-{region}"}
    return Target(**{"priority": priority, "region": region, "function": function(region), **names, **more})


def route(*targets: Target, number: str = "+12065550100", **more: Any) -> Route:
    return Route(
        **{
            "name": "support",
            "trigger": Trigger(kind="ToPhoneNumber", value=number),
            "targets": targets or tuple(target(at, region) for at, region in enumerate(REGIONS[:2], 1)),
            "home_region": "us-east-1",
            "origin": Origin(construct_path="Support/Rule", stack="Support", logical_id="Rule"),
            **more,
        }
    )


def table(*routes: Route, **more: Any) -> RoutingTable:
    applications = dict.fromkeys(each for route in routes for each in route.targets)
    return RoutingTable(**{"routes": routes, "applications": tuple(applications), **more})
