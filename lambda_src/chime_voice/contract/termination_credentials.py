"""The user names and passwords with which a PBX signs its calls into a Voice Connector: those of a secret.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/edit-voicecon.html
"""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import Permission, Resource, Spec, prop

PUT_AGAIN = "ChimeVoicePutAgain"
"""The member of an event that asks for the credentials to be put again, with the properties of the resource."""

_ARN = r"arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[a-zA-Z0-9/_+=.@!-]+"


@dataclasses.dataclass(frozen=True, kw_only=True)
class TerminationCredentials(Resource):
    """The properties of `Custom::ChimeTerminationCredentials`; what the secret holds is read by the provider alone."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimeTerminationCredentials",
        label="termination credentials",
        # Credentials have no id; a connector has one list of them.
        id_attribute="VoiceConnectorId",
        attributes=("VoiceConnectorId",),
        replaces_on=frozenset({"AwsRegion", "VoiceConnectorId"}),
        create_operation="PutVoiceConnectorTerminationCredentials",
        update_operation="PutVoiceConnectorTerminationCredentials",
        permissions=(
            Permission(
                operations=(
                    "ListVoiceConnectorTerminationCredentials",
                    "PutVoiceConnectorTerminationCredentials",
                    "DeleteVoiceConnectorTerminationCredentials",
                ),
                arn="vc",
            ),
        ),
        service_timeout=600,
    )

    aws_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))
    voice_connector_id: str = prop(checks.matches(checks.CONNECTOR_ID, "the service's id, no name or ARN"))
    secret_arn: str = prop(checks.matches(_ARN, "the ARN of a secret of Secrets Manager"))
    revision: str | None = prop(checks.length(1, 256), default=None)
    """Any text; a change of it puts the credentials again."""
