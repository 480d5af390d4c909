"""A voice profile domain: the encrypted store of the voice prints by which callers are recognized.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/dg/pstn-voice-analytics.html
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import IsKnown, Permission, Resource, Spec, Tag, made_needs, prop

# In the API, not a property: it marks a repeated request, not the domain.
NOT_OFFERED = frozenset({"ClientRequestToken"})
_KEY_ARN = r"arn:aws[a-zA-Z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+"


@dataclasses.dataclass(frozen=True, kw_only=True)
class ServerSideEncryptionConfiguration:
    """The key that encrypts the domain."""

    kms_key_arn: str = prop(checks.matches(_KEY_ARN, "the ARN of a KMS key, no alias"))


@dataclasses.dataclass(frozen=True, kw_only=True)
class VoiceProfileDomain(Resource):
    """The properties of `Custom::ChimeVoiceProfileDomain`."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimeVoiceProfileDomain",
        label="voice profile domain",
        id_attribute="VoiceProfileDomainId",
        attributes=("VoiceProfileDomainId", "VoiceProfileDomainArn"),
        replaces_on=frozenset({"ServerSideEncryptionConfiguration", "HomeRegion", "AdoptId"}),
        create_operation="CreateVoiceProfileDomain",
        update_operation="UpdateVoiceProfileDomain",
        permissions=(
            Permission(operations=("CreateVoiceProfileDomain", "ListVoiceProfileDomains")),
            Permission(
                operations=(
                    "GetVoiceProfileDomain",
                    "UpdateVoiceProfileDomain",
                    "DeleteVoiceProfileDomain",
                    "TagResource",
                    "UntagResource",
                    "ListTagsForResource",
                ),
                arn="voice-profile-domain",
            ),
        ),
        service_timeout=600,
    )

    home_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))
    """The Region whose endpoint holds the domain."""
    server_side_encryption_configuration: ServerSideEncryptionConfiguration | None = None
    """None only for an adopted domain, which keeps its key."""
    description: str | None = prop(checks.length(0, 1024), default=None)
    """None leaves an adopted domain's as it is; a new one has none."""
    tags: tuple[Tag, ...] | None = prop(checks.length(0, 50, "tags"), default=None)
    name: str | None = prop(
        checks.length(1, 256),
        checks.matches(checks.RESOURCE_NAME, "letters, digits, spaces, _ . or -"),
        default=None,
    )
    """None keeps the name of an adopted one; whatever is made has one."""
    adopt_id: str | None = prop(checks.matches(checks.SERVICE_ID, "the service's id, no name or ARN"), default=None)
    """Take over this existing domain instead of making one; it is left in place on delete."""

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:  # noqa: ARG002 - nothing here looks into a value
        """What is made needs a name and a key."""
        yield from made_needs(self, "name", "server_side_encryption_configuration")
