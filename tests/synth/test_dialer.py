"""Functions that place and update calls: which applications they know, and that they may do nothing else."""

import json
from typing import Any

import aws_cdk as cdk
import pytest

from constructs_lib import Dialer, FailoverVoiceApp, PhoneNumber, SipMediaApplication, TelephonyError, Updater
from constructs_lib.call_handler import CallHandler
from tests.synth.stacks import function_arn, new_stack, resources, template_of

KINDS = {
    "dialer": (Dialer, {"caller_id": "+12065550100"}, "chime:CreateSipMediaApplicationCall"),
    "updater": (Updater, {}, "chime:UpdateSipMediaApplicationCall"),
}
NUMBER = "+12065550100"


def application(stack: cdk.Stack, name: str = "Sma") -> SipMediaApplication:
    return SipMediaApplication(stack, name, handler=function_arn(stack.region))


def function_of(stack: cdk.Stack, kind: str) -> dict[str, Any]:
    (found,) = [
        function["Properties"]
        for function in resources(template_of(stack), "AWS::Lambda::Function").values()
        if function["Properties"]["Handler"] == f"chime_voice.handlers.{kind}.handler"
    ]
    return dict(found)


def rights_of(stack: cdk.Stack, kind: str) -> list[dict[str, Any]]:
    role = function_of(stack, kind)["Role"]["Fn::GetAtt"][0]
    policies = template_of(stack)["Resources"][role]["Properties"]["Policies"]
    return [
        statement
        for policy in policies
        if policy["PolicyName"] != "Log"
        for statement in policy["PolicyDocument"]["Statement"]
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_it_may_do_its_one_thing_with_its_applications_and_nothing_else(kind):
    construct, values, action = KINDS[kind]
    stack = new_stack()
    ours, _other = application(stack), application(stack, "Other")
    construct(stack, "Calls", applications=[ours], **values)
    (statement,) = rights_of(stack, kind)
    assert statement["Action"] == action
    ours_id = stack.resolve(ours.sip_media_application_id)
    assert statement["Resource"] == {
        "Fn::Join": [
            "",
            ["arn:", {"Ref": "AWS::Partition"}, ":chime:us-east-1:", {"Ref": "AWS::AccountId"}, ":sma/", ours_id],
        ]
    }


@pytest.mark.parametrize("kind", KINDS)
def test_it_knows_its_applications_in_order_with_their_regions(kind):
    construct, values, _ = KINDS[kind]
    stack = new_stack()
    ours = application(stack)
    ids = ("11111111-0000-4000-8000-000000000001",)
    theirs = SipMediaApplication.from_sip_media_application_attributes(
        stack, "Theirs", sip_media_application_id=ids[0], aws_region="us-west-2"
    )
    construct(stack, "Calls", applications=[theirs, ours], **values)
    text = function_of(stack, kind)["Environment"]["Variables"]["CHIME_VOICE_APPLICATIONS"]
    assert text == {
        "Fn::Join": [
            "",
            [f'["us-west-2/{ids[0]}", "us-east-1/', stack.resolve(ours.sip_media_application_id), '"]'],
        ]
    }


@pytest.mark.parametrize("kind", KINDS)
def test_lambda_does_not_repeat_an_invocation_on_its_own(kind):
    construct, values, _ = KINDS[kind]
    stack = new_stack()
    construct(stack, "Calls", applications=[application(stack)], **values)
    (settings,) = resources(template_of(stack), "AWS::Lambda::EventInvokeConfig").values()
    assert settings["Properties"]["MaximumRetryAttempts"] == 0


def test_applications_of_several_regions_are_referred_to_weakly():
    app = cdk.App()
    voice = FailoverVoiceApp(
        app, "Support", regions=["us-east-1", "us-west-2"], handler=CallHandler.template("announce")
    )
    number = PhoneNumber(voice.routing_stack, "Main", area_code="206")
    Dialer(voice.routing_stack, "Dialer", applications=list(voice.applications.values()), caller_id=number)
    variables = function_of(voice.routing_stack, "dialer")["Environment"]["Variables"]
    assert json.dumps(variables["CHIME_VOICE_APPLICATIONS"]).count("Fn::GetStackOutput") == 2
    assert variables["CHIME_VOICE_CALLER_ID"] == voice.routing_stack.resolve(number.e164_phone_number)


@pytest.mark.parametrize("kind", KINDS)
def test_an_application_of_any_other_stack_is_referred_to_weakly_too(kind):
    construct, values, _ = KINDS[kind]
    app = cdk.App()
    theirs = application(new_stack("us-west-2", app=app))
    stack = new_stack("us-east-1", app=app)
    construct(stack, "Calls", applications=[theirs], **values)
    assert "Fn::GetStackOutput" in json.dumps(function_of(stack, kind)["Environment"])
    assert "Fn::GetStackOutput" in json.dumps(rights_of(stack, kind))


def test_a_number_of_another_stack_is_written_out_where_it_is_known():
    app = cdk.App()
    numbers, stack = new_stack("us-east-1", app=app), new_stack("us-west-2", app=app)
    Dialer(
        stack,
        "Dialer",
        applications=[application(stack)],
        caller_id=PhoneNumber(numbers, "Main", adopt=NUMBER),
    )
    assert function_of(stack, "dialer")["Environment"]["Variables"]["CHIME_VOICE_CALLER_ID"] == NUMBER


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("applications", [[], "app-1", None, ["app-1"], [SipMediaApplication]])
def test_fails_for_applications_that_are_none(kind, applications):
    construct, values, _ = KINDS[kind]
    with pytest.raises(TelephonyError, match=f"{kind} 'Test/Calls': applications must be .*SipMediaApplication"):
        construct(new_stack(), "Calls", applications=applications, **values)


def test_fails_with_all_problems_together():
    stack = new_stack()
    ours = application(stack)
    with pytest.raises(TelephonyError) as error:
        Dialer(stack, "Dialer", applications=[ours, ours], caller_id=2065550100, log_retention=7)  # type: ignore[arg-type]
    text = str(error.value)
    assert "dialer 'Test/Dialer' has 3 problems" in text
    assert "applications must name each application once" in text
    assert "caller_id must be a PhoneNumber or a number such as +12065550100, got 2065550100" in text


def test_fails_for_a_caller_id_that_is_no_number():
    stack = new_stack()
    with pytest.raises(TelephonyError, match="caller_id must be"):
        Dialer(stack, "Dialer", applications=[application(stack)], caller_id="206 555 0100")
