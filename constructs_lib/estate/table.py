"""From an estate to its routing table."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any, get_args

from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.registry import TYPES
from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule import SipRule, TargetApplication
from chime_voice.contract.voice_connector import VoiceConnector

from constructs_lib.estate.model import Estate, Found, FoundFunction, gaps_words
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
    TriggerKind,
)

_KINDS: dict[str, TriggerKind] = {kind: kind for kind in get_args(TriggerKind)}
_ARN = re.compile(r"arn:[^:]*:lambda:([^:]*):([^:]*):function:(.+)", re.DOTALL)


def routing_table(estate: Estate) -> RoutingTable:
    """Who answers which call today.

    Numbers in the deletion queue are left out: they ring nowhere, and can be restored but not taken over.

    Args:
        estate: as it was read; its gaps are told in `unresolved`.
    """
    functions = {each.arn: each for each in estate.functions}
    applications = {each.id: _application(each, functions) for each in estate.of_type(_type(SipMediaApplication))}
    routes = []
    unresolved = gaps_words(estate.gaps)
    for rule in estate.of_type(_type(SipRule)):
        declared = SipRule.parse(rule.properties)
        if declared.trigger_type not in _KINDS:
            unresolved.append(f"rule {rule.id} is left out: {declared.trigger_type!r} is no trigger that is known here")
            continue
        unresolved += [
            f"rule {rule.id}: application {target.sip_media_application_id} in {target.aws_region} was not found"
            for target in declared.target_applications
            if target.sip_media_application_id not in applications
        ]
        routes.append(
            Route(
                name=declared.name or rule.id,
                trigger=Trigger(kind=_KINDS[declared.trigger_type], value=declared.trigger_value),
                targets=tuple(_target(target, applications) for target in declared.target_applications),
                enabled=not declared.disabled,
                home_region=rule.region,
                rule_id=rule.id,
                origin=_origin(rule),
            )
        )
    present = [each for each in estate.resources if "DeletionTimestamp" not in each.facts]
    ringing = {route.trigger.value for route in routes}
    return RoutingTable(
        routes=tuple(routes),
        applications=tuple(applications.values()),
        connectors=tuple(
            Connector(
                arn=each.attributes["VoiceConnectorArn"],
                host=each.attributes["OutboundHostName"],
                origin=_origin(each),
            )
            for each in estate.of_type(_type(VoiceConnector))
        ),
        resources=tuple(_resource(each, estate.account, ringing) for each in present),
        unresolved=tuple(unresolved),
        complete=_is_complete(estate),
        present=True,
    )


def _is_complete(estate: Estate) -> bool:
    """Whether what is not there does not exist: nothing was refused, and every Region that rules name was looked at."""
    rules = (SipRule.parse(rule.properties) for rule in estate.of_type(_type(SipRule)))
    named = {target.aws_region for rule in rules for target in rule.target_applications}
    return not estate.gaps and named <= set(estate.regions)


def _origin(found: Found) -> Origin:
    """No stack: what an account has is declared nowhere."""
    return Origin(logical_id=found.id)


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
        origin=_origin(found),
    )


def _function(arn: str, known: FoundFunction | None) -> Function:
    parts = _ARN.fullmatch(arn)
    region, account, name = parts.groups() if parts else ("", "", arn)
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
        exists=known.exists,
        # What does not exist cannot be invoked either.
        invoke_permission=False if known.exists is False else known.invoke_permission,
    )


def _target(target: TargetApplication, applications: Mapping[str, Target]) -> Target:
    found = applications.get(target.sip_media_application_id)
    return Target(
        priority=target.priority,
        region=target.aws_region,
        application_id=target.sip_media_application_id,
        application_name=found.application_name if found else target.sip_media_application_id,
        function=found.function if found else None,
        origin=found.origin if found else Origin(),
    )


def _resource(found: Found, account: str, ringing: Collection[str]) -> Resource:
    spec = TYPES[found.type_name].SPEC
    connector = found.type_name == _type(VoiceConnector)
    return Resource(
        type_name=found.type_name,
        label=spec.label,
        identity=found.attributes["OutboundHostName"] if connector else found.id,
        region=found.region,
        account=account,
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
        used=bool(found.facts.get("Associations")) or found.id in ringing
        if found.type_name == _type(PhoneNumber)
        else None,
        origin=_origin(found),
    )
