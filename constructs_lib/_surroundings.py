"""What a call handler's parameters ask of other resources: buckets, a Lex bot, a secret, and nothing else.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/play-audio.html and
https://docs.aws.amazon.com/chime-sdk/latest/dg/record-audio.html (bucket policies);
https://docs.aws.amazon.com/chime-sdk/latest/dg/start-bot-conversation.html (the bot's resource policy);
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonchime.html (meetings).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from chime_voice.contract.marker import short_hash

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._statements import SERVICE_PRINCIPAL
from constructs_lib._values import is_known

_BUCKETS = {"prompts": ("s3:GetObject",), "recordings": ("s3:PutObject", "s3:PutObjectAcl")}
"""Parameters that name a bucket, and what the service does there."""
_SECRET = "pins"  # noqa: S105 - the name of a parameter
_BOT = "bot"
_WITHOUT_MEETINGS = frozenset({"eu-west-1"})
"""The service's Regions that have no endpoint of chime-sdk-meetings, by botocore's list of them; a test compares."""


def also_allowed(name: str) -> str:
    """Which constructs a parameter takes besides text, in words."""
    return " or a bucket of aws_s3" if name in _BUCKETS else " or a secret of aws_secretsmanager" * (name == _SECRET)


def sounds(parameters: Iterable[str]) -> list[str]:
    """Those parameters that name a sound in the bucket `prompts`."""
    return [name for name in parameters if name == "audio" or name.endswith("_audio")]


def shown(name: str, value: object) -> str:
    """A value in a message; of what may be the PINs themselves only the type."""
    return type(value).__name__ if name == _SECRET else repr(value)


def is_construct_for(name: object, value: object) -> bool:
    """Whether the value is a construct that stands for this parameter."""
    if isinstance(value, type | str):
        return False
    return (name in _BUCKETS and hasattr(value, "bucket_arn")) or (name == _SECRET and hasattr(value, "secret_arn"))


def check(problems: Problems, parameters: Mapping[str, Any], place: Place) -> None:
    """Note buckets of another account, a bot of another Region, and a Region that makes no meetings."""
    for name in (name for name in _BUCKETS if name in parameters):
        bucket = parameters[name]
        if not is_construct_for(name, bucket):
            continue
        accounts = (bucket.env.account, place.stack.account)
        if all(map(is_known, accounts)) and accounts[0] != accounts[1]:
            problems.add(f"{name} must be a bucket of the same account, {accounts[1]}; got one of {accounts[0]}")
    if _SECRET in parameters and place.region in _WITHOUT_MEETINGS and "meetings_region" not in parameters:
        problems.add(
            f"meetings_region must be given in {place.region}, which makes no meetings; choose eu-west-2 or another"
        )
    bot = parameters.get(_BOT)
    if isinstance(bot, str) and is_known(bot) and is_known(place.region):
        region = bot.replace("{region}", place.region).split(":")[3:4]
        if region and region != [place.region]:
            problems.add(
                f"{_BOT} must be in the Region of the function, {place.region}, got {bot!r}; write {{region}} in the "
                "ARN, or make a plan a Region"
            )


def texts(place: Place, parameters: Mapping[str, Any]) -> dict[str, object]:
    """The parameters with constructs as the text that the handler needs: a bucket's name, a secret's ARN."""
    return {
        name: _refer(place, value, value.bucket_name if name in _BUCKETS else value.secret_arn)
        if is_construct_for(name, value)
        else value
        for name, value in parameters.items()
    }


def statements(place: Place, parameters: Mapping[str, Any]) -> list[iam.PolicyStatement]:
    """What the function itself may do: read the PINs and bring callers into meetings, where it was given PINs."""
    if _SECRET not in parameters:
        return []
    account, region = cdk.Aws.ACCOUNT_ID, cdk.Aws.REGION
    meetings = f"arn:{cdk.Aws.PARTITION}:chime:*:{account}:meeting/*"
    return [
        iam.PolicyStatement(
            actions=["secretsmanager:GetSecretValue"], resources=[_secret_arn(place, parameters[_SECRET], region)]
        ),
        # A meeting that there is not yet has no ARN.
        iam.PolicyStatement(actions=["chime:CreateMeeting"], resources=["*"]),
        iam.PolicyStatement(actions=["chime:CreateAttendee"], resources=[meetings]),
    ]


def provide(place: Place, function: Any, parameters: Mapping[str, Any]) -> None:
    """Let the service into the buckets, the bot talk to it, and the function decrypt the secret."""
    for name in (name for name in _BUCKETS if name in parameters):
        _open_bucket(place, function, name, parameters)
    if _BOT in parameters:
        _open_bot(place, parameters[_BOT])
    secret: Any = parameters.get(_SECRET)
    if is_construct_for(_SECRET, secret) and secret.encryption_key is not None:
        secret.encryption_key.grant_decrypt(function)


def for_the_service(bucket: Any, name: str, keys: Iterable[str]) -> iam.PolicyStatement:
    """The statement of a bucket's policy that lets the service do what the parameter of this name is for."""
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(SERVICE_PRINCIPAL)],
        actions=list(_BUCKETS[name]),
        resources=[bucket.arn_for_objects(key) for key in keys],
        conditions={"StringEquals": {"aws:SourceAccount": cdk.Aws.ACCOUNT_ID}},
    )


def _open_bucket(place: Place, function: Any, name: str, parameters: Mapping[str, Any]) -> None:
    bucket = parameters[name]
    keys = _keys(place, parameters) if name == "prompts" else ["*"]
    if not is_construct_for(name, bucket):
        shown = str(bucket).replace("{region}", place.region if is_known(place.region) else "{region}")
        arns = [f"arn:aws:s3:::{shown}/{key}" for key in keys]
        _ask_for_policy(function, f"{name} {shown!r}", _BUCKETS[name], arns)
        return
    # The same statement of a second Region's function is dropped by the CDK.
    if not bucket.add_to_resource_policy(for_the_service(bucket, name, keys)).statement_added:
        arns = [bucket.arn_for_objects(key) for key in keys]
        _ask_for_policy(function, f"{name} {bucket.node.path!r}", _BUCKETS[name], arns)
    if _has_key_of_its_own(bucket):
        cdk.Annotations.of(function).add_warning_v2(
            f"chime:{name}-key",
            f"{name} is a bucket with a KMS key; the service is documented with keys managed by S3 alone: use "
            "BucketEncryption.S3_MANAGED, or try a call before you rely on it",
        )


def _keys(place: Place, parameters: Mapping[str, Any]) -> list[str]:
    """The sounds that a handler plays; all of the bucket where its code alone knows."""
    keys = {str(parameters[name]).replace("{region}", place.region) for name in sounds(parameters)}
    return sorted(keys) or ["*"]


def _ask_for_policy(function: Any, bucket: str, actions: Iterable[str], arns: list[str]) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": SERVICE_PRINCIPAL},
        "Action": list(actions),
        "Resource": arns,
        "Condition": {"StringEquals": {"aws:SourceAccount": "<your account>"}},
    }
    cdk.Annotations.of(function).add_warning_v2(
        f"chime:policy-of-{bucket}",
        f"the bucket for {bucket} is not declared in this app, so its policy cannot be completed here; the service needs "
        f"this statement in it: {json.dumps(statement)}",
    )


def _has_key_of_its_own(bucket: Any) -> bool:
    if bucket.encryption_key is not None:
        return True
    resource = bucket.node.default_child
    if not isinstance(resource, cdk.CfnResource):
        return False
    encryption = cdk.Stack.of(bucket).resolve(getattr(resource, "bucket_encryption", None))
    return "aws:kms" in json.dumps(encryption)


def _open_bot(place: Place, bot: str) -> None:
    """One policy a bot's alias in a stack: the service of Lex keeps no more."""
    alias = bot.replace("{region}", place.region)
    partition, account, region = cdk.Aws.PARTITION, cdk.Aws.ACCOUNT_ID, cdk.Aws.REGION
    # A token is numbered by what else the app has; what it stands for is not.
    name = f"ChimeVoiceBot{short_hash(bot if is_known(bot) else json.dumps(place.stack.resolve(bot)))}"
    if place.stack.node.try_find_child(name) is not None:
        return
    allow = {
        "Sid": "ChimeVoice",
        "Effect": "Allow",
        "Principal": {"Service": SERVICE_PRINCIPAL},
        "Action": "lex:StartConversation",
        "Resource": alias,
        "Condition": {
            "StringEquals": {"AWS:SourceAccount": account},
            # The guide's example says voiceconnector where every other ARN of an application says chime.
            "ArnEquals": {
                "AWS:SourceArn": [
                    f"arn:{partition}:{service}:{region}:{account}:sma/*" for service in ("voiceconnector", "chime")
                ]
            },
        },
    }
    cdk.CfnResource(
        place.stack,
        name,
        type="AWS::Lex::ResourcePolicy",
        properties={"ResourceArn": alias, "Policy": {"Version": "2012-10-17", "Statement": [allow]}},
    )


def _secret_arn(place: Place, secret: Any, region: str) -> str:
    """The ARN for a policy: complete, or with the six characters open that only the service knows."""
    if isinstance(secret, str):
        return secret.replace("{region}", region)
    if secret.secret_full_arn is None:
        return f"{_refer(place, secret, secret.secret_arn)}-??????"
    return _refer(place, secret, secret.secret_full_arn)


def _refer(place: Place, construct: Any, value: str) -> str:
    """A construct's name or ARN as the function's stack refers to it: from another Region weakly, as elsewhere here."""
    resource = construct.node.default_child
    if not isinstance(resource, cdk.CfnResource) or construct.stack.region == place.region:
        return value
    return cdk.Stack.consume_reference(resource.ref, cdk.ReferenceStrength.WEAK)
