"""The parts of a Voice Connector that the service keeps apart, each with calls of its own.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/edit-voicecon.html;
https://docs.aws.amazon.com/chime-sdk/latest/ag/chime-voice-connector-emergency-calling.html
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from chime_voice.contract import checks
from chime_voice.contract.addresses import public_cidr, public_host
from chime_voice.contract.resource import IsKnown, prop

TCP, UDP = "TCP", "UDP"
DEFAULTS: dict[str, Any] = {
    "Disabled": False,
    "EnableSIPLogs": False,
    "EnableMediaMetricLogs": False,
    "CpsLimit": 1,
    "Port": 5060,
}
"""Documented defaults of the API, which may or may not be spelled out when it answers."""
NOTIFICATION_TARGETS = ("EventBridge", "SNS", "SQS")
SESSION_BORDER_CONTROLLERS = (
    "RIBBON_SBC",
    "ORACLE_ACME_PACKET_SBC",
    "AVAYA_SBCE",
    "CISCO_UNIFIED_BORDER_ELEMENT",
    "AUDIOCODES_MEDIANT_SBC",
)
CONTACT_CENTER_SYSTEMS = (
    "GENESYS_ENGAGE_ON_PREMISES",
    "AVAYA_AURA_CALL_CENTER_ELITE",
    "AVAYA_AURA_CONTACT_CENTER",
    "CISCO_UNIFIED_CONTACT_CENTER_ENTERPRISE",
)
_COUNTRY = checks.matches(r"[A-Z]{2}", "a two-letter country code such as US")
_US_NUMBER = checks.matches(r"\+1[2-9]\d{9}", "a U.S. number in E.164 form such as +12065550100")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Termination:
    """Calls from the PBX: from which addresses, to which countries, how many a second."""

    calling_regions: tuple[str, ...] = prop(checks.length(1, 249, "countries"), each=_COUNTRY)
    cidr_allowed_list: tuple[str, ...] = prop(checks.length(1, 1000, "CIDR blocks"), each=public_cidr)
    cps_limit: int | None = prop(checks.at_least(1), default=None)
    default_phone_number: str | None = prop(checks.e164(), default=None)
    disabled: bool | None = prop(default=None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class OriginationRoute:
    """One host of the PBX; those of priority 1 are tried first, those of one priority share calls by weight."""

    host: str = prop(public_host)
    port: int | None = prop(checks.between(0, 65535), default=None)
    protocol: str | None = prop(checks.one_of(TCP, UDP), default=None)
    priority: int = prop(checks.between(1, 100))
    weight: int = prop(checks.between(1, 100))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Origination:
    """Calls to the PBX: where they go."""

    routes: tuple[OriginationRoute, ...] | None = prop(checks.length(1, 20, "routes"), default=None)
    disabled: bool | None = prop(default=None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class StreamingNotificationTarget:
    """Where the beginning and the end of streams are told."""

    notification_target: str = prop(checks.one_of(*NOTIFICATION_TARGETS))


@dataclasses.dataclass(frozen=True, kw_only=True)
class MediaInsightsConfiguration:
    """The call analytics that streams are for."""

    configuration_arn: str | None = prop(
        checks.length(1, 1024), checks.matches(r"arn[/:\-_.a-zA-Z0-9]+", "an ARN"), default=None
    )
    disabled: bool | None = prop(default=None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class StreamingConfiguration:
    """Media of calls to Kinesis Video Streams."""

    data_retention_in_hours: int = prop(checks.at_least(0))
    disabled: bool = prop(default=False)
    streaming_notification_targets: tuple[StreamingNotificationTarget, ...] | None = prop(
        checks.length(1, len(NOTIFICATION_TARGETS), "targets"), default=None
    )
    media_insights_configuration: MediaInsightsConfiguration | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class LoggingConfiguration:
    """What of calls goes to CloudWatch Logs."""

    enable_sip_logs: bool = prop(default=False, wire="EnableSIPLogs")
    enable_media_metric_logs: bool = prop(default=False)


@dataclasses.dataclass(frozen=True, kw_only=True)
class DnisEmergencyCallingConfiguration:
    """The number of a third party that takes emergency calls of a country."""

    emergency_phone_number: str = prop(_US_NUMBER)
    test_phone_number: str | None = prop(_US_NUMBER, default=None)
    calling_country: str = prop(_COUNTRY)


@dataclasses.dataclass(frozen=True, kw_only=True)
class EmergencyCallingConfiguration:
    """Who takes emergency calls."""

    dnis: tuple[DnisEmergencyCallingConfiguration, ...] = prop(checks.length(1, 249, "numbers"), wire="DNIS")


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExternalSystemsConfiguration:
    """What stands at the other end of the trunk."""

    session_border_controller_types: tuple[str, ...] | None = prop(
        default=None, each=checks.one_of(*SESSION_BORDER_CONTROLLERS)
    )
    contact_center_system_types: tuple[str, ...] | None = prop(
        default=None, each=checks.one_of(*CONTACT_CENTER_SYSTEMS)
    )


def origination_problems(origination: Any, *, encrypted: bool, is_known: IsKnown) -> Iterable[str]:
    """Problems between the values of an origination and with the connector's encryption."""
    if not _is_part(origination, Origination, is_known):
        return
    if origination.routes is None and not origination.disabled:
        yield "origination must have routes, or be disabled"
    for at, route in enumerate(_items(origination.routes, is_known)):
        # TLS, which an encrypted connector speaks and nothing else, runs over TCP.
        if encrypted and route.protocol == UDP:
            yield (
                f"origination.routes[{at}].protocol must be TCP on an encrypted connector, got 'UDP'; set "
                f"require_encryption to False to send calls over UDP"
            )


def streaming_problems(streaming: Any, is_known: IsKnown) -> Iterable[str]:
    """Problems between the values of a streaming configuration."""
    if not _is_part(streaming, StreamingConfiguration, is_known):
        return
    targets = [one.notification_target for one in _items(streaming.streaming_notification_targets, is_known)]
    for value, times in Counter(target for target in targets if isinstance(target, str) and is_known(target)).items():
        if times > 1:
            yield f"streaming_configuration.streaming_notification_targets must differ, got {value!r} {times} times"


def emergency_problems(connector: Any, is_known: IsKnown) -> Iterable[str]:
    """Emergency calls need both directions of the trunk; an adopted connector may have them already."""
    emergency = connector.emergency_calling_configuration
    if not _is_part(emergency, EmergencyCallingConfiguration, is_known):
        return
    for name in ("termination", "origination"):
        part = getattr(connector, name)
        if part is None and connector.adopt_id is not None:
            continue
        if part is None or getattr(part, "disabled", False) is True:
            yield f"emergency_calling_configuration needs {name}, got {'none' if part is None else 'a disabled one'}"


def external_systems_problems(systems: Any, is_known: IsKnown) -> Iterable[str]:
    """A configuration that says nothing is none."""
    if _is_part(systems, ExternalSystemsConfiguration, is_known) and not (
        systems.session_border_controller_types or systems.contact_center_system_types
    ):
        yield "external_systems_configuration must name a session border controller or a contact center system"


def _is_part(part: Any, kind: type, is_known: IsKnown) -> bool:
    return is_known(part) and isinstance(part, kind)


def _items(items: Any, is_known: IsKnown) -> Sequence[Any]:
    return [item for item in items or () if dataclasses.is_dataclass(item)] if is_known(items) else []
