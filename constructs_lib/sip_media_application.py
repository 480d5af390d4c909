"""SIP media applications (SMAs): the Lambda function that answers calls in one Region.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/create-sip-app.html (function, Region);
https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events-cli.html (invoke permission).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

import aws_cdk as cdk
from chime_voice.contract.sip_media_application import Endpoint
from chime_voice.contract.sip_media_application import SipMediaApplication as Contract
from constructs import Construct

from constructs_lib import _statements
from constructs_lib._application_grants import ApplicationGrants, role_of
from constructs_lib._handler import Handler
from constructs_lib._metrics import ApplicationMetrics
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib._resource import declare, tags_of
from constructs_lib._values import UNKNOWN

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_logs as logs

    from constructs_lib.handler_plan import HandlerPlan

    CallFunction = str | HandlerPlan | lambda_.IFunction | lambda_.Function | lambda_.Alias | lambda_.Version

# Where the service writes the SIP messages of an application:
# https://docs.aws.amazon.com/chime-sdk/latest/ag/monitoring-cloudwatch.html
_MESSAGE_LOG = "/aws/ChimeSipMediaApplicationSipMessages/"

# The contract's words and the constructor's.
_WORDS = {"endpoints[0].lambda_arn": "handler", "endpoints": "handler", "adopt_id": "adopt", "aws_region": "Region"}


class ISipMediaApplication(Protocol):
    """A SIP media application, declared here or elsewhere."""

    @property
    def sip_media_application_id(self) -> str:
        """The service's id."""

    @property
    def sip_media_application_arn(self) -> str:
        """The ARN."""

    @property
    def aws_region(self) -> str:
        """The Region of the application."""

    def id_for(self, consumer: Place) -> str:
        """The service's id, as a construct in another stack refers to it."""


class SipMediaApplication(ApplicationMetrics, ApplicationGrants, Construct):
    """Define a SIP media application in the stack's Region.

    The service invokes the function for every event of a call, waits five seconds for an answer and gives up after
    twenty. The permission to invoke it is declared too, for the service's principal and this account only, on the
    alias or version if one is given.

    Args:
        scope: a stack or a construct in one; its Region is the application's.
        id: the construct's id.
        handler: the function: a `CallHandler` or any other function, alias or version of `aws_lambda`, the plan of a
            `CallHandler`, or an ARN. It must be in the application's Region and account.
        name: 1 to 256 letters, digits, spaces, `_`, `.` or `-`. The construct's path by default; an adopted
            application keeps its name.
        message_logging: write the SIP messages of calls, with the numbers of callers, to CloudWatch Logs. Off by
            default, untouched for an adopted application. To switch it off again say False: that keeps the right to
            do so in the provider's policy.
        log_retention: how long these logs are kept, for ever by default. Only with `message_logging`.
        tags: up to 50, with those of `cdk.Tags`, which win over these.
        adopt: take over the application with this id, bring it to what is declared, and leave it in place on delete.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        handler: CallFunction,
        name: str | None = None,
        message_logging: bool | None = None,
        log_retention: logs.RetentionDays | None = None,
        tags: Mapping[str, str] | None = None,
        adopt: str | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        function = Handler.read(problems, handler, place)
        declared = Contract(
            # What an adopted application has and nobody declared stays as it is.
            name=place.default_name if name is None and adopt is None else name,
            aws_region=place.region,
            endpoints=(Endpoint(lambda_arn=function.arn),),
            message_logging=message_logging,
            tags=tags_of(problems, tags),
            adopt_id=adopt,
        )
        problems.check(declared)
        if log_retention is not None:
            _check_retention(problems, log_retention, message_logging)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._place = place
        self._function = function.bound(self)
        declared = dataclasses.replace(declared, endpoints=(Endpoint(lambda_arn=self._function.arn),))
        self._declared = declared
        self._function.warn()
        provider = Provider.of(place)
        provider.serve_application(self._function.arn, message_logging=message_logging is not None)
        self._resource = declare(self, place, declared, retain=adopt is not None)
        self._resource.add_resource_dependency(self._permission())
        self._id = self._resource.ref
        self._arn: str | None = None
        self._ids_given: dict[cdk.Stack, str] = {}
        if log_retention is not None:
            self._keep_logs_for(log_retention)

    @property
    def sip_media_application_id(self) -> str:
        """The service's id."""
        return self._id

    @property
    def sip_media_application_arn(self) -> str:
        """The ARN, for policies and tags."""
        if self._arn is None:
            self._arn = self._resource.get_att("SipMediaApplicationArn").to_string()
        return self._arn

    @property
    def aws_region(self) -> str:
        """The Region of the application."""
        return self._declared.aws_region

    @property
    def message_log_group_name(self) -> str | None:
        """Where the service logs SIP messages; None where `message_logging` was not asked for."""
        return _MESSAGE_LOG + self._id if self._declared.message_logging else None

    @property
    def handler(self) -> lambda_.IFunction | None:
        """The function as a construct; None where only its ARN was given."""
        return self._function.function

    def id_for(self, consumer: Place) -> str:
        """The service's id, as a construct in another stack refers to it.

        Between stacks, nested ones too, the reference is weak (`Fn::GetStackOutput`), in the same Region as well: no
        export holds an application in place that a rule has let go of. A weak value is read only when the resource that
        uses it is created or updated. A new application under the same reference would go unnoticed, and an adopted one
        becomes another when `adopt` changes; so its id, which is known, is written out instead.
        """
        if consumer.stack not in self._ids_given:
            self._ids_given[consumer.stack] = consumer.refer(
                self._id, self._place, known=self._declared.adopt_id, weak=True
            )
        return self._ids_given[consumer.stack]

    @classmethod
    def from_sip_media_application_attributes(
        cls,
        scope: Construct,
        id: str,  # noqa: A002
        *,
        sip_media_application_id: str,
        aws_region: str | None = None,
    ) -> ISipMediaApplication:
        """Refer to an application of this account that something else manages; nothing about it is changed.

        Args:
            scope: a stack or a construct in one.
            id: the construct's id.
            sip_media_application_id: the service's id, or a token.
            aws_region: its Region, the stack's by default.

        Raises:
            TelephonyError: no id (a name or an ARN is none), or a Region without the service.
        """
        place = Place.of(scope).child(id)
        region = place.region if aws_region is None else aws_region
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        problems.check_id("sip_media_application_id", Contract, sip_media_application_id)
        problems.check(Contract(adopt_id=UNKNOWN, aws_region=region, endpoints=(Endpoint(lambda_arn=UNKNOWN),)))
        problems.done()
        return _Imported(scope, id, sip_media_application_id, region, place)

    def _function_and_arn(self) -> tuple[Any, str]:
        return self._function.function, self._function.arn

    def _arn_for(self, grantee: iam.IGrantable) -> str:
        function = self._function.function
        if function is not None and role_of(function) is not None and role_of(function) == role_of(grantee):
            return cdk.Fn.sub(_statements.own_arn("sma/*")["Fn::Sub"])
        return self.sip_media_application_arn

    def _permission(self) -> cdk.CfnResource:
        properties: dict[str, Any] = {
            "Action": "lambda:InvokeFunction",
            "FunctionName": self._function.arn,
            "Principal": _statements.SERVICE_PRINCIPAL,
            # The application's ARN would be narrower, but nothing documents that the service sends it here.
            "SourceAccount": {"Ref": "AWS::AccountId"},
        }
        return cdk.CfnResource(self, "InvokePermission", type="AWS::Lambda::Permission", properties=properties)

    def _keep_logs_for(self, retention: logs.RetentionDays) -> None:
        # Not a log group of our own: the service may make the group first, when logging is switched on, and then
        # the template could not create it. This one takes the group as it finds it.
        from aws_cdk import aws_logs as logs

        logs.LogRetention(self, "MessageLog", log_group_name=_MESSAGE_LOG + self._id, retention=retention)


def _check_retention(problems: Problems, retention: Any, message_logging: bool | None) -> None:
    from aws_cdk import aws_logs as logs

    if not isinstance(retention, logs.RetentionDays):
        problems.add(f"log_retention must be one of aws_logs.RetentionDays, such as ONE_WEEK; got {retention!r}")
    if not message_logging:
        problems.add("log_retention is for message_logging, which is off; switch it on or leave log_retention out")


class _Imported(ApplicationGrants, Construct):
    def __init__(self, scope: Construct, id: str, application_id: str, region: str, place: Place) -> None:  # noqa: A002
        super().__init__(scope, id)
        place.keep(self)
        self._id = application_id
        self._region = region
        self._place = place

    @property
    def sip_media_application_id(self) -> str:
        return self._id

    @property
    def sip_media_application_arn(self) -> str:
        return self._place.stack.format_arn(
            service="chime", region=self._region, resource="sma", resource_name=self._id
        )

    @property
    def aws_region(self) -> str:
        return self._region

    def id_for(self, consumer: Place) -> str:  # noqa: ARG002 - known everywhere
        return self._id
