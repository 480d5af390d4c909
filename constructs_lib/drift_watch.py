"""A function that looks regularly whether the service still has what a stack declares.

Facts: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html (an input has up to 8,192 characters);
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html (a rule has up to five targets);
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (periods and missing data).
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from chime_voice.drift.reads import READS
from constructs import Construct

from constructs_lib import _assets, _declared, _statements
from constructs_lib._function import LoggedFunction, check_log_retention
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Later

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

NAMESPACE = "ChimeVoice"
METRIC = "DriftDifferences"
_SHORTEST, _LONGEST = 5, 24 * 60
# What CloudFormation fills in may be longer than the reference to it: an ARN of a function has up to 170 characters.
_INPUT, _PER_REFERENCE = 8192, 170
_TARGETS = 5
# How a resource is come by is not compared; a shorter input holds more resources.
_LEFT_OUT = ("SecretArn", "Revision", "ForceAssociate", "ReleaseDropped")


class DriftWatch(Construct):
    """Watch all resources of this package in a stack: the function, its schedule, a metric and two alarms.

    What is compared is what was deployed: CloudFormation hands it to the function with all ids filled in. Differences are
    in the function's log, numbers masked, and their count is the metric `DriftDifferences` of the namespace `ChimeVoice`,
    by stack. The function may read what the stack declares and nothing else, and changes nothing. A stack has one of
    these; an alarm has to be in the Region of its metric, so every stack has its own.

    Args:
        scope: the stack, or a construct in it.
        id: the construct's id.
        every: how often it looks, 5 minutes to a day; an hour by default.
        topic: is told by both alarms; nobody by default.
        log_retention: how long its log is kept, `aws_logs.RetentionDays`; three months by default.

    Attributes:
        function: the function.
        differences_alarm: goes off when two looks in a row found a difference: the first may fall into a deployment.
        not_run_alarm: goes off when it did not run, or could not read everything, twice in a row. It is so before the
            first run, too.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        every: cdk.Duration | None = None,
        topic: sns.ITopic | None = None,
        log_retention: logs.RetentionDays = logs.RetentionDays.THREE_MONTHS,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems("drift watch", place.path)
        minutes = _minutes(problems, every)
        check_log_retention(problems, log_retention)
        if topic is not None and not hasattr(topic, "topic_arn"):
            problems.add(f"topic must be a topic of aws_sns, got {topic!r}")
        if place.stack in _WATCHED:
            problems.add(f"the stack has a drift watch already, {_WATCHED[place.stack]}; it watches all of the stack")
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        _WATCHED[place.stack] = place.path
        self._place = place
        self.function = LoggedFunction(
            self,
            "Function",
            code=_assets.Folder(_assets.runtime_part("contract", "provider", "drift")),
            entry="chime_voice.drift.watch.handler",
            environment={},
            timeout=600,
            memory_size=256,
            log_retention=log_retention,
            retry_attempts=0,
        )
        policy: Any = iam.CfnPolicy(
            self,
            "Reads",
            policy_name="Reads",
            roles=[self.function.role.role_name] if self.function.role else [],
            policy_document=cdk.Lazy.any(Later(self._document)),
        )
        rule = self._rule(minutes)
        rule.add_resource_dependency(policy)
        self.differences_alarm = self._alarm(
            "Differences", minutes, topic, "The service has something else than the stack declares", _FOUND
        )
        self.not_run_alarm = self._alarm(
            "NotRun", minutes, topic, "The drift watch did not run, or could not read everything", _DID_NOT_RUN
        )
        self.not_run_alarm.add_property_override("Threshold", cdk.Lazy.any(Later(lambda: len(self._inputs()))))

    def _rule(self, minutes: int) -> cdk.CfnResource:
        rule = cdk.CfnResource(
            self,
            "Schedule",
            type="AWS::Events::Rule",
            properties={
                "Description": "Looks whether the service has what the stack declares",
                "ScheduleExpression": f"rate({minutes} minutes)",
                "Targets": cdk.Lazy.any(Later(self._targets)),
            },
        )
        cdk.CfnResource(
            self,
            "InvokePermission",
            type="AWS::Lambda::Permission",
            properties={
                "Action": "lambda:InvokeFunction",
                "FunctionName": self.function.function_arn,
                "Principal": "events.amazonaws.com",
                "SourceArn": rule.get_att("Arn"),
            },
        )
        return rule

    def _alarm(
        self, name: str, minutes: int, topic: sns.ITopic | None, what: str, properties: Mapping[str, Any]
    ) -> cdk.CfnResource:
        actions = {"AlarmActions": [topic.topic_arn], "OKActions": [topic.topic_arn]} if topic else {}
        return cdk.CfnResource(
            self,
            f"{name}Alarm",
            type="AWS::CloudWatch::Alarm",
            properties={
                "AlarmDescription": what,
                "Namespace": NAMESPACE,
                "MetricName": METRIC,
                "Dimensions": [{"Name": "Stack", "Value": cdk.Aws.STACK_NAME}],
                "Period": minutes * 60,
                "EvaluationPeriods": 2,
                **properties,
                **actions,
            },
        )

    def _document(self) -> dict[str, Any]:
        contracts = dict.fromkeys(each.contract for each in _declared.of(self._place.stack))
        if not contracts:
            raise ValueError(
                f"{self._place.path}: the stack declares no resource of this package, so there is nothing to look at; "
                "put the drift watch into the stack that declares them, one into each"
            )
        return _statements.document([statement for contract in contracts for statement in _reads(contract)])

    def _targets(self) -> list[dict[str, Any]]:
        inputs = self._inputs()
        if len(inputs) > _TARGETS:
            raise ValueError(
                f"{self._place.path}: the stack declares more than a drift watch can be given, {len(inputs)} inputs of "
                f"{_INPUT} characters where a rule has {_TARGETS}; move some of its resources to a stack of their own"
            )
        return [
            {
                "Id": f"Part{at}",
                "Arn": self.function.function_arn,
                "Input": self._place.stack.to_json_string({"stack": cdk.Aws.STACK_NAME, "resources": part}),
            }
            for at, part in enumerate(inputs, 1)
        ]

    def _inputs(self) -> list[list[dict[str, Any]]]:
        """What is declared, in parts that an input can hold."""
        stack = self._place.stack
        documents = [_one(each) for each in _declared.of(stack)]
        parts: list[list[dict[str, Any]]] = [[]]
        room = _INPUT - _PER_REFERENCE
        left = room
        for document, resolved in zip(documents, stack.resolve(documents) if documents else (), strict=True):
            size = _size(resolved)
            if size > left and parts[-1]:
                parts.append([])
                left = room
            parts[-1].append(document)
            left -= size
        return parts


_FOUND = {
    "Statistic": "Maximum",
    "ComparisonOperator": "GreaterThanThreshold",
    "Threshold": 0,
    "TreatMissingData": "ignore",
}
_DID_NOT_RUN = {
    "Statistic": "SampleCount",
    "ComparisonOperator": "LessThanThreshold",
    "Threshold": 1,
    "TreatMissingData": "breaching",
}
_WATCHED: weakref.WeakKeyDictionary[cdk.Stack, str] = weakref.WeakKeyDictionary()


def _minutes(problems: Problems, every: object) -> int:
    if every is None:
        return 60
    if not isinstance(every, cdk.Duration):
        problems.add(f"every must be a Duration such as Duration.hours(1), got {every!r}")
        return 60
    minutes = every.to_minutes(integral=False)
    if minutes != int(minutes) or not _SHORTEST <= minutes <= _LONGEST:
        problems.add(f"every must be whole minutes from {_SHORTEST} to a day, got {every.to_human_string()}")
    return int(minutes)


def _reads(contract: Any) -> Iterable[_statements.Statement]:
    """The statements of a type, without whatever is not needed to look."""
    reads = set(READS[contract.SPEC.type_name])
    for statement in _statements.for_type(contract):
        actions = [action for action in statement["Action"] if action.partition(":")[2] in reads]
        if actions:
            yield {**statement, "Action": actions}


def _one(declaration: _declared.Declaration) -> dict[str, Any]:
    return {
        "type": declaration.contract.SPEC.type_name,
        "name": declaration.path,
        "id": declaration.resource.ref,
        "properties": {name: value for name, value in declaration.properties.items() if name not in _LEFT_OUT},
    }


def _size(resolved: Any) -> int:
    """About how long it will be, once CloudFormation has filled in the references."""
    text = json.dumps(resolved)
    references = text.count('{"Ref"') + text.count('"Fn::')
    return len(text) + references * _PER_REFERENCE
