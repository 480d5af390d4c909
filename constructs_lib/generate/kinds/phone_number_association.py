"""Numbers that a connector or a group carries."""

from __future__ import annotations

from chime_voice.contract.phone_number_association import PhoneNumberAssociation

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.kinds import Refer


def call(stack: Name, id: str, declared: PhoneNumberAssociation, refer: Refer) -> Call:  # noqa: A002
    """`PhoneNumberAssociation(...)`."""
    connector, group = declared.voice_connector_id, declared.voice_connector_group_id
    return Call(
        "PhoneNumberAssociation",
        (stack, id),
        {
            "numbers": [refer("phone_number", number) or number for number in declared.e164_phone_numbers],
            "voice_connector": refer("voice_connector", connector) if connector else None,
            "group": refer("voice_connector_group", group) if group else None,
            "adopt": True,
        },
    )
