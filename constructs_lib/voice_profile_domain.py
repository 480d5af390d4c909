"""Voice profile domains: where the voice prints of callers are kept, encrypted.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/pstn-voice-analytics.html;
https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreateVoiceProfileDomain.html (consent, key).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

import aws_cdk as cdk
from chime_voice.contract.marker import short_hash
from chime_voice.contract.voice_profile_domain import ServerSideEncryptionConfiguration
from chime_voice.contract.voice_profile_domain import VoiceProfileDomain as Contract
from constructs import Construct

from constructs_lib import _statements
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib._resource import declare, retains, tags_of
from constructs_lib._values import UNKNOWN, is_known

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

# The contract's words and the constructor's.
_WORDS = {
    "server_side_encryption_configuration.kms_key_arn": "key",
    "server_side_encryption_configuration": "key",
    "adopt_id": "adopt",
    "home_region": "Region",
}


class IVoiceProfileDomain(Protocol):
    """A voice profile domain, declared here or elsewhere."""

    @property
    def voice_profile_domain_id(self) -> str:
        """The service's id."""

    @property
    def voice_profile_domain_arn(self) -> str:
        """The ARN."""


class VoiceProfileDomain(Construct):
    """Define a voice profile domain in the stack's Region.

    A voice print is biometric data: the service's terms ask for the caller's notice and consent before a profile is
    made. An account has three domains per Region by default; the quota can be raised.

    Args:
        scope: a stack or a construct in one; its Region is the domain's.
        id: the construct's id.
        key: a symmetric KMS key of the same Region, as a construct or by its ARN; it encrypts everything in the
            domain. A change makes another domain, without the profiles of the old one. Only for an adopted domain may
            it be left out.
        name: 1 to 256 letters, digits, spaces, `_`, `.` or `-`. The construct's path by default.
        description: up to 1,024 characters. None by default.
        tags: up to 50, with those of `cdk.Tags`, which win over these.
        adopt: take over the domain with this id, bring it to what is declared, and leave it in place on delete.
        removal_policy: RETAIN by default, when the construct is removed or replaced. DESTROY deletes all voice
            profiles, which cannot be undone.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        key: kms.IKey | kms.Key | str | None = None,
        name: str | None = None,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
        adopt: str | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        key_arn: Any = getattr(key, "key_arn") if hasattr(type(key), "key_arn") else key  # noqa: B009 - one of many types
        declared = Contract(
            home_region=place.region,
            # What an adopted domain has and nobody declared stays as it is.
            name=place.default_name if name is None and adopt is None else name,
            description=description,
            server_side_encryption_configuration=(
                None if key_arn is None else ServerSideEncryptionConfiguration(kms_key_arn=key_arn)
            ),
            tags=tags_of(problems, tags),
            adopt_id=adopt,
        )
        problems.check(declared)
        retain = retains(problems, adopted=adopt is not None, removal_policy=removal_policy, by_default=True)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._resource = declare(self, place, declared, retain=retain)
        if key_arn is not None:
            # The service makes its grant on the key with the caller's rights.
            # A token is numbered by what else the app has; what it stands for is not.
            named = key_arn if is_known(key_arn) else json.dumps(place.stack.resolve(key_arn))
            rights = Provider.of(place).right(f"Key{short_hash(named)}", [_statements.use_key(key_arn)])
            self._resource.add_resource_dependency(rights)

    @property
    def voice_profile_domain_id(self) -> str:
        """The service's id."""
        return self._resource.ref

    @property
    def voice_profile_domain_arn(self) -> str:
        """The ARN, for policies."""
        return self._resource.get_att("VoiceProfileDomainArn").to_string()

    @classmethod
    def from_voice_profile_domain_id(
        cls,
        scope: Construct,
        id: str,  # noqa: A002
        voice_profile_domain_id: str,
    ) -> IVoiceProfileDomain:
        """Refer to a domain of the stack's Region that something else manages; nothing about it is changed.

        Args:
            scope: a stack or a construct in one.
            id: the construct's id.
            voice_profile_domain_id: the service's id, or a token.

        Raises:
            TelephonyError: no id (a name or an ARN is none), or a Region without the service.
        """
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        problems.check_id("voice_profile_domain_id", Contract, voice_profile_domain_id)
        problems.check(Contract(adopt_id=UNKNOWN, home_region=place.region))
        problems.done()
        return _Imported(scope, id, voice_profile_domain_id, place)


class _Imported(Construct):
    def __init__(self, scope: Construct, id: str, domain_id: str, place: Place) -> None:  # noqa: A002
        super().__init__(scope, id)
        place.keep(self)
        self._id = domain_id
        self._place = place

    @property
    def voice_profile_domain_id(self) -> str:
        return self._id

    @property
    def voice_profile_domain_arn(self) -> str:
        return self._place.stack.format_arn(service="chime", resource="voice-profile-domain", resource_name=self._id)
