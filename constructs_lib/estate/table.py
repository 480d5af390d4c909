"""From an estate to its routing table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chime_voice.contract.registry import TYPES
from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule import SipRule
from chime_voice.contract.voice_connector import VoiceConnector

from constructs_lib.estate.model import Estate, Found, FoundFunction
from constructs_lib.routing.model import (
    Connector,
    Function,
    Origin,
    Property,
    Resource,
    Route,
    RoutingTable,
    Target,
    Trigger,
)


def routing_table(estate: Estate) -> RoutingTable:
    """Who answers which call today.

    Args:
        estate: as it was read; its gaps are told in `unresolved`.
    """
    functions = {each.arn: each for each in estate.functions}
    applications = {each.id: _application(each, functions) for each in estate.of_type(_type(SipMediaApplication))}
    routes = []
    unresolved = [f"{gap.region}: {gap.operation} was not answered: {gap.reason}" for gap in estate.gaps]
    for rule in estate.of_type(_type(SipRule)):
        targets = rule.properties["TargetApplications"]
        unresolved += [
            f"rule {rule.id}: application {target['SipMediaApplicationId']} in {target['AwsRegion']} was not found"
            for target in targets
            if target["SipMediaApplicationId"] not in applications
        ]
        routes.append(
            Route(
                name=str(rule.properties.get("Name") or rule.id),
                trigger=Trigger(kind=rule.properties["TriggerType"], value=rule.properties["TriggerValue"]),
                targets=tuple(_target(target, applications) for target in targets),
                enabled=not rule.properties.get("Disabled"),
                home_region=rule.region,
                rule_id=rule.id,
            )
        )
    return RoutingTable(
        routes=tuple(routes),
        applications=tuple(applications.values()),
        connectors=tuple(
            Connector(arn=each.attributes["VoiceConnectorArn"], host=each.attributes["OutboundHostName"])
            for each in estate.of_type(_type(VoiceConnector))
        ),
        resources=tuple(_resource(each) for each in estate.resources),
        unresolved=tuple(unresolved),
    )


def _type(contract: type[Any]) -> str:
    return str(contract.SPEC.type_name)


def _application(found: Found, functions: Mapping[str, FoundFunction]) -> Target:
    endpoints: list[dict[str, Any]] = found.properties.get("Endpoints") or [{}]
    arn = str(endpoints[0].get("LambdaArn") or "")
    return Target(
        priority=0,
        region=str(found.properties.get("AwsRegion") or found.region),
        application_id=found.id,
        application_name=str(found.properties.get("Name") or found.id),
        function=_function(arn, functions.get(arn)) if arn else None,
    )


def _function(arn: str, known: FoundFunction | None) -> Function:
    _, _, _, region, account, _, name = arn.split(":", 6)
    known = known or FoundFunction(arn=arn, exists=None)
    return Function(
        name=name,
        region=region,
        arn=arn,
        account=account,
        code_version=known.code_version,
        entry=known.entry,
        runtime=known.runtime,
        timeout=known.timeout,
        # What does not exist cannot be invoked either.
        invoke_permission=False if known.exists is False else known.invoke_permission,
    )


def _target(target: Mapping[str, Any], applications: Mapping[str, Target]) -> Target:
    found = applications.get(target["SipMediaApplicationId"])
    return Target(
        priority=int(target["Priority"]),
        region=str(target["AwsRegion"]),
        application_id=target["SipMediaApplicationId"],
        application_name=found.application_name if found else target["SipMediaApplicationId"],
        function=found.function if found else None,
    )


def _resource(found: Found) -> Resource:
    spec = TYPES[found.type_name].SPEC
    connector = found.type_name == _type(VoiceConnector)
    return Resource(
        type_name=found.type_name,
        label=spec.label,
        identity=found.attributes["OutboundHostName"] if connector else found.id,
        region=found.region,
        properties=tuple(
            Property(
                name=name,
                value=value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False),
                on_change="replacement" if name in spec.replaces_on else "in place",
            )
            for name, value in sorted(found.properties.items())
        ),
        # Whatever takes it over leaves it in place.
        retained=True,
        origin=Origin(logical_id=found.id),
    )
