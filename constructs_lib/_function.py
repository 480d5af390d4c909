"""A Lambda function of ours: Python, with a log group and a role that may write to it and do what is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib import _assets
from constructs_lib._place import Place
from constructs_lib._problems import Problems


class _Uploaded(lambda_.Code):
    """Code that is among the stack's assets already.

    `Code.from_asset` would copy and hash it once more, and load the constructs of S3 for that: 70 ms (measured).
    """

    def __init__(self, bucket: str, key: str) -> None:
        super().__init__()
        self._location = s3.Location(bucket_name=bucket, object_key=key)

    def bind(self, scope: Construct) -> lambda_.CodeConfig:  # noqa: ARG002 - where it is does not depend on it
        return lambda_.CodeConfig(s3_location=self._location)


class LoggedFunction(lambda_.Function):
    """The function; its log group and role stand beside it, as `<id>Log` and `<id>Role`.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id.
        code: the files.
        entry: module and function.
        environment: variables.
        timeout: seconds.
        memory_size: megabytes.
        log_retention: how long the log is kept.
        statements: what the function may do besides writing to its log.
        retry_attempts: how often Lambda repeats an asynchronous invocation that failed; its default, twice, for None.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        code: _assets.Folder,
        entry: str,
        environment: Mapping[str, str],
        timeout: int,
        memory_size: int,
        log_retention: logs.RetentionDays,
        statements: Sequence[iam.PolicyStatement] = (),
        retry_attempts: int | None = None,
    ) -> None:
        log = logs.LogGroup(scope, f"{id}Log", retention=log_retention, removal_policy=cdk.RemovalPolicy.DESTROY)
        write = iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log.log_group_arn]
        )
        policies = {"Log": iam.PolicyDocument(statements=[write])}
        if statements:
            policies["Calls"] = iam.PolicyDocument(statements=list(statements))
        role = iam.Role(
            scope,
            f"{id}Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies=policies,
        )
        super().__init__(
            scope,
            id,
            code=_Uploaded(*_assets.upload(Place.of(scope), code)),
            handler=entry,
            runtime=lambda_.Runtime.PYTHON_3_14,
            timeout=cdk.Duration.seconds(timeout),
            memory_size=memory_size,
            environment=dict(environment),
            log_group=log,
            role=role,
            retry_attempts=retry_attempts,
        )


def check_log_retention(problems: Problems, log_retention: object) -> None:
    """Note a retention that is none."""
    if not isinstance(log_retention, logs.RetentionDays):
        problems.add(f"log_retention must be one of aws_logs.RetentionDays, such as ONE_WEEK; got {log_retention!r}")


def is_within(value: object, lowest: int, highest: int) -> bool:
    """Whether this is a whole number within bounds."""
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
