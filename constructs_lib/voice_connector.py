"""Voice Connectors: SIP trunks between the service and a PBX or carrier.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/create-voicecon.html;
https://docs.aws.amazon.com/chime-sdk/latest/ag/edit-voicecon.html (encryption).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import aws_cdk as cdk
from chime_voice.contract.voice_connector import VoiceConnector as Contract
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib._resource import declare, retains, tags_of
from constructs_lib._values import UNKNOWN

# The contract's words and the constructor's.
_WORDS = {"adopt_id": "adopt", "aws_region": "Region"}


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


class VoiceConnector(Construct):
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
        tags: up to 50. Tags of the stack or of `cdk.Tags` do not reach the connector.
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
        tags: Mapping[str, str] | None = None,
        adopt: str | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        declared = Contract(
            # What an adopted connector has and nobody declared stays as it is.
            name=place.default_name if name is None and adopt is None else name,
            aws_region=place.region,
            require_encryption=True if require_encryption is None and adopt is None else require_encryption,
            network_type=network_type,
            tags=tags_of(problems, tags),
            adopt_id=adopt,
        )
        problems.check(declared)
        retain = retains(problems, adopted=adopt is not None, removal_policy=removal_policy)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._declared = declared
        self._resource = declare(self, place, declared, retain=retain)
        self._id = self._resource.ref
        self._host: str | None = None
        Provider.of(place).report_id(self._id)

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
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        problems.check_id("voice_connector_id", Contract, voice_connector_id)
        problems.check(Contract(adopt_id=UNKNOWN, aws_region=place.region))
        problems.done()
        return _Imported(scope, id, voice_connector_id, place)


class _Imported(Construct):
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
