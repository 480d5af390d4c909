"""A Voice Connector: the SIP trunk between the service and a PBX or carrier.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/create-voicecon.html
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import IsKnown, Permission, Resource, Spec, Tag, made_needs, prop
from chime_voice.contract.voice_connector_parts import (
    EmergencyCallingConfiguration,
    ExternalSystemsConfiguration,
    LoggingConfiguration,
    Origination,
    StreamingConfiguration,
    Termination,
    emergency_problems,
    external_systems_problems,
    origination_problems,
    streaming_problems,
)

INTEGRATION_TYPES = ("CONNECT_CALL_TRANSFER_CONNECTOR", "CONNECT_ANALYTICS_CONNECTOR")

_PARTS = (
    "Termination",
    "Origination",
    "StreamingConfiguration",
    "EmergencyCallingConfiguration",
    "ExternalSystemsConfiguration",
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class VoiceConnector(Resource):
    """The properties of `Custom::ChimeVoiceConnector`."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimeVoiceConnector",
        label="Voice Connector",
        id_attribute="VoiceConnectorId",
        attributes=("VoiceConnectorId", "VoiceConnectorArn", "OutboundHostName"),
        replaces_on=frozenset({"AwsRegion", "NetworkType", "IntegrationType", "AdoptId"}),
        create_operation="CreateVoiceConnector",
        update_operation="UpdateVoiceConnector",
        permissions=(
            Permission(operations=("CreateVoiceConnector", "ListVoiceConnectors", "ListPhoneNumbers")),
            Permission(
                operations=(
                    "GetVoiceConnector",
                    "UpdateVoiceConnector",
                    "DeleteVoiceConnector",
                    "DisassociatePhoneNumbersFromVoiceConnector",
                    "TagResource",
                    "UntagResource",
                    "ListTagsForResource",
                    "GetVoiceConnectorLoggingConfiguration",
                    "PutVoiceConnectorLoggingConfiguration",
                    *(f"{verb}VoiceConnector{part}" for part in _PARTS for verb in ("Get", "Put", "Delete")),
                ),
                arn="vc",
            ),
        ),
        service_timeout=600,
    )

    aws_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))
    require_encryption: bool | None = prop(default=None)
    """None leaves an adopted connector as it is: a PBX that dials it may not speak TLS."""
    network_type: str | None = prop(checks.one_of("IPV4_ONLY", "DUAL_STACK"), default=None)
    integration_type: str | None = prop(checks.one_of(*INTEGRATION_TYPES), default=None)
    """For Amazon Connect; accounts are given these one by one."""
    termination: Termination | None = None
    """This part and the next ones: None leaves what was never declared as it is, and removes what was declared before."""
    origination: Origination | None = None
    streaming_configuration: StreamingConfiguration | None = None
    logging_configuration: LoggingConfiguration | None = None
    emergency_calling_configuration: EmergencyCallingConfiguration | None = None
    external_systems_configuration: ExternalSystemsConfiguration | None = None
    tags: tuple[Tag, ...] | None = prop(checks.length(0, 50, "tags"), default=None)
    name: str | None = prop(
        checks.length(1, 256),
        checks.matches(checks.RESOURCE_NAME, "letters, digits, spaces, _ . or -"),
        default=None,
    )
    """None keeps the name of an adopted one; whatever is made has one."""
    adopt_id: str | None = prop(checks.matches(checks.CONNECTOR_ID, "the service's id, no name or ARN"), default=None)
    """Take over this existing connector instead of making one; it is left in place on delete."""

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:
        """What is made needs a name and an encryption setting; the parts must go together."""
        yield from made_needs(self, "name", "require_encryption")
        yield from origination_problems(self.origination, encrypted=self.require_encryption is True, is_known=is_known)
        yield from streaming_problems(self.streaming_configuration, is_known)
        yield from emergency_problems(self, is_known)
        yield from external_systems_problems(self.external_systems_configuration, is_known)
