"""Voice Connector groups."""

from __future__ import annotations

from typing import Any

from chime_voice.contract.checks import HOME_REGIONS
from chime_voice.contract.voice_connector_group import VoiceConnectorGroup

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.kinds import Refer


def call(stack: Name, id: str, declared: VoiceConnectorGroup, refer: Refer) -> Call:  # noqa: A002
    """`VoiceConnectorGroup(...)`."""
    members = sorted(declared.voice_connector_items or (), key=lambda each: each.priority)
    connectors: list[Any] = [refer("voice_connector", each.voice_connector_id) for each in members]
    if [each.priority for each in members] != [*range(1, len(members) + 1)]:
        connectors = [
            Call("VoiceConnectorGroupMember", (name,), {"priority": each.priority})
            for name, each in zip(connectors, members, strict=True)
        ]
    return Call(
        "VoiceConnectorGroup",
        (stack, id),
        {
            "connectors": connectors or None,
            "name": declared.name,
            # Elsewhere the stack's Region is not what the construct takes by itself.
            "home_region": None if declared.home_region in HOME_REGIONS else declared.home_region,
            "adopt": declared.adopt_id,
        },
    )
