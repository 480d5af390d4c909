"""The parts of a Voice Connector: what it does with calls in each direction, and what it tells about them.

A part that is not given stays as it is on the connector; one that was given and is taken out of the code is removed from
the connector.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/edit-voicecon.html;
https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_Operations_Amazon_Chime_SDK_Voice.html (limits);
https://docs.aws.amazon.com/chime-sdk/latest/ag/monitoring-cloudwatch.html (log groups).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chime_voice.contract import voice_connector_parts as contract

if TYPE_CHECKING:
    from aws_cdk import aws_logs as logs

    from constructs_lib.phone_number import IPhoneNumber


@dataclasses.dataclass(frozen=True, kw_only=True)
class Termination:
    """Calls from your PBX into the telephone network.

    Args:
        calling_regions: the countries that may be called, by their two letters; at least one.
        cidr_allowed_list: the public addresses that calls may come from, as CIDR blocks; at least one.
        cps_limit: calls a second, at least 1, at most the account's quota, which is 1 until it is raised. 1 by default.
        default_phone_number: the caller ID of a call that brings none: a `PhoneNumber` or a number in E.164 form. None
            by default.
        disabled: keep the settings, but let no call through. False by default.
    """

    calling_regions: Sequence[str]
    cidr_allowed_list: Sequence[str]
    cps_limit: int | None = None
    default_phone_number: IPhoneNumber | str | None = None
    disabled: bool = False

    def declared(self) -> contract.Termination:
        """As the contract has it."""
        number: Any = self.default_phone_number
        return contract.Termination(
            calling_regions=_listed(self.calling_regions),
            cidr_allowed_list=_listed(self.cidr_allowed_list),
            cps_limit=self.cps_limit,
            default_phone_number=getattr(number, "e164_phone_number", number),
            disabled=self.disabled,
        )


@dataclasses.dataclass(frozen=True)
class OriginationRoute:
    """A host of your PBX that takes calls.

    Args:
        host: an IP address or a full host name that can be reached from the Internet.
        port: 0 to 65535; 5060 by default.
        protocol: `TCP` or `UDP`. TCP by default where the connector is encrypted, and the only one there, since TLS runs
            over it; UDP otherwise. The service chooses for an adopted connector whose encryption is not declared.
        priority: 1 to 100, tried in this order; the place in the list by default, so that the first is tried first.
        weight: 1 to 100, this host's share of the calls among those of its priority; 1 by default.
    """

    host: str
    _: dataclasses.KW_ONLY
    port: int = 5060
    protocol: str | None = None
    priority: int | None = None
    weight: int = 1


@dataclasses.dataclass(frozen=True, kw_only=True)
class Origination:
    """Calls from the telephone network to your PBX.

    Args:
        routes: 1 to 20 hosts. The documentation of a route says at most ten.
        disabled: keep the routes, but send no call. False by default.
    """

    routes: Sequence[OriginationRoute]
    disabled: bool = False

    def declared(self, *, encrypted: bool | None) -> contract.Origination:
        """As the contract has it.

        Args:
            encrypted: whether the connector is; None where nobody says.
        """
        protocol = None if encrypted is None else contract.TCP if encrypted else contract.UDP
        routes: Any = self.routes
        if isinstance(routes, list | tuple):
            routes = tuple(
                _route(each, at, protocol) if isinstance(each, OriginationRoute) else each
                for at, each in enumerate(routes)
            )
        return contract.Origination(routes=routes, disabled=self.disabled)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Streaming:
    """The sound of calls to Kinesis Video Streams; a change takes about five minutes to be in effect.

    Args:
        data_retention_hours: how long a stream keeps it; 0 keeps nothing.
        notification_targets: who is told when a stream begins and ends: up to three of `EventBridge`, `SNS`, `SQS`.
            Topic and queue must have a name that begins with `ChimeVoiceConnector-Streaming`. Nobody by default.
        media_insights_configuration_arn: the call analytics that the streams are for. None by default.
        disabled: keep the settings, but stream nothing. False by default.
    """

    data_retention_hours: int
    notification_targets: Sequence[str] | None = None
    media_insights_configuration_arn: str | None = None
    disabled: bool = False

    def declared(self) -> contract.StreamingConfiguration:
        """As the contract has it."""
        targets: Any = self.notification_targets
        if isinstance(targets, list | tuple):
            targets = tuple(contract.StreamingNotificationTarget(notification_target=each) for each in targets)
        arn = self.media_insights_configuration_arn
        return contract.StreamingConfiguration(
            data_retention_in_hours=self.data_retention_hours,
            streaming_notification_targets=targets,
            media_insights_configuration=None
            if arn is None
            else contract.MediaInsightsConfiguration(configuration_arn=arn, disabled=False),
            disabled=self.disabled,
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class Logging:
    """Logs of calls in CloudWatch; they hold the numbers of callers.

    Args:
        sip: the SIP messages, in `/aws/ChimeVoiceConnectorSipMessages/<id>`. Off by default.
        media_metrics: the quality of media a minute, in `/aws/ChimeVoiceConnectorLogs/<id>`. Off by default.
        retention: how long the logs are kept; for ever by default.
    """

    sip: bool = False
    media_metrics: bool = False
    retention: logs.RetentionDays | None = None

    def declared(self) -> contract.LoggingConfiguration:
        """As the contract has it."""
        return contract.LoggingConfiguration(enable_sip_logs=self.sip, enable_media_metric_logs=self.media_metrics)


@dataclasses.dataclass(frozen=True, kw_only=True)
class EmergencyNumber:
    """The number of a third party that takes emergency calls.

    Args:
        phone_number: a U.S. number in E.164 form, whatever the country.
        test_phone_number: the one for trying it out; none by default.
        calling_country: where the calls come from, by its two letters; `US` by default.
    """

    phone_number: str
    test_phone_number: str | None = None
    calling_country: str = "US"


@dataclasses.dataclass(frozen=True, kw_only=True)
class EmergencyCalling:
    """Who takes emergency calls. Needs termination and origination, neither of them disabled.

    Args:
        numbers: at least one. https://docs.aws.amazon.com/chime-sdk/latest/ag/set-up-emergency-calls.html has the rules.
    """

    numbers: Sequence[EmergencyNumber]

    def declared(self) -> contract.EmergencyCallingConfiguration:
        """As the contract has it."""
        numbers: Any = self.numbers
        if isinstance(numbers, list | tuple):
            numbers = tuple(_dnis(each) if isinstance(each, EmergencyNumber) else each for each in numbers)
        return contract.EmergencyCallingConfiguration(dnis=numbers)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExternalSystems:
    """What stands at the other end of the trunk; at least one system.

    Args:
        session_border_controllers: such as `CISCO_UNIFIED_BORDER_ELEMENT`; none by default.
        contact_center_systems: such as `GENESYS_ENGAGE_ON_PREMISES`; none by default.
    """

    session_border_controllers: Sequence[str] | None = None
    contact_center_systems: Sequence[str] | None = None

    def declared(self) -> contract.ExternalSystemsConfiguration:
        """As the contract has it."""
        return contract.ExternalSystemsConfiguration(
            session_border_controller_types=_listed(self.session_border_controllers),
            contact_center_system_types=_listed(self.contact_center_systems),
        )


def _route(route: OriginationRoute, at: int, protocol: str | None) -> contract.OriginationRoute:
    return contract.OriginationRoute(
        host=route.host,
        port=route.port,
        protocol=protocol if route.protocol is None else route.protocol,
        priority=at + 1 if route.priority is None else route.priority,
        weight=route.weight,
    )


def _dnis(number: EmergencyNumber) -> contract.DnisEmergencyCallingConfiguration:
    return contract.DnisEmergencyCallingConfiguration(
        emergency_phone_number=number.phone_number,
        test_phone_number=number.test_phone_number,
        calling_country=number.calling_country,
    )


def _listed(value: Any) -> Any:
    """A list as the contract has it; anything else is left to the check of its type."""
    return tuple(value) if isinstance(value, list | tuple) else value
