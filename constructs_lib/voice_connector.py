"""Voice Connectors: SIP trunks between the service and a PBX or carrier.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/create-voicecon.html;
https://docs.aws.amazon.com/chime-sdk/latest/ag/edit-voicecon.html (encryption). `voice_connector_parts` has the parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

import aws_cdk as cdk
from chime_voice.contract.voice_connector import VoiceConnector as Contract
from constructs import Construct

from constructs_lib import _connector_surroundings
from constructs_lib._connector_parts import WORDS, declared_part
from constructs_lib._metrics import ConnectorMetrics
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib._resource import declare, retains, tags_of
from constructs_lib._values import UNKNOWN
from constructs_lib.voice_connector_parts import (
    EmergencyCalling,
    ExternalSystems,
    Logging,
    Origination,
    Streaming,
    Termination,
)

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch

    from constructs_lib.phone_number import IPhoneNumber
    from constructs_lib.phone_number_association import PhoneNumberAssociation


class IVoiceConnector(Protocol):
    """A Voice Connector, declared here or elsewhere."""

    @property
    def voice_connector_id(self) -> str:
        """The service's id."""

    @property
    def voice_connector_arn(self) -> str:
        """The ARN."""

    @property
    def outbound_host_name(self) -> str:
        """The host to which a PBX sends its SIP requests; the trigger of a SIP rule."""

    @property
    def aws_region(self) -> str:
        """The Region of the connector."""

    def id_for(self, consumer: Place) -> str:
        """The service's id, as a construct in another stack refers to it."""

    def metric(self, name: str, *, minutes: int = 5) -> cloudwatch.MathExpression:
        """A metric of this connector, by the name that the service's guide gives it."""


class VoiceConnector(ConnectorMetrics, Construct):
    """Define a Voice Connector in the stack's Region.

    An account has three per Region by default; the quota can be raised.

    Args:
        scope: a stack or a construct in one; its Region is the connector's.
        id: the construct's id.
        name: 1 to 256 letters, digits, spaces, `_`, `.` or `-`. The construct's path by default.
        require_encryption: TLS on port 5061 and SRTP, and nothing else; on by default. Off, UDP and TCP are taken too.
            An adopted connector keeps its name and its setting by default.
        network_type: `IPV4_ONLY` or `DUAL_STACK`. The service decides by default (IPv4 only). A change replaces the
            connector, and with it its host name.
        integration_type: `CONNECT_CALL_TRANSFER_CONNECTOR` or `CONNECT_ANALYTICS_CONNECTOR`, for Amazon Connect: only
            for accounts that were given them. None by default; a change replaces the connector.
        termination: calls from the PBX. This and the parts that follow: what was never given stays as the connector has
            it, and what was given and is taken out of the code again is removed from the connector.
        origination: calls to the PBX.
        streaming: the sound of calls to Kinesis Video Streams.
        logging: SIP messages and media metrics to CloudWatch Logs.
        emergency_calling: a third party that takes emergency calls.
        external_systems: what stands at the other end.
        tags: up to 50, with those of `cdk.Tags`, which win over these.
        adopt: take over the connector with this id, bring it to what is declared, and leave it in place on delete.
        removal_policy: RETAIN leaves the connector in place when the construct is removed or replaced. It is deleted
            by default, unless adopted.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        name: str | None = None,
        require_encryption: bool | None = None,
        network_type: str | None = None,
        integration_type: str | None = None,
        termination: Termination | None = None,
        origination: Origination | None = None,
        streaming: Streaming | None = None,
        logging: Logging | None = None,
        emergency_calling: EmergencyCalling | None = None,
        external_systems: ExternalSystems | None = None,
        tags: Mapping[str, str] | None = None,
        adopt: str | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, WORDS)
        encrypted = True if require_encryption is None and adopt is None else require_encryption
        declared = Contract(
            # What an adopted connector has and nobody declared stays as it is.
            name=place.default_name if name is None and adopt is None else name,
            aws_region=place.region,
            require_encryption=encrypted,
            network_type=network_type,
            integration_type=integration_type,
            termination=declared_part(problems, "termination", termination, Termination),
            origination=declared_part(problems, "origination", origination, Origination, encrypted=encrypted),
            streaming_configuration=declared_part(problems, "streaming", streaming, Streaming),
            logging_configuration=declared_part(problems, "logging", logging, Logging),
            emergency_calling_configuration=declared_part(
                problems, "emergency_calling", emergency_calling, EmergencyCalling
            ),
            external_systems_configuration=declared_part(
                problems, "external_systems", external_systems, ExternalSystems
            ),
            tags=tags_of(problems, tags),
            adopt_id=adopt,
        )
        problems.check(declared)
        _connector_surroundings.check_logging(problems, logging)
        retain = retains(problems, adopted=adopt is not None, removal_policy=removal_policy)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._place = place
        self._declared = declared
        self._resource = declare(self, place, declared, retain=retain)
        self._id = self._resource.ref
        self._host: str | None = None
        Provider.of(place).report_id(self._id)
        _connector_surroundings.make(self, place, self._resource, declared)
        _connector_surroundings.keep_logs(self, self._id, logging)

    @property
    def voice_connector_id(self) -> str:
        """The service's id."""
        return self._id

    @property
    def voice_connector_arn(self) -> str:
        """The ARN, for policies and tags."""
        return self._resource.get_att("VoiceConnectorArn").to_string()

    @property
    def outbound_host_name(self) -> str:
        """The host to which a PBX sends its SIP requests; the trigger of a SIP rule."""
        if self._host is None:
            self._host = self._resource.get_att("OutboundHostName").to_string()
        return self._host

    @property
    def aws_region(self) -> str:
        """The Region of the connector."""
        return self._declared.aws_region

    def associate(
        self,
        *numbers: IPhoneNumber | str,
        id: str = "Numbers",  # noqa: A002
        force: bool = False,
    ) -> PhoneNumberAssociation:
        """Let the connector carry numbers: a `PhoneNumberAssociation` under this construct.

        Numbers that are to move elsewhere one day are better declared with a `PhoneNumberAssociation` of your own: as
        long as its id is the same, they move without a gap.

        Args:
            numbers: of the product type `VoiceConnector`.
            id: the association's id; a second association needs another.
            force: take numbers away from what they are associated with now.
        """
        from constructs_lib.phone_number_association import PhoneNumberAssociation

        return PhoneNumberAssociation(self, id, numbers=numbers, voice_connector=self, force=force)

    def id_for(self, consumer: Place) -> str:
        """The service's id, as a construct in another stack refers to it.

        Between stacks the reference is weak, as with `SipMediaApplication.id_for`: a group that has let go of a
        connector does not hold its stack in place.
        """
        return consumer.refer(self._id, self._place, known=self._declared.adopt_id, weak=True)

    @property
    def log_group_names(self) -> Mapping[str, str]:
        """Where the service logs what `logging` asks for: `sip`, `media_metrics` or both."""
        return _connector_surroundings.log_groups(self._id, self._declared)

    @property
    def is_adopted(self) -> bool:
        """Whether the connector was there before."""
        return self._declared.adopt_id is not None

    @property
    def has_termination(self) -> bool:
        """Whether calls from the PBX are declared."""
        return self._declared.termination is not None

    @classmethod
    def from_voice_connector_id(
        cls,
        scope: Construct,
        id: str,  # noqa: A002
        voice_connector_id: str,
    ) -> IVoiceConnector:
        """Refer to a connector of the stack's Region that something else manages; nothing about it is changed.

        Args:
            scope: a stack or a construct in one.
            id: the construct's id.
            voice_connector_id: the service's id, or a token.

        Raises:
            TelephonyError: no id (a name, an ARN or a host name is none), or a Region without the service.
        """
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, WORDS)
        problems.check_id("voice_connector_id", Contract, voice_connector_id)
        problems.check(Contract(adopt_id=UNKNOWN, aws_region=place.region))
        problems.done()
        return _Imported(scope, id, voice_connector_id, place)


class _Imported(ConnectorMetrics, Construct):
    def __init__(self, scope: Construct, id: str, connector_id: str, place: Place) -> None:  # noqa: A002
        super().__init__(scope, id)
        place.keep(self)
        self._id = connector_id
        self._place = place

    @property
    def voice_connector_id(self) -> str:
        return self._id

    @property
    def voice_connector_arn(self) -> str:
        return self._place.stack.format_arn(service="chime", resource="vc", resource_name=self._id)

    @property
    def outbound_host_name(self) -> str:
        return f"{self._id}.voiceconnector.chime.aws"

    @property
    def aws_region(self) -> str:
        return self._place.region

    def id_for(self, consumer: Place) -> str:  # noqa: ARG002 - known everywhere
        return self._id
