"""Voice Connectors, with their parts."""

from __future__ import annotations

from chime_voice.contract import voice_connector_parts as parts
from chime_voice.contract.voice_connector import VoiceConnector

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.kinds import Refer, tags
from constructs_lib.generate.layout import Item

_PORT = 5060


def call(stack: Name, id: str, declared: VoiceConnector, refer: Refer) -> Call:  # noqa: A002, ARG001
    """`VoiceConnector(...)`."""
    return Call(
        "VoiceConnector",
        (stack, id),
        {
            "name": declared.name,
            "require_encryption": declared.require_encryption,
            "network_type": declared.network_type,
            "integration_type": declared.integration_type,
            "termination": _termination(declared.termination),
            "origination": _origination(declared.origination),
            "streaming": _streaming(declared.streaming_configuration),
            "logging": _logging(declared.logging_configuration),
            "emergency_calling": _emergency_calling(declared.emergency_calling_configuration),
            "external_systems": _external_systems(declared.external_systems_configuration),
            "tags": tags.mapping(declared.tags),
            "adopt": declared.adopt_id,
        },
    )


def reference(stack: Name, item: Item) -> Call:
    """One that is not declared here."""
    return Call("VoiceConnector.from_voice_connector_id", (stack, item.id, item.ident))


def _termination(part: parts.Termination | None) -> Call | None:
    if part is None:
        return None
    return Call(
        "Termination",
        named={
            "calling_regions": list(part.calling_regions),
            "cidr_allowed_list": list(part.cidr_allowed_list),
            "cps_limit": part.cps_limit,
            "default_phone_number": part.default_phone_number,
            "disabled": part.disabled or None,
        },
    )


def _origination(part: parts.Origination | None) -> Call | None:
    if part is None:
        return None
    routes = [
        Call(
            "OriginationRoute",
            (route.host,),
            {
                "port": None if route.port in (None, _PORT) else route.port,
                "protocol": route.protocol,
                "priority": route.priority,
                "weight": route.weight,
            },
        )
        for route in part.routes or ()
    ]
    return Call("Origination", named={"routes": routes, "disabled": part.disabled or None})


def _streaming(part: parts.StreamingConfiguration | None) -> Call | None:
    if part is None:
        return None
    insights = part.media_insights_configuration
    targets = [each.notification_target for each in part.streaming_notification_targets or ()]
    return Call(
        "Streaming",
        named={
            "data_retention_hours": part.data_retention_in_hours,
            "notification_targets": targets or None,
            "media_insights_configuration_arn": insights.configuration_arn if insights else None,
            "disabled": part.disabled or None,
        },
    )


def _logging(part: parts.LoggingConfiguration | None) -> Call | None:
    if part is None:
        return None
    return Call(
        "Logging",
        named={"sip": part.enable_sip_logs or None, "media_metrics": part.enable_media_metric_logs or None},
    )


def _emergency_calling(part: parts.EmergencyCallingConfiguration | None) -> Call | None:
    if part is None:
        return None
    numbers = [
        Call(
            "EmergencyNumber",
            named={
                "phone_number": each.emergency_phone_number,
                "test_phone_number": each.test_phone_number,
                "calling_country": each.calling_country,
            },
        )
        for each in part.dnis
    ]
    return Call("EmergencyCalling", named={"numbers": numbers})


def _external_systems(part: parts.ExternalSystemsConfiguration | None) -> Call | None:
    if part is None:
        return None
    return Call(
        "ExternalSystems",
        named={
            "session_border_controllers": list(part.session_border_controller_types or ()) or None,
            "contact_center_systems": list(part.contact_center_system_types or ()) or None,
        },
    )
