"""Telephony as code on the Amazon Chime SDK: constructs for numbers, Voice Connectors, SIP media applications and rules.

The names below are loaded when they are used: importing this package alone starts no Node.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.call_handler import CallHandler
    from constructs_lib.dialer import Dialer
    from constructs_lib.errors import TelephonyError
    from constructs_lib.failover import FailoverVoiceApp
    from constructs_lib.handler_plan import HandlerPlan
    from constructs_lib.phone_number import IPhoneNumber, PhoneNumber, PhoneNumberPlan
    from constructs_lib.sip_media_application import ISipMediaApplication, SipMediaApplication
    from constructs_lib.sip_rule import ISipRule, SipRule, SipRuleTarget
    from constructs_lib.trigger import Trigger
    from constructs_lib.updater import Updater
    from constructs_lib.voice_connector import IVoiceConnector, VoiceConnector

_MODULES = {
    "CallHandler": "call_handler",
    "Dialer": "dialer",
    "FailoverVoiceApp": "failover",
    "HandlerPlan": "handler_plan",
    "IPhoneNumber": "phone_number",
    "ISipMediaApplication": "sip_media_application",
    "ISipRule": "sip_rule",
    "IVoiceConnector": "voice_connector",
    "PhoneNumber": "phone_number",
    "PhoneNumberPlan": "phone_number",
    "SipMediaApplication": "sip_media_application",
    "SipRule": "sip_rule",
    "SipRuleTarget": "sip_rule",
    "TelephonyError": "errors",
    "Trigger": "trigger",
    "Updater": "updater",
    "VoiceConnector": "voice_connector",
}

__all__ = [
    "CallHandler",
    "Dialer",
    "FailoverVoiceApp",
    "HandlerPlan",
    "IPhoneNumber",
    "ISipMediaApplication",
    "ISipRule",
    "IVoiceConnector",
    "PhoneNumber",
    "PhoneNumberPlan",
    "SipMediaApplication",
    "SipRule",
    "SipRuleTarget",
    "TelephonyError",
    "Trigger",
    "Updater",
    "VoiceConnector",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
