"""Buckets for the sounds that callers hear and for what is recorded of them, as the service can use them.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/play-audio.html and
https://docs.aws.amazon.com/chime-sdk/latest/dg/record-audio.html (bucket policies, same account);
https://docs.aws.amazon.com/chime-sdk/latest/ag/automating-chime-with-cloudwatch-events.html (keys managed by S3 alone).
"""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib import _surroundings
from constructs_lib._function import is_within
from constructs_lib._place import Place
from constructs_lib._problems import Problems


class _VoiceBucket(s3.Bucket):
    """Encrypted with keys of S3, closed to the public and to requests without TLS, kept when the stack goes."""

    def __init__(self, scope: Construct, id: str, *, parameter: str, **properties: Any) -> None:  # noqa: A002
        super().__init__(
            scope,
            id,
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            removal_policy=cdk.RemovalPolicy.RETAIN,
            **properties,
        )
        self.add_to_resource_policy(_surroundings.for_the_service(self, parameter, ["*"]))


class PromptBucket(_VoiceBucket):
    """Define a bucket of sounds that the service may play, all of them, for applications of this account.

    It is an `s3.Bucket` in every respect. Give it to a handler as `prompts`; a function of your own names it in PlayAudio.
    An overwritten or deleted sound is kept as an older version, since calls that name it fail from that moment on.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id.

    Raises:
        TelephonyError: no scope in a stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:  # noqa: A002 - the CDK's own name for it
        Place.of(scope)
        super().__init__(scope, id, parameter="prompts", versioned=True)


class RecordingBucket(_VoiceBucket):
    """Define a bucket into which the service may put recordings, of applications of this account, and nothing else.

    It is an `s3.Bucket` in every respect. Give it to a handler as `recordings`; a function of your own names it in
    RecordAudio or StartCallRecording. What is written belongs to the bucket's owner, and access control lists are
    accepted: the service asks for the right to set them, and does not say what it does without.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id.
        delete_after_days: recordings are deleted after so many days. Never by default.

    Raises:
        TelephonyError: no whole number of days, or no scope in a stack.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        delete_after_days: int | None = None,
    ) -> None:
        problems = Problems("recording bucket", Place.of(scope).child(id).path)
        if delete_after_days is not None and not is_within(delete_after_days, 1, 36_500):
            problems.add(f"delete_after_days must be 1 to 36500 days, or None for never; got {delete_after_days!r}")
        problems.done()
        rules = None
        if delete_after_days is not None:
            rules = [s3.LifecycleRule(expiration=cdk.Duration.days(delete_after_days))]
        super().__init__(
            scope,
            id,
            parameter="recordings",
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
            lifecycle_rules=rules,
        )
