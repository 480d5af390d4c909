"""Whether an app declares what an account has: no route, no resource and no property differs."""

from __future__ import annotations

import json
from typing import Any

from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import Resource
from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule_set import SipRuleSet

from constructs_lib.estate import routing_table
from constructs_lib.estate.model import Estate
from constructs_lib.routing.diff.compare import compare
from constructs_lib.routing.findings import findings
from constructs_lib.routing.model import Route, RoutingTable

# An adoption is told as such, and of a function that is only named nobody knows the code.
_OF_EVERY_ADOPTION = {"taken-over", "handler-changed"}
# What a failover app leaves an adopted application.
_KEPT = {("Name", None), ("MessageLogging", None)}
# Documented defaults that the service need not spell out: docs.aws.amazon.com/chime-sdk/latest/APIReference.
_DEFAULTS: dict[str, Any] = {"Disabled": False, "EnableSIPLogs": False, "EnableMediaMetricLogs": False, "Port": 5060}


def assert_same(found: Estate, table: RoutingTable, *, without: set[str] = frozenset()) -> None:  # type: ignore[assignment]
    """The app's table says what the estate says.

    Args:
        found: the account.
        table: of the generated app.
        without: ids that the app does not declare.
    """
    base = routing_table(found)
    routes = [route for route in base.routes if route.rule_id not in without]
    assert {answers(route) for route in table.routes} == {answers(route) for route in routes}
    difference = compare(base, table)
    # What is wrong with the account is wrong with what is declared as it is.
    assert {risk.id for risk in difference.risks} <= _OF_EVERY_ADOPTION | {each.id for each in findings(base)}
    for change in difference.resources:
        assert change.effect in ("taken over", "added"), change
        differ = [p for p in change.properties if _comparable(p.before) != _comparable(p.after)]
        if change.after and change.after.type_name == SipMediaApplication.SPEC.type_name:
            differ = [p for p in differ if (p.name, p.after) not in _KEPT]
        assert differ == [], change
    in_sets = {str(rule.adopt_id) for each in declared(table) if isinstance(each, SipRuleSet) for rule in each.rules()}
    expected = {each.id: dict(each.properties) for each in found.resources if each.id not in without}
    for rule in in_sets & expected.keys():
        # A set leaves adopted rules their names.
        del expected[rule]["Name"]
    for each in declared(table):
        # A failover app leaves adopted applications their names, and logging off.
        if isinstance(each, SipMediaApplication) and each.name is None:
            del expected[str(each.adopt_id)]["Name"]
            assert expected[str(each.adopt_id)].pop("MessageLogging") is False
    assert properties_of(table) == {id_: _comparable(properties) for id_, properties in expected.items()}


def answers(route: Route) -> tuple[Any, ...]:
    """All that calls can meet."""
    targets = tuple(
        (target.priority, target.region, target.application_id, target.function and target.function.arn)
        for target in sorted(route.targets, key=lambda target: target.priority)
    )
    return (route.rule_id, route.trigger, route.enabled, route.home_region, targets)


def declared(table: RoutingTable) -> list[Resource]:
    """What an app declares, with its references resolved."""
    return [
        TYPES[resource.type_name].parse({each.name: _value(each.value) for each in resource.properties})
        for resource in table.resources
    ]


def properties_of(table: RoutingTable) -> dict[str, Any]:
    """Id -> properties of everything that an app takes over; rules of a set one by one."""
    properties: dict[str, Any] = {}
    for each in declared(table):
        for one in each.rules() if isinstance(each, SipRuleSet) else [each]:
            properties[_id(one)] = _comparable(one.properties())
    return properties


def _id(one: Resource) -> str:
    if isinstance(one, PhoneNumberAssociation):
        return f"numbers-of-{one.voice_connector_id or one.voice_connector_group_id}"
    adopt_id: str = one.adopt_id  # type: ignore[attr-defined]
    return adopt_id


def _value(text: str) -> Any:
    return json.loads(text) if text[:1] in ("[", "{") or text in ("true", "false") else text


def _comparable(value: Any) -> Any:
    if isinstance(value, str):
        value = _value(value)
    if isinstance(value, dict):
        return {k: _comparable(each) for k, each in sorted(value.items()) if _DEFAULTS.get(k) != each}
    return [_comparable(each) for each in value] if isinstance(value, list) else value
