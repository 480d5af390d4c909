"""SIP rules."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading, given, plain_name

_TARGET = ("SipMediaApplicationId", "Priority", "AwsRegion")


def find(reading: Reading) -> Iterator[Found]:
    """All rules of the endpoint."""
    for rule in reading.every("ListSipRules", "SipRules"):
        found = str(rule["SipRuleId"])
        yield Found(
            type_name="Custom::ChimeSipRule",
            id=found,
            region=reading.region,
            properties=given(
                AdoptId=found,
                HomeRegion=reading.region,
                Name=plain_name(rule.get("Name")),
                TriggerType=rule.get("TriggerType"),
                TriggerValue=rule.get("TriggerValue"),
                TargetApplications=sorted(
                    ({name: target.get(name) for name in _TARGET} for target in rule.get("TargetApplications") or ()),
                    key=lambda target: target["Priority"],
                ),
                Disabled=rule.get("Disabled"),
            ),
            attributes={"SipRuleId": found},
            facts=given(Name=rule.get("Name")),
        )
