"""The list of resource types; nothing else lists them.

A Lambda function keeps no compiled Python, so what a type needs is parsed anew in every cold start: a module is imported
when its type is asked for, not before.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

from chime_voice.contract.resource import Resource

MODULES: dict[str, str] = {
    "Custom::ChimePhoneNumber": "phone_number",
    "Custom::ChimePhoneNumbers": "phone_numbers",
    "Custom::ChimeVoiceConnector": "voice_connector",
    "Custom::ChimeVoiceConnectorGroup": "voice_connector_group",
    "Custom::ChimePhoneNumberAssociation": "phone_number_association",
    "Custom::ChimeTerminationCredentials": "termination_credentials",
    "Custom::ChimeSipMediaApplication": "sip_media_application",
    "Custom::ChimeSipRule": "sip_rule",
    "Custom::ChimeSipRuleSet": "sip_rule_set",
    "Custom::ChimeVoiceProfileDomain": "voice_profile_domain",
    "Custom::ChimeGlobalSettings": "global_settings",
    "Custom::ChimePhoneNumberSettings": "phone_number_settings",
}
"""Type name -> the module that has the class of that name, here and in `provider`."""


class Registry(Mapping[str, Any]):
    """Type name -> its class in a package."""

    def __init__(self, package: str) -> None:
        """Say where the modules are."""
        self._package = package

    def __getitem__(self, type_name: str) -> Any:
        """The class of a type, imported now if nobody asked before."""
        module = importlib.import_module(f"{self._package}.{MODULES[type_name]}")
        return getattr(module, type_name.removeprefix("Custom::Chime"))

    def __contains__(self, type_name: object) -> bool:
        """Whether there is such a type; imports nothing."""
        return type_name in MODULES

    def __iter__(self) -> Iterator[str]:
        """The names, in order; imports nothing."""
        return iter(MODULES)

    def __len__(self) -> int:
        """How many there are."""
        return len(MODULES)


TYPES: Mapping[str, type[Resource]] = Registry("chime_voice.contract")
