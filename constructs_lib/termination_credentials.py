"""Termination credentials: the users and passwords of a secret, with which a PBX signs its calls into a Voice Connector.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/edit-voicecon.html;
https://docs.aws.amazon.com/secretsmanager/latest/userguide/event-detail-secret-label-updated-secretsmanager.html
"""

from __future__ import annotations

import dataclasses
import re
import weakref
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from chime_voice.contract.marker import short_hash
from chime_voice.contract.termination_credentials import PUT_AGAIN
from chime_voice.contract.termination_credentials import TerminationCredentials as Contract
from constructs import Construct

from constructs_lib import _statements
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib._resource import declare, retains
from constructs_lib._values import UNKNOWN, is_known
from constructs_lib.voice_connector import IVoiceConnector, VoiceConnector

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_secretsmanager as secretsmanager

# The contract's words and the constructor's.
_WORDS = {"secret_arn": "secret", "voice_connector_id": "voice_connector", "aws_region": "Region"}
# What Secrets Manager puts behind the name in a secret's ARN.
_SUFFIX = re.compile(r"-[a-zA-Z0-9]{6}")


class TerminationCredentials(Construct):
    """Define who may call through a Voice Connector: the connector's whole list of users becomes that of a secret.

    The secret's value is JSON: user names and passwords such as `{"pbx": "…"}`, one credential such as
    `{"username": "pbx", "password": "…"}`, or a list of such credentials, all in printable US-ASCII. The provider reads
    it when it deploys; nothing of it is in the template, in an event, an answer, an error or a log.

    A new version of the secret, by rotation or by hand, is put within moments: an EventBridge rule tells the provider
    (in the secret's own Region and account only). A user that the secret no longer has is deleted from the connector.
    A connector whose list is empty takes calls unsigned, so a secret without users is refused; and a connector that
    has users which the secret does not have is refused too, before anything changes.

    Args:
        scope: a stack in the connector's Region, or a construct in one.
        id: the construct's id.
        voice_connector: a connector with termination. It can have one of these.
        secret: a secret of Secrets Manager, or its ARN.
        encryption_key: the secret's own KMS key, or its ARN: the provider may decrypt with it, through Secrets Manager
            alone. The key that a `Secret` was given by default; a secret under the key of AWS needs none.
        revision: any text up to 256 characters; a change of it puts the credentials again, for a secret whose changes
            no rule tells. None by default.
        removal_policy: DESTROY empties the list when the construct is removed, RETAIN leaves it. DESTROY by default for
            a connector made in this app, RETAIN for one that is adopted or only referred to.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        voice_connector: IVoiceConnector,
        secret: secretsmanager.ISecret | str,
        encryption_key: kms.IKey | str | None = None,
        revision: str | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        has_id = _check_connector(problems, voice_connector, place)
        found = _Secret.read(secret, encryption_key)
        declared = Contract(
            aws_region=place.region,
            # What is no connector has been noted.
            voice_connector_id=voice_connector.voice_connector_id if has_id else UNKNOWN,
            secret_arn=found.arn,
            revision=revision,
        )
        problems.check(declared)
        made_here = isinstance(voice_connector, VoiceConnector) and not voice_connector.is_adopted
        retain = retains(problems, adopted=False, removal_policy=removal_policy, by_default=not made_here)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        _CLAIMED[voice_connector] = place.path
        provider = Provider.of(place)
        resource = declare(self, place, declared, retain=retain)
        name = f"SecretPolicy{short_hash(place.path, 8)}"
        resource.add_resource_dependency(provider.right(name, _statements.read_secret(found.arn_for_policy, found.key)))
        if found.tells(place):
            self._put_again_when_it_changes(place, provider, resource, declared, found)
        else:
            cdk.Annotations.of(self).add_warning_v2(
                "chime:secret-elsewhere",
                f"the secret {found.arn} is in another Region or account, from where no event comes: after it changed, "
                f"change revision and deploy, to put the credentials again",
            )

    def _put_again_when_it_changes(
        self, place: Place, provider: Provider, resource: cdk.CfnResource, declared: Contract, secret: _Secret
    ) -> None:
        # The reference to the resource keeps the rule from asking before there are any, and after they are gone.
        what = dataclasses.replace(declared, voice_connector_id=resource.ref, revision=None).properties()
        rule = cdk.CfnResource(
            self,
            "SecretChanged",
            type="AWS::Events::Rule",
            properties={
                "Description": "Puts the termination credentials of a Voice Connector again when their secret changed",
                "EventPattern": {
                    "source": ["aws.secretsmanager"],
                    "detail-type": ["Secret Label Updated"],
                    "resources": [secret.in_events],
                    "detail": {"labelUpdated": ["AWSCURRENT"]},
                },
                "Targets": [
                    {
                        "Id": "Provider",
                        "Arn": provider.service_token,
                        "Input": place.stack.to_json_string({PUT_AGAIN: what}),
                    }
                ],
            },
        )
        cdk.CfnResource(
            self,
            "InvokePermission",
            type="AWS::Lambda::Permission",
            properties={
                "Action": "lambda:InvokeFunction",
                "FunctionName": provider.service_token,
                "Principal": "events.amazonaws.com",
                "SourceArn": rule.get_att("Arn"),
            },
        )


@dataclasses.dataclass(frozen=True)
class _Secret:
    """A secret as its user named it."""

    arn: Any
    key: Any
    is_whole: bool
    """Whether the ARN ends in what Secrets Manager puts behind the name."""

    @classmethod
    def read(cls, secret: Any, encryption_key: Any) -> _Secret:
        """From a construct, which knows its ARN and perhaps its key, or from an ARN."""
        key = encryption_key
        arn = secret
        if hasattr(secret, "secret_arn"):
            key = getattr(secret, "encryption_key", None) if key is None else key
            arn = secret.secret_full_arn or secret.secret_arn
            is_whole = secret.secret_full_arn is not None
        else:
            is_whole = not is_known(arn) or not isinstance(arn, str) or _SUFFIX.fullmatch(arn[-7:]) is not None
        return cls(arn, getattr(key, "key_arn", key), is_whole)

    @property
    def arn_for_policy(self) -> str:
        """With a place for what is not known of it."""
        return str(self.arn) if self.is_whole else f"{self.arn}-??????"

    @property
    def in_events(self) -> Any:
        """How an event pattern names it."""
        return self.arn if self.is_whole else {"prefix": f"{self.arn}-"}

    def tells(self, place: Place) -> bool:
        """Whether its events come to the stack's Region and account, as far as one can know."""
        if not is_known(self.arn):
            return True
        _, _, _, region, account, *_ = self.arn.split(":")
        return all(
            here == there or not is_known(here)
            for here, there in ((place.region, region), (place.stack.account, account))
        )


_CLAIMED: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()


def _check_connector(problems: Problems, connector: Any, place: Place) -> bool:
    """Whether it is a connector at all; what else is wrong with it is noted."""
    if not hasattr(connector, "voice_connector_id"):
        problems.add(f"voice_connector must be a VoiceConnector, declared or referred to; got {connector!r}")
        return False
    region = connector.aws_region
    if is_known(region) and is_known(place.region) and region != place.region:
        problems.add(
            f"voice_connector must be in the stack's own Region {place.region!r}, got one in {region!r}; declare its "
            f"credentials in a stack there"
        )
    if isinstance(connector, VoiceConnector) and not connector.is_adopted and not connector.has_termination:
        problems.add("voice_connector must have termination, which credentials are for; declare its termination")
    if connector in _CLAIMED:
        problems.add(
            f"voice_connector has the credentials {_CLAIMED[connector]!r} already, and one list in all; put every user "
            f"into one secret"
        )
    return True
