"""Voice profile domains."""

from __future__ import annotations

from chime_voice.contract.voice_profile_domain import VoiceProfileDomain

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.kinds import Refer, tags


def call(stack: Name, id: str, declared: VoiceProfileDomain, refer: Refer) -> Call:  # noqa: A002, ARG001
    """`VoiceProfileDomain(...)`."""
    key = declared.server_side_encryption_configuration
    return Call(
        "VoiceProfileDomain",
        (stack, id),
        {
            "key": key.kms_key_arn if key else None,
            "name": declared.name,
            "description": declared.description,
            "tags": tags.mapping(declared.tags),
            "adopt": declared.adopt_id,
        },
    )
