"""The account's settings for Voice Connectors and SIP media applications: where call detail records go.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/manage-global.html
"""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import Permission, Resource, Spec, prop

BUCKET = r"(?!(^xn--|.+-s3alias$))[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"
_CHECK = checks.matches(BUCKET, "the name of a bucket: 3 to 63 small letters, digits and hyphens, no dots")


@dataclasses.dataclass(frozen=True, kw_only=True)
class GlobalSettings(Resource):
    """The properties of `Custom::ChimeGlobalSettings`.

    An account has one of them. Its id is the value that is set: whoever deletes it can see whether it is still theirs.
    """

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimeGlobalSettings",
        label="call detail record setting",
        id_attribute="CdrBucket",
        attributes=("CdrBucket",),
        replaces_on=frozenset({"HomeRegion", "AdoptId"}),
        create_operation="UpdateGlobalSettings",
        update_operation="UpdateGlobalSettings",
        permissions=(Permission(operations=("GetGlobalSettings", "UpdateGlobalSettings")),),
        service_timeout=600,
    )

    home_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))
    """The Region whose endpoint is asked."""
    cdr_bucket: str = prop(_CHECK)
    adopt_id: str | None = prop(_CHECK, default=None)
    """The bucket that is set now, by whomever: it is replaced, and the setting is left in place on delete."""
