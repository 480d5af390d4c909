"""The state as plain data, for people and for tests."""

from __future__ import annotations

import dataclasses
from typing import Any

from constructs_lib.local.voice.families.phone_numbers import PhoneNumbers
from constructs_lib.local.voice.model import Model
from constructs_lib.local.voice.rendering import timestamp, to_wire
from constructs_lib.local.voice.scene import Scene


def dump(model: Model, scene: Scene) -> dict[str, Any]:
    """Everything of the scene's account, in the API's shapes, each with the endpoint that knows it as `Endpoint`."""
    account, shapes = scene.account, model.operations
    everywhere = dataclasses.replace(scene.settings, read_after_create_seconds=0.0)

    def wire(operation: str, member: str, record: Any, shown: dict[str, Any]) -> dict[str, Any]:
        output = shapes[operation].output
        assert output is not None  # noqa: S101  (for the type checker: Get operations answer)
        return {"Endpoint": record.region, **to_wire(output.members[member], shown)}

    numbers = []
    for number in account.numbers.values():
        family = PhoneNumbers(dataclasses.replace(scene, region=number.region, settings=everywhere))
        shown = family.get_phone_number(phone_number_id=number.number)["PhoneNumber"]
        numbers.append(wire("GetPhoneNumber", "PhoneNumber", number, shown))
    return {
        "PhoneNumbers": numbers,
        "PhoneNumberOrders": [
            wire("GetPhoneNumberOrder", "PhoneNumberOrder", order, order.describe())
            for order in account.orders.values()
        ],
        "VoiceConnectors": [
            wire("GetVoiceConnector", "VoiceConnector", connector, connector.describe())
            | {"Tags": connector.tags, "TerminationUsernames": sorted(connector.credentials), **connector.parts}
            for connector in account.connectors.values()
        ],
        "VoiceConnectorGroups": [
            wire("GetVoiceConnectorGroup", "VoiceConnectorGroup", group, group.describe())
            for group in account.groups.values()
        ],
        "SipMediaApplications": [
            wire("GetSipMediaApplication", "SipMediaApplication", application, application.describe())
            | {"Tags": application.tags, "MessageLogs": application.message_logs}
            for application in account.applications.values()
        ],
        "SipRules": [wire("GetSipRule", "SipRule", rule, rule.describe()) for rule in account.rules.values()],
        "VoiceProfileDomains": [
            wire("GetVoiceProfileDomain", "VoiceProfileDomain", domain, domain.describe()) | {"Tags": domain.tags}
            for domain in account.domains.values()
        ],
        "Settings": {"CdrBucket": account.cdr_bucket, "CallingName": account.default_calling_name},
        "Time": timestamp(scene.now),
    }
