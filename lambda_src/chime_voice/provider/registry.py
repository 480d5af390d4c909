"""Which class provides which contract."""

from __future__ import annotations

from typing import Any

from chime_voice.provider.phone_number import PhoneNumber
from chime_voice.provider.resource import ResourceProvider
from chime_voice.provider.sip_media_application import SipMediaApplication
from chime_voice.provider.sip_rule import SipRule
from chime_voice.provider.voice_connector import VoiceConnector

PROVIDERS: dict[str, type[ResourceProvider[Any]]] = {
    provider.contract.SPEC.type_name: provider
    for provider in (PhoneNumber, VoiceConnector, SipMediaApplication, SipRule)
}
