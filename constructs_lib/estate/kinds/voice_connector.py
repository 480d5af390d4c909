"""Voice Connectors, with their tags."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading, given, plain_name


def find(reading: Reading) -> Iterator[Found]:
    """All connectors of the endpoint."""
    for connector in reading.every("ListVoiceConnectors", "VoiceConnectors"):
        found, arn = str(connector["VoiceConnectorId"]), str(connector["VoiceConnectorArn"])
        yield Found(
            type_name="Custom::ChimeVoiceConnector",
            id=found,
            region=reading.region,
            properties=given(
                AdoptId=found,
                AwsRegion=connector.get("AwsRegion"),
                Name=plain_name(connector.get("Name")),
                RequireEncryption=connector.get("RequireEncryption"),
                NetworkType=connector.get("NetworkType"),
                Tags=reading.tags(arn),
            ),
            attributes={
                "VoiceConnectorId": found,
                "VoiceConnectorArn": arn,
                "OutboundHostName": str(connector.get("OutboundHostName") or ""),
            },
            facts=given(Name=connector.get("Name")),
        )
