"""SIP rules."""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract.sip_rule import SipRule

from constructs_lib.estate.declaring import declared, given, plain_name
from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

OPERATIONS = ("ListSipRules",)


def find(reading: Reading) -> Iterator[Found]:
    """All rules of the endpoint."""
    for rule in reading.every("ListSipRules", "SipRules"):
        found = str(rule["SipRuleId"])
        targets = sorted(rule.get("TargetApplications") or (), key=lambda target: target.get("Priority", 0))
        yield Found(
            type_name=SipRule.SPEC.type_name,
            id=found,
            region=reading.region,
            properties=declared(
                SipRule,
                rule,
                AdoptId=found,
                HomeRegion=reading.region,
                Name=plain_name(rule.get("Name")),
                TargetApplications=targets,
            ),
            attributes={"SipRuleId": found},
            facts=given(Name=rule.get("Name")),
        )
