"""The default calling name."""

from __future__ import annotations

from chime_voice.contract.phone_number_settings import PhoneNumberSettings

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.kinds import Refer


def call(stack: Name, id: str, declared: PhoneNumberSettings, refer: Refer) -> Call:  # noqa: A002, ARG001
    """`PhoneNumberSettings(...)`."""
    return Call("PhoneNumberSettings", (stack, id), {"calling_name": declared.calling_name, "adopt": declared.adopt_id})
