"""The list of resource types; nothing else lists them."""

from __future__ import annotations

from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.resource import Resource
from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule import SipRule
from chime_voice.contract.voice_connector import VoiceConnector

TYPES: dict[str, type[Resource]] = {
    contract.SPEC.type_name: contract for contract in (PhoneNumber, VoiceConnector, SipMediaApplication, SipRule)
}
