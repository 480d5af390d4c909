"""The function of the construct `DriftWatch`: compares what a deployment declared with what the service has.

It is invoked with what was declared, references filled in by CloudFormation:
`{"stack": "Support", "resources": [{"type", "name", "id", "properties"}]}`. Every difference is a line in its log, numbers
masked; their count is one metric. Where something cannot be read there is no count, and the invocation fails: a number
that is too small would be believed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chime_voice.contract.phone_numbers import PhoneNumbers
from chime_voice.contract.registry import TYPES
from chime_voice.contract.sip_rule import SipRule, comparable
from chime_voice.contract.sip_rule_set import SipRuleSet
from chime_voice.drift.likeness import compare
from chime_voice.drift.reading import Reading, triggers
from chime_voice.provider.client import VoiceApi, voice_client
from chime_voice.provider.clock import Clock, LambdaClock
from chime_voice.provider.errors import Failure, HandOn
from chime_voice.provider.items import masked

NAMESPACE = "ChimeVoice"
METRIC = "DriftDifferences"
Told = dict[str, Any]


class UnreadableError(Exception):
    """Something could not be read, so nothing was counted."""


def handler(event: Mapping[str, Any], context: Any) -> Told:
    """Where Lambda enters.

    Raises:
        UnreadableError: not everything could be read.
    """
    return watch(event, voice_client, LambdaClock(context.get_remaining_time_in_millis))


def watch(event: Mapping[str, Any], client: Callable[[str], Any], clock: Clock) -> Told:
    """Compare, log and count.

    Args:
        event: what was declared.
        client: of a Region's endpoint.
        clock: for waits and for the metric.

    Raises:
        UnreadableError: not everything could be read; what could be is in the log.
    """
    readings: dict[str, Reading] = {}
    differences, unread = 0, []
    for resource in event["resources"]:
        region = str(resource["properties"].get("HomeRegion") or resource["properties"]["AwsRegion"])
        if region not in readings:
            readings[region] = Reading(VoiceApi(client(region), clock))
        try:
            for difference in _differences(resource, readings[region]):
                differences += 1
                _log({"what": "drift", "name": resource["name"], "id": resource["id"], **difference})
        except (Failure, HandOn) as failure:
            unread.append(resource["name"])
            reason = str(failure) or "no time is left in this invocation"
            _log({"what": "unread", "name": resource["name"], "id": resource["id"], "reason": reason})
    if unread:
        raise UnreadableError(f"{len(unread)} of {len(event['resources'])} could not be read; the log says why")
    count = {"Name": METRIC, "Unit": "Count"}
    metrics = [{"Namespace": NAMESPACE, "Dimensions": [["Stack"]], "Metrics": [count]}]
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    embedded = {"Timestamp": int(clock.now() * 1000), "CloudWatchMetrics": metrics}
    print(json.dumps({"_aws": embedded, "Stack": event["stack"], METRIC: differences}))
    return {"stack": event["stack"], "compared": len(event["resources"]), "differences": differences}


def _differences(resource: Mapping[str, Any], reading: Reading) -> Iterator[Told]:
    contract = TYPES[resource["type"]]
    declared = contract.parse(resource["properties"])
    if isinstance(declared, SipRuleSet):
        yield from _of_rules(declared, str(resource["id"]), reading)
    elif isinstance(declared, PhoneNumbers):
        yield from _of_numbers(declared, str(resource["id"]), reading)
    else:
        properties = declared.properties()
        present = reading.present(resource["type"], str(resource["id"]), properties)
        yield from _of_one(contract, properties, present)


def _of_one(contract: Any, properties: Mapping[str, Any], present: Mapping[str, Any] | None) -> Iterator[Told]:
    if present is None:
        yield {"missing": True}
        return
    for each in compare(contract, properties, present).differences:
        yield {"property": each.property, "declared": each.declared, "present": each.present}


def _of_rules(declared: SipRuleSet, set_id: str, reading: Reading) -> Iterator[Told]:
    found = triggers(reading.rules(set_id))
    for rule in declared.rules():
        state = found.get((rule.trigger_type, comparable(rule.trigger_value)))
        for each in _of_one(SipRule, rule.properties(), state):
            yield {"trigger": rule.trigger_value, **each}


def _of_numbers(declared: PhoneNumbers, set_id: str, reading: Reading) -> Iterator[Told]:
    found = {str(each["E164PhoneNumber"]): each for each in reading.numbers(set_id)}
    for number in declared.e164_phone_numbers or ():
        if number not in found:
            yield {"number": number, "missing": True}
    if declared.count is not None and len(found) < declared.count:
        yield {"property": "Count", "declared": declared.count, "present": len(found)}
    for number, state in found.items():
        if state.get("ProductType") != declared.product_type:
            yield {
                "number": number,
                "property": "ProductType",
                "declared": declared.product_type,
                "present": state.get("ProductType"),
            }


def _log(line: Told) -> None:
    print(masked(json.dumps(line, default=str)))
