"""The calls that tell whether a resource is as declared: nothing else is asked, and nothing else is allowed."""

from __future__ import annotations

_PARTS = (
    "Termination",
    "Origination",
    "StreamingConfiguration",
    "LoggingConfiguration",
    "EmergencyCallingConfiguration",
    "ExternalSystemsConfiguration",
)
PARTS = frozenset(_PARTS)
"""Properties of a Voice Connector that have calls of their own."""
_LISTED = ("ListPhoneNumbers",)

READS: dict[str, tuple[str, ...]] = {
    "Custom::ChimePhoneNumber": ("GetPhoneNumber",),
    "Custom::ChimePhoneNumbers": _LISTED,
    "Custom::ChimeVoiceConnector": (
        "GetVoiceConnector",
        "ListTagsForResource",
        *(f"GetVoiceConnector{part}" for part in _PARTS),
    ),
    "Custom::ChimeVoiceConnectorGroup": ("GetVoiceConnectorGroup",),
    "Custom::ChimePhoneNumberAssociation": _LISTED,
    "Custom::ChimeTerminationCredentials": ("ListVoiceConnectorTerminationCredentials",),
    "Custom::ChimeSipMediaApplication": (
        "GetSipMediaApplication",
        "GetSipMediaApplicationLoggingConfiguration",
        "ListTagsForResource",
    ),
    "Custom::ChimeSipRule": ("GetSipRule",),
    "Custom::ChimeSipRuleSet": ("ListSipRules",),
    "Custom::ChimeVoiceProfileDomain": ("GetVoiceProfileDomain", "ListTagsForResource"),
    "Custom::ChimeGlobalSettings": ("GetGlobalSettings",),
    "Custom::ChimePhoneNumberSettings": ("GetPhoneNumberSettings",),
}
"""Resource type -> operations."""
