"""The drift watch in a template: what it may do, what it is handed, and when it speaks up."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from chime_voice.drift import reads

from constructs_lib import DriftWatch, PhoneNumber, SipMediaApplication, SipRule, TelephonyError, VoiceConnector
from tests.synth.stacks import ACCOUNT, function_arn, new_stack, resources, template_of


@pytest.fixture
def stack():
    stack = new_stack()
    number = PhoneNumber(stack, "Number", area_code="206")
    function = lambda_.Function.from_function_arn(stack, "Fn", function_arn())
    app = SipMediaApplication(stack, "App", handler=function)
    SipRule(stack, "Rule", trigger=number, targets=[app])
    return stack


def _named(template, part, type_name):
    (found,) = [one for name, one in resources(template, type_name).items() if part in name]
    return found["Properties"]


def _inputs(template):
    """What the function is handed, each reference as `<Ref>`."""
    targets = _named(template, "Schedule", "AWS::Events::Rule")["Targets"]
    joined = [target["Input"]["Fn::Join"][1] for target in targets]
    texts = [
        "".join(part if isinstance(part, str) else f"<{next(iter(part.values()))}>" for part in parts)
        for parts in joined
    ]
    return [json.loads(text) for text in texts]


def test_it_is_handed_what_the_stack_declares_with_references_for_cloudformation_to_fill_in(stack):
    DriftWatch(stack, "Drift")
    VoiceConnector(stack, "Later")
    template = template_of(stack)
    (handed,) = _inputs(template)
    assert handed["stack"] == "<AWS::StackName>"
    assert [each["name"] for each in handed["resources"]] == ["Test/Number", "Test/App", "Test/Rule", "Test/Later"]
    rule = next(each for each in handed["resources"] if each["name"] == "Test/Rule")
    (app,) = resources(template, "Custom::ChimeSipMediaApplication")
    assert rule["properties"]["TargetApplications"][0]["SipMediaApplicationId"] == f"<{app}>"
    assert f"<{next(iter(resources(template, 'Custom::ChimeSipRule')))}>" == rule["id"]


def test_it_may_read_what_the_stack_declares_and_nothing_else(stack):
    DriftWatch(stack, "Drift")
    policy = _named(template_of(stack), "DriftReads", "AWS::IAM::Policy")
    allowed = {action for statement in policy["PolicyDocument"]["Statement"] for action in statement["Action"]}
    types = ("Custom::ChimePhoneNumber", "Custom::ChimeSipMediaApplication", "Custom::ChimeSipRule")
    assert allowed == {f"chime:{operation}" for name in types for operation in reads.READS[name]}
    assert all(action.split(":")[1].startswith(("Get", "List")) for action in allowed)
    narrow = [
        s["Resource"] for s in policy["PolicyDocument"]["Statement"] if "chime:GetSipMediaApplication" in s["Action"]
    ]
    assert narrow != ["*"]


def test_two_looks_in_a_row_with_a_difference_or_without_an_answer_are_an_alarm(stack):
    topic = sns.Topic(stack, "OnCall")
    watch = DriftWatch(stack, "Drift", every=cdk.Duration.minutes(15), topic=topic)
    assert watch.function.function_arn
    template = template_of(stack)
    assert _named(template, "Schedule", "AWS::Events::Rule")["ScheduleExpression"] == "rate(15 minutes)"
    found, silent = (_named(template, part, "AWS::CloudWatch::Alarm") for part in ("Differences", "NotRun"))
    for alarm in (found, silent):
        assert (alarm["Namespace"], alarm["MetricName"]) == ("ChimeVoice", "DriftDifferences")
        assert (alarm["Period"], alarm["EvaluationPeriods"]) == (900, 2)
        assert alarm["AlarmActions"] == [stack.resolve(topic.topic_arn)]
    assert (found["Statistic"], found["ComparisonOperator"], found["Threshold"]) == (
        "Maximum",
        "GreaterThanThreshold",
        0,
    )
    assert (silent["Statistic"], silent["ComparisonOperator"]) == ("SampleCount", "LessThanThreshold")
    assert (silent["Threshold"], silent["TreatMissingData"]) == (1, "breaching")


def test_a_large_stack_is_handed_in_parts_that_each_fit(stack):
    for at in range(60):
        VoiceConnector(stack, f"Trunk{at}")
    DriftWatch(stack, "Drift")
    template = template_of(stack)
    handed = _inputs(template)
    assert 1 < len(handed) <= 5
    assert sum(len(each["resources"]) for each in handed) == 63
    assert all(len(json.dumps(each, separators=(",", ":"))) < 8192 for each in handed)
    assert _named(template, "NotRun", "AWS::CloudWatch::Alarm")["Threshold"] == len(handed)


def test_a_stack_that_is_too_large_is_refused_with_what_to_do(stack):
    for at in range(400):
        VoiceConnector(stack, f"Trunk{at}")
    DriftWatch(stack, "Drift")
    with pytest.raises(Exception, match="Test/Drift: the stack declares more than a drift watch can be given"):
        template_of(stack)


def test_all_problems_are_told_at_once(stack):
    DriftWatch(stack, "Drift")
    wrong: dict[str, Any] = {"every": cdk.Duration.minutes(1), "topic": "alerts", "log_retention": 7}
    with pytest.raises(TelephonyError) as told:
        DriftWatch(stack, "Again", **wrong)
    message = str(told.value)
    for part in ("Test/Again", "5 to a day", "topic", "log_retention", "Test/Drift"):
        assert part in message


@pytest.mark.parametrize("every", [60, cdk.Duration.days(2), cdk.Duration.seconds(330)])
def test_how_often_is_whole_minutes_up_to_a_day(stack, every):
    with pytest.raises(TelephonyError, match="every must be"):
        DriftWatch(stack, "Drift", every=every)


def test_a_stack_with_nothing_to_look_at_is_refused_with_what_to_do():
    stack = new_stack(account=ACCOUNT)
    DriftWatch(stack, "Drift")
    with pytest.raises(Exception, match="Test/Drift: the stack declares no resource of this package"):
        template_of(stack)
