import subprocess
import sys

import pytest
from aws_cdk import aws_lambda as lambda_

from constructs_lib import CallHandler, SipMediaApplication, TelephonyError, VoiceConnector
from constructs_lib._metrics import FUNCTION_OF
from tests.synth.stacks import FOLDER, function_arn, new_stack, only, resources, template_of

ALARM = "AWS::CloudWatch::Alarm"
FROM = 'FROM "AWS/ChimeVoiceConnector"'
CONNECTOR_ID = "abcdef1ghij2klmno3pqr4"


def alarm(stack, metric):
    """What an alarm of this metric watches."""
    metric.create_alarm(stack, "Alarm", threshold=1, evaluation_periods=1)
    return only(stack, ALARM)["Properties"]


def query(stack, metric):
    (one,) = alarm(stack, metric)["Metrics"]
    return one["Expression"], one["Period"]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (lambda trunk: trunk.metric_active_calls(), "MAX(VoiceConnectorActiveCallCount)"),
        (lambda trunk: trunk.metric_inbound_call_failures(), "SUM(InboundCallFailures)"),
        (lambda trunk: trunk.metric_outbound_call_failures(), "SUM(OutboundCallFailures)"),
        (lambda trunk: trunk.metric_sip_codes(4), "SUM(Sip4xxCodes)"),
        (lambda trunk: trunk.metric_packets_lost("VcToRemote"), "MAX(VcToRemotePacketsLost)"),
        (lambda trunk: trunk.metric_mos("Remote"), "AVG(MOSBetweenVcAndRemote)"),
        (lambda trunk: trunk.metric("CustomerToVcJitter"), "AVG(CustomerToVcJitter)"),
        (lambda trunk: trunk.metric("InboundCallsAnswered"), "SUM(InboundCallsAnswered)"),
    ],
)
def test_a_metric_of_a_connector_is_found_whatever_its_other_dimensions_are(metric, expected):
    stack = new_stack()
    trunk = VoiceConnector.from_voice_connector_id(stack, "Trunk", CONNECTOR_ID)
    expression, period = query(stack, metric(trunk))
    assert expression == f"SELECT {expected} {FROM} WHERE VoiceConnectorId = '{CONNECTOR_ID}'"
    assert period == 300


def test_a_metric_of_a_declared_connector_has_the_id_that_the_service_gives_it():
    stack = new_stack()
    trunk = VoiceConnector(stack, "Trunk")
    expression, period = query(stack, trunk.metric_sip_codes(5, minutes=1))
    assert expression["Fn::Join"][1][1] == {
        "Ref": next(iter(resources(template_of(stack), "Custom::ChimeVoiceConnector")))
    }
    assert period == 60


@pytest.mark.parametrize("name", ["Sip7xxCodes", "SipRuleFailovers", "", "'; SELECT"])
def test_a_metric_that_the_service_does_not_document_is_refused_with_those_that_it_does(name):
    trunk = VoiceConnector.from_voice_connector_id(new_stack(), "Trunk", CONNECTOR_ID)
    with pytest.raises(TelephonyError, match=r"must be one of .*Sip6xxCodes.*; got") as error:
        trunk.metric(name)
    assert repr(name) in str(error.value)
    assert "MOSBetweenVcAndRemote" in str(error.value)


def test_the_guide_lists_forty_five_metrics():
    assert len(FUNCTION_OF) == 45


@pytest.mark.parametrize(
    ("name", "metric_name", "statistic"),
    [
        ("metric_invocations", "Invocations", "Sum"),
        ("metric_errors", "Errors", "Sum"),
        ("metric_throttles", "Throttles", "Sum"),
        ("metric_duration", "Duration", "p99"),
    ],
)
def test_an_application_is_measured_at_its_function(name, metric_name, statistic):
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=CallHandler.from_folder(FOLDER, entry="app.handler"))
    found = alarm(stack, getattr(application, name)())
    assert (found["Namespace"], found["MetricName"]) == ("AWS/Lambda", metric_name)
    assert found.get("Statistic", found.get("ExtendedStatistic")) == statistic
    assert found["Dimensions"] == [
        {"Name": "FunctionName", "Value": {"Ref": next(iter(resources(template_of(stack), "AWS::Lambda::Function")))}}
    ]


def test_an_application_whose_function_is_an_arn_is_measured_at_the_function_of_that_name():
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=f"{function_arn()}:live")
    assert alarm(stack, application.metric_errors())["Dimensions"] == [{"Name": "FunctionName", "Value": "answer"}]


def test_an_application_behind_an_alias_is_measured_at_the_alias():
    stack = new_stack()
    function = CallHandler(stack, "Answer", plan=CallHandler.from_folder(FOLDER, entry="app.handler"))
    alias = lambda_.Alias(stack, "Live", alias_name="live", version=function.current_version)
    application = SipMediaApplication(stack, "Sma", handler=alias)
    dimensions = {one["Name"] for one in alarm(stack, application.metric_errors())["Dimensions"]}
    assert dimensions == {"FunctionName", "Resource"}


def test_active_calls_of_applications_are_those_of_the_whole_account_in_the_region():
    stack = new_stack()
    expression, _ = query(stack, SipMediaApplication.metric_all_active_calls())
    assert expression == f"SELECT MAX(SmaActiveCallCount) {FROM}"


def test_nobody_who_asks_for_no_metric_loads_what_metrics_need():
    program = f"""
import aws_cdk as cdk, sys
from constructs_lib import SipMediaApplication, VoiceConnector
stack = cdk.Stack(cdk.App(), "S", env=cdk.Environment(region="us-east-1"))
SipMediaApplication(stack, "Sma", handler={function_arn()!r})
VoiceConnector(stack, "Trunk")
stack.node.root.synth()
print("aws_cdk.aws_cloudwatch" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
