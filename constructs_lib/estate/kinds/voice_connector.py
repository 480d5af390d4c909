"""Voice Connectors, with their parts and tags; of credentials the user names."""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract import wire
from chime_voice.contract.voice_connector import VoiceConnector
from chime_voice.contract.voice_connector_parts import LoggingConfiguration

from constructs_lib.estate.declaring import declared, given, plain_name
from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

_PARTS = tuple(
    wire.fields_of(VoiceConnector)[name][0]
    for name in (
        "termination",
        "origination",
        "streaming_configuration",
        "logging_configuration",
        "emergency_calling_configuration",
        "external_systems_configuration",
    )
)
OPERATIONS = (
    "ListVoiceConnectors",
    *(f"GetVoiceConnector{part}" for part in _PARTS),
    "ListVoiceConnectorTerminationCredentials",
    "ListTagsForResource",
)


def find(reading: Reading) -> Iterator[Found]:
    """All connectors of the endpoint."""
    for connector in reading.every("ListVoiceConnectors", "VoiceConnectors"):
        found, arn = str(connector["VoiceConnectorId"]), str(connector["VoiceConnectorArn"])
        users = reading.get("ListVoiceConnectorTerminationCredentials", "Usernames", VoiceConnectorId=found)
        yield Found(
            type_name=VoiceConnector.SPEC.type_name,
            id=found,
            region=reading.region,
            properties=declared(
                VoiceConnector,
                connector,
                _parts(reading, found),
                AdoptId=found,
                Name=plain_name(connector.get("Name")),
                Tags=reading.tags(arn),
            ),
            attributes={
                "VoiceConnectorId": found,
                "VoiceConnectorArn": arn,
                "OutboundHostName": str(connector.get("OutboundHostName") or ""),
            },
            facts=given(Name=connector.get("Name"), TerminationUsernames=sorted(map(str, users)) if users else None),
        )


def _parts(reading: Reading, found: str) -> dict[str, object]:
    parts = {part: reading.get(f"GetVoiceConnector{part}", part, VoiceConnectorId=found) for part in _PARTS}
    logging = parts["LoggingConfiguration"]
    # The service has this part always; switched off it says nothing.
    if logging and wire.decode(LoggingConfiguration, logging, "logging") == LoggingConfiguration():
        parts["LoggingConfiguration"] = None
    return parts
