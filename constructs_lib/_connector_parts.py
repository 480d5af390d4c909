"""How the parts that a user gives become the contract's, and which word of the constructor is meant by the contract's."""

from __future__ import annotations

from typing import Any

from constructs_lib._problems import Problems, with_article
from constructs_lib._values import UNKNOWN

WORDS = {
    "adopt_id": "adopt",
    "aws_region": "Region",
    "streaming_configuration": "streaming",
    "streaming_notification_targets": "notification_targets",
    "].notification_target ": "] ",
    "media_insights_configuration.configuration_arn": "media_insights_configuration_arn",
    "data_retention_in_hours": "data_retention_hours",
    "logging_configuration": "logging",
    "enable_sip_logs": "sip",
    "enable_media_metric_logs": "media_metrics",
    "emergency_calling_configuration": "emergency_calling",
    "dnis": "numbers",
    "a DnisEmergencyCallingConfiguration": "an EmergencyNumber",
    "emergency_phone_number": "phone_number",
    "external_systems_configuration": "external_systems",
    "session_border_controller_types": "session_border_controllers",
    "contact_center_system_types": "contact_center_systems",
}
"""The contract's words and the constructor's."""


def declared_part(problems: Problems, name: str, part: Any, kind: type[Any], **more: Any) -> Any:
    """A part as the contract has it; what is none has been noted."""
    if part is None:
        return None
    if not isinstance(part, kind):
        problems.add(f"{name} must be {with_article(kind)}, got {part!r}")
        return UNKNOWN
    return part.declared(**more)
