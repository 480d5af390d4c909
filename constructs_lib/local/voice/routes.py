"""A routing table from what was made at the service."""

from __future__ import annotations

from typing import Any

from chime_voice.contract.marker import strip

from constructs_lib.local.voice.service import VoiceService
from constructs_lib.routing.model import Function, Route, RoutingTable, Target, Trigger


def routing_table(service: VoiceService, account: str) -> RoutingTable:
    """All rules and applications of an account, whatever their endpoints.

    Of a function only name, Region and ARN are known here.
    """
    state = service.snapshot().get(account, {})
    applications = {one["SipMediaApplicationId"]: one for one in state.get("SipMediaApplications", ())}
    routes, unresolved = [], []
    for rule in state.get("SipRules", ()):
        trigger = Trigger(kind=rule["TriggerType"], value=rule["TriggerValue"])
        targets = []
        for wanted in rule["TargetApplications"]:
            id_ = wanted["SipMediaApplicationId"]
            if id_ not in applications:
                unresolved.append(f"SIP rule {strip(rule['Name'])!r}: SIP media application {id_} does not exist")
            targets.append(_target(wanted["Priority"], wanted["AwsRegion"], id_, applications.get(id_)))
        routes.append(
            Route(
                name=strip(rule["Name"]),
                trigger=trigger,
                targets=tuple(targets),
                enabled=not rule["Disabled"],
                home_region=rule["Endpoint"],
                rule_id=rule["SipRuleId"],
            )
        )
    return RoutingTable(
        routes=tuple(sorted(routes, key=lambda route: (route.trigger, route.rule_id))),
        applications=tuple(_target(0, one["AwsRegion"], id_, one) for id_, one in applications.items()),
        unresolved=tuple(unresolved),
    )


def _target(priority: int, region: str, id_: str, application: dict[str, Any] | None) -> Target:
    if application is None:
        return Target(priority=priority, region=region, application_id=id_, application_name="", function=None)
    return Target(
        priority=priority,
        region=region,
        application_id=id_,
        application_name=strip(application["Name"]),
        function=_function(application["Endpoints"][0]["LambdaArn"]),
    )


def _function(arn: str) -> Function:
    parts = arn.split(":")
    return Function(name=parts[6], region=parts[3], arn=arn)
