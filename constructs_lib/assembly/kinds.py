"""The resource types of the service that a template may declare: the contract's own, and CloudFormation's native ones.

Native: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-chime-sipmediaapplication.html
and https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-chime-voiceconnector.html
"""

from __future__ import annotations

import dataclasses

from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import Resource
from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.voice_connector import VoiceConnector

_TIMES = ("CreatedTimestamp", "UpdatedTimestamp")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """A resource type. The properties of a native one are some of the contract's, by the same names."""

    contract: type[Resource]
    ref: str
    """The attribute that Ref is."""
    attributes: tuple[str, ...]
    native: bool = False
    without_effect: frozenset[str] = frozenset()
    """Properties that the provider looks at only when it makes a resource."""


KINDS = {
    **{
        name: Kind(
            contract=contract,
            ref=contract.SPEC.id_attribute,
            attributes=contract.SPEC.attributes,
            without_effect=frozenset({"Restore"}) if contract is PhoneNumber else frozenset(),
        )
        for name, contract in TYPES.items()
    },
    "AWS::Chime::SipMediaApplication": Kind(
        contract=SipMediaApplication,
        ref="SipMediaApplicationArn",
        attributes=(*SipMediaApplication.SPEC.attributes, *_TIMES),
        native=True,
    ),
    "AWS::Chime::VoiceConnector": Kind(
        contract=VoiceConnector,
        ref="VoiceConnectorArn",
        attributes=(*VoiceConnector.SPEC.attributes, *_TIMES),
        native=True,
    ),
}
