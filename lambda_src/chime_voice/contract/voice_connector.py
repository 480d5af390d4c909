"""A Voice Connector: the SIP trunk between the service and a PBX or carrier.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/create-voicecon.html
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import IsKnown, Permission, Resource, Spec, Tag, made_needs, prop

# In the API, not offered yet: the integration types are gated features of Amazon Connect.
NOT_OFFERED = frozenset({"IntegrationType"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class VoiceConnector(Resource):
    """The properties of `Custom::ChimeVoiceConnector`."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimeVoiceConnector",
        label="Voice Connector",
        id_attribute="VoiceConnectorId",
        attributes=("VoiceConnectorId", "VoiceConnectorArn", "OutboundHostName"),
        replaces_on=frozenset({"AwsRegion", "NetworkType", "AdoptId"}),
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
    tags: tuple[Tag, ...] | None = prop(checks.length(0, 50, "tags"), default=None)
    name: str | None = prop(
        checks.length(1, 256),
        checks.matches(checks.RESOURCE_NAME, "letters, digits, spaces, _ . or -"),
        default=None,
    )
    """None keeps the name of an adopted one; whatever is made has one."""
    adopt_id: str | None = prop(checks.matches(checks.CONNECTOR_ID, "the service's id, no name or ARN"), default=None)
    """Take over this existing connector instead of making one; it is left in place on delete."""

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:  # noqa: ARG002 - nothing here looks into a value
        """What is made needs a name and an encryption setting."""
        yield from made_needs(self, "name", "require_encryption")
