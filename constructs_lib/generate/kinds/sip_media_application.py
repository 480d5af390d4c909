"""SIP media applications, with the function that they have."""

from __future__ import annotations

from chime_voice.contract.sip_media_application import SipMediaApplication

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.kinds import Refer, tags
from constructs_lib.generate.layout import Item


def call(stack: Name, id: str, declared: SipMediaApplication, refer: Refer) -> Call:  # noqa: A002, ARG001
    """`SipMediaApplication(...)`."""
    return Call(
        "SipMediaApplication",
        (stack, id),
        {
            "handler": declared.endpoints[0].lambda_arn,
            "name": declared.name,
            "message_logging": declared.message_logging,
            "tags": tags.mapping(declared.tags),
            "adopt": declared.adopt_id,
        },
    )


def reference(stack: Name, item: Item) -> Call:
    """One that is not declared here."""
    return Call(
        "SipMediaApplication.from_sip_media_application_attributes",
        (stack, item.id),
        {"sip_media_application_id": item.ident, "aws_region": item.region},
    )
