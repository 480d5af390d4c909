"""Voice Connector groups."""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract.voice_connector_group import VoiceConnectorGroup

from constructs_lib.estate.declaring import declared, given, plain_name
from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

OPERATIONS = ("ListVoiceConnectorGroups",)


def find(reading: Reading) -> Iterator[Found]:
    """All groups of the endpoint."""
    for group in reading.every("ListVoiceConnectorGroups", "VoiceConnectorGroups"):
        found = str(group["VoiceConnectorGroupId"])
        items = sorted(group.get("VoiceConnectorItems") or (), key=lambda item: item.get("Priority", 0))
        yield Found(
            type_name=VoiceConnectorGroup.SPEC.type_name,
            id=found,
            region=reading.region,
            properties=declared(
                VoiceConnectorGroup,
                group,
                AdoptId=found,
                HomeRegion=reading.region,
                Name=plain_name(group.get("Name")),
                VoiceConnectorItems=items,
            ),
            attributes={
                "VoiceConnectorGroupId": found,
                "VoiceConnectorGroupArn": str(group.get("VoiceConnectorGroupArn") or ""),
            },
            facts=given(Name=group.get("Name"), CallDistributionType=group.get("CallDistributionType")),
        )
