"""All families, and which operation is whose. A new family is a file here and a line in `FAMILIES`."""

from __future__ import annotations

import inspect

from constructs_lib.local.voice.families.family import Family
from constructs_lib.local.voice.families.global_settings import GlobalSettings
from constructs_lib.local.voice.families.number_search import NumberSearch
from constructs_lib.local.voice.families.phone_number_orders import PhoneNumberOrders
from constructs_lib.local.voice.families.phone_number_settings import PhoneNumberSettings
from constructs_lib.local.voice.families.phone_numbers import PhoneNumbers
from constructs_lib.local.voice.families.sip_media_application_calls import SipMediaApplicationCalls
from constructs_lib.local.voice.families.sip_media_applications import SipMediaApplications
from constructs_lib.local.voice.families.sip_rules import SipRules
from constructs_lib.local.voice.families.tags import Tags
from constructs_lib.local.voice.families.termination_credentials import TerminationCredentials
from constructs_lib.local.voice.families.voice_connector_groups import VoiceConnectorGroups
from constructs_lib.local.voice.families.voice_connector_numbers import VoiceConnectorNumbers
from constructs_lib.local.voice.families.voice_connector_parts import VoiceConnectorParts
from constructs_lib.local.voice.families.voice_connectors import VoiceConnectors
from constructs_lib.local.voice.families.voice_profile_domains import VoiceProfileDomains

FAMILIES: tuple[type[Family], ...] = (
    NumberSearch,
    PhoneNumberOrders,
    PhoneNumbers,
    PhoneNumberSettings,
    VoiceConnectors,
    VoiceConnectorParts,
    TerminationCredentials,
    VoiceConnectorNumbers,
    VoiceConnectorGroups,
    SipMediaApplications,
    SipMediaApplicationCalls,
    SipRules,
    VoiceProfileDomains,
    GlobalSettings,
    Tags,
)

FAMILY_OF: dict[str, type[Family]] = {
    name: family
    for family in FAMILIES
    for name, _ in inspect.getmembers(family, inspect.isfunction)
    if not name.startswith("_")
}
"""The operation's name in boto3 -> its family."""
