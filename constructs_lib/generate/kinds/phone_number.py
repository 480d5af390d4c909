"""Phone numbers."""

from __future__ import annotations

from chime_voice.contract.phone_number import PhoneNumber

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.kinds import Refer


def call(stack: Name, id: str, declared: PhoneNumber, refer: Refer) -> Call:  # noqa: A002, ARG001
    """`PhoneNumber(...)`."""
    return Call(
        "PhoneNumber",
        (stack, id),
        {
            "adopt": declared.adopt_id,
            "product_type": declared.product_type,
            "name": declared.name,
            "calling_name": declared.calling_name,
        },
    )
