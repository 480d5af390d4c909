"""Telephony as code on the Amazon Chime SDK: constructs for numbers, Voice Connectors, SIP media applications and rules.

The names below are loaded when they are used: importing this package alone starts no Node.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.call_handler import CallHandler
    from constructs_lib.dialer import Dialer
    from constructs_lib.drift_watch import DriftWatch
    from constructs_lib.errors import TelephonyError
    from constructs_lib.failover import FailoverVoiceApp
    from constructs_lib.global_settings import GlobalSettings
    from constructs_lib.handler_plan import HandlerPlan
    from constructs_lib.phone_number import IPhoneNumber, PhoneNumber, PhoneNumberPlan
    from constructs_lib.phone_number_association import PhoneNumberAssociation
    from constructs_lib.phone_number_settings import PhoneNumberSettings
    from constructs_lib.phone_numbers import PhoneNumbers
    from constructs_lib.sip_media_application import ISipMediaApplication, SipMediaApplication
    from constructs_lib.sip_rule import ISipRule, SipRule
    from constructs_lib.sip_rule_parts import SipRuleTarget
    from constructs_lib.sip_rule_set import SipRuleSet
    from constructs_lib.termination_credentials import TerminationCredentials
    from constructs_lib.trigger import Trigger
    from constructs_lib.updater import Updater
    from constructs_lib.voice_alarms import VoiceAlarms
    from constructs_lib.voice_buckets import PromptBucket, RecordingBucket
    from constructs_lib.voice_checks import VoiceChecks
    from constructs_lib.voice_connector import IVoiceConnector, VoiceConnector
    from constructs_lib.voice_connector_group import (
        IVoiceConnectorGroup,
        VoiceConnectorGroup,
        VoiceConnectorGroupMember,
    )
    from constructs_lib.voice_connector_parts import (
        EmergencyCalling,
        EmergencyNumber,
        ExternalSystems,
        Logging,
        Origination,
        OriginationRoute,
        Streaming,
        Termination,
    )
    from constructs_lib.voice_dashboard import VoiceDashboard
    from constructs_lib.voice_profile_domain import IVoiceProfileDomain, VoiceProfileDomain
    from constructs_lib.voice_queries import VoiceQueries

_MODULES = {
    "CallHandler": "call_handler",
    "Dialer": "dialer",
    "DriftWatch": "drift_watch",
    "EmergencyCalling": "voice_connector_parts",
    "EmergencyNumber": "voice_connector_parts",
    "ExternalSystems": "voice_connector_parts",
    "FailoverVoiceApp": "failover",
    "GlobalSettings": "global_settings",
    "HandlerPlan": "handler_plan",
    "IPhoneNumber": "phone_number",
    "ISipMediaApplication": "sip_media_application",
    "ISipRule": "sip_rule",
    "IVoiceConnector": "voice_connector",
    "IVoiceConnectorGroup": "voice_connector_group",
    "IVoiceProfileDomain": "voice_profile_domain",
    "Logging": "voice_connector_parts",
    "Origination": "voice_connector_parts",
    "OriginationRoute": "voice_connector_parts",
    "PhoneNumber": "phone_number",
    "PhoneNumberAssociation": "phone_number_association",
    "PhoneNumberPlan": "phone_number",
    "PhoneNumberSettings": "phone_number_settings",
    "PhoneNumbers": "phone_numbers",
    "PromptBucket": "voice_buckets",
    "RecordingBucket": "voice_buckets",
    "SipMediaApplication": "sip_media_application",
    "SipRule": "sip_rule",
    "SipRuleSet": "sip_rule_set",
    "SipRuleTarget": "sip_rule_parts",
    "Streaming": "voice_connector_parts",
    "TelephonyError": "errors",
    "Termination": "voice_connector_parts",
    "TerminationCredentials": "termination_credentials",
    "Trigger": "trigger",
    "Updater": "updater",
    "VoiceAlarms": "voice_alarms",
    "VoiceChecks": "voice_checks",
    "VoiceConnector": "voice_connector",
    "VoiceConnectorGroup": "voice_connector_group",
    "VoiceConnectorGroupMember": "voice_connector_group",
    "VoiceDashboard": "voice_dashboard",
    "VoiceProfileDomain": "voice_profile_domain",
    "VoiceQueries": "voice_queries",
}

__all__ = [
    "CallHandler",
    "Dialer",
    "DriftWatch",
    "EmergencyCalling",
    "EmergencyNumber",
    "ExternalSystems",
    "FailoverVoiceApp",
    "GlobalSettings",
    "HandlerPlan",
    "IPhoneNumber",
    "ISipMediaApplication",
    "ISipRule",
    "IVoiceConnector",
    "IVoiceConnectorGroup",
    "IVoiceProfileDomain",
    "Logging",
    "Origination",
    "OriginationRoute",
    "PhoneNumber",
    "PhoneNumberAssociation",
    "PhoneNumberPlan",
    "PhoneNumberSettings",
    "PhoneNumbers",
    "PromptBucket",
    "RecordingBucket",
    "SipMediaApplication",
    "SipRule",
    "SipRuleSet",
    "SipRuleTarget",
    "Streaming",
    "TelephonyError",
    "Termination",
    "TerminationCredentials",
    "Trigger",
    "Updater",
    "VoiceAlarms",
    "VoiceChecks",
    "VoiceConnector",
    "VoiceConnectorGroup",
    "VoiceConnectorGroupMember",
    "VoiceDashboard",
    "VoiceProfileDomain",
    "VoiceQueries",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
