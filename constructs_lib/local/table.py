"""The routing table of what is deployed: one account's resources, as the local cloud's state shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chime_voice.contract.marker import strip

from constructs_lib.routing.model import Connector, Function, Route, RoutingTable, Target, Trigger

Wire = Mapping[str, Any]


def routing_table(resources: Mapping[str, Any]) -> RoutingTable:
    """Who answers which call. Names are shown as declared, without the provider's mark.

    Args:
        resources: of one account, in the shapes of the API: `GET /_chime/state`.
    """
    applications = {each["SipMediaApplicationId"]: each for each in resources["SipMediaApplications"]}
    return RoutingTable(
        routes=tuple(_route(rule, applications) for rule in resources["SipRules"]),
        applications=tuple(
            _target(id_, 0, application["AwsRegion"], applications) for id_, application in applications.items()
        ),
        connectors=tuple(
            Connector(arn=each["VoiceConnectorArn"], host=each["OutboundHostName"])
            for each in resources["VoiceConnectors"]
        ),
        complete=True,
        present=True,
    )


def _route(rule: Wire, applications: Mapping[str, Wire]) -> Route:
    targets = sorted(rule["TargetApplications"], key=lambda target: int(target["Priority"]))
    return Route(
        name=strip(rule["Name"]),
        trigger=Trigger(kind=rule["TriggerType"], value=rule["TriggerValue"]),
        targets=tuple(
            _target(each["SipMediaApplicationId"], each["Priority"], each["AwsRegion"], applications)
            for each in targets
        ),
        enabled=not rule["Disabled"],
        home_region=rule["Endpoint"],
        rule_id=rule["SipRuleId"],
    )


def _target(id_: str, priority: int, region: str, applications: Mapping[str, Wire]) -> Target:
    application = applications.get(id_)
    return Target(
        priority=priority,
        region=region,
        application_id=id_,
        application_name=strip(application["Name"]) if application else "",
        function=_function(application["Endpoints"][0]["LambdaArn"]) if application else None,
    )


def _function(arn: str) -> Function:
    # arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]
    parts = arn.split(":", 6)
    return Function(name=parts[6], region=parts[3], arn=arn)
