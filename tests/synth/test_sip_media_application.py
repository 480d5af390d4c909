from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs

from constructs_lib import CallHandler, SipMediaApplication, TelephonyError
from tests.synth.stacks import (
    ACCOUNT,
    FOLDER,
    function_arn,
    new_stack,
    only,
    properties,
    resources,
    template_of,
    warnings_of,
)

APPLICATION = "Custom::ChimeSipMediaApplication"
PERMISSION = "AWS::Lambda::Permission"
ADOPTED = "00000000-0000-4000-8000-000000000001"


def a_function(stack: cdk.Stack, timeout: cdk.Duration | None = None) -> lambda_.Function:
    return lambda_.Function(
        stack,
        "Answer",
        runtime=lambda_.Runtime.PYTHON_3_14,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): return {}"),
        timeout=timeout,
    )


def test_names_function_and_region():
    stack = new_stack()
    SipMediaApplication(stack, "Sma", handler=function_arn())
    assert properties(stack, APPLICATION) == {
        "Name": "Test-Sma",
        "AwsRegion": "us-east-1",
        "Endpoints": [{"LambdaArn": function_arn()}],
    }


def test_everything_set_reaches_the_template():
    stack = new_stack()
    SipMediaApplication(
        stack, "Sma", handler=function_arn(), name="Front desk", message_logging=True, tags={"team": "voice"}
    )
    declared = properties(stack, APPLICATION)
    assert (declared["Name"], declared["MessageLogging"]) == ("Front desk", True)
    assert declared["Tags"] == [{"Key": "team", "Value": "voice"}]


def test_adopting_leaves_it_in_place_and_changes_only_the_function():
    stack = new_stack()
    SipMediaApplication(stack, "Sma", handler=function_arn(), adopt=ADOPTED)
    assert set(properties(stack, APPLICATION)) == {"AwsRegion", "Endpoints", "AdoptId"}
    assert only(stack, APPLICATION)["DeletionPolicy"] == "RetainExceptOnCreate"


def test_only_this_accounts_service_may_invoke_the_function():
    stack = new_stack()
    SipMediaApplication(stack, "Sma", handler=function_arn())
    assert only(stack, PERMISSION)["Properties"] == {
        "Action": "lambda:InvokeFunction",
        "FunctionName": function_arn(),
        "Principal": "voiceconnector.chime.amazonaws.com",
        "SourceAccount": {"Ref": "AWS::AccountId"},
    }
    (permission,) = resources(template_of(stack), PERMISSION)
    assert permission in only(stack, APPLICATION)["DependsOn"]


def test_an_alias_is_invoked_and_permitted_as_such():
    stack = new_stack()
    alias = lambda_.Alias(stack, "Live", alias_name="live", version=a_function(stack).current_version)
    SipMediaApplication(stack, "Sma", handler=alias)
    reference = {"Ref": next(iter(resources(template_of(stack), "AWS::Lambda::Alias")))}
    assert only(stack, PERMISSION)["Properties"]["FunctionName"] == reference
    assert properties(stack, APPLICATION)["Endpoints"] == [{"LambdaArn": reference}]


def test_makes_the_function_of_a_plan():
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=CallHandler.from_folder(FOLDER, entry="app.handler"))
    assert isinstance(application.handler, lambda_.Function)
    assert "SmaHandler" in properties(stack, APPLICATION)["Endpoints"][0]["LambdaArn"]["Fn::GetAtt"][0]


def test_keeps_message_logs_as_long_as_asked():
    stack = new_stack()
    SipMediaApplication(
        stack, "Sma", handler=function_arn(), message_logging=True, log_retention=logs.RetentionDays.ONE_WEEK
    )
    retention = only(stack, "Custom::LogRetention")["Properties"]
    assert retention["RetentionInDays"] == 7
    (application,) = resources(template_of(stack), APPLICATION)
    assert retention["LogGroupName"] == {
        "Fn::Join": ["", ["/aws/ChimeSipMediaApplicationSipMessages/", {"Ref": application}]]
    }


@pytest.mark.parametrize(
    ("grant", "action"),
    [("grant_create_call", "CreateSipMediaApplicationCall"), ("grant_update_call", "UpdateSipMediaApplicationCall")],
)
def test_grants_one_action_on_the_one_application(grant, action):
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=function_arn())
    role = iam.Role(stack, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    getattr(application, grant)(role)
    assert statements_of(stack, "CallerDefaultPolicy") == [
        {
            "Action": f"chime:{action}",
            "Effect": "Allow",
            "Resource": stack.resolve(application.sip_media_application_arn),
        }
    ]


@pytest.mark.parametrize("handler", ["function", "alias", "version"])
@pytest.mark.parametrize("grantee", ["function", "alias", "role"])
def test_its_own_handler_gets_the_right_without_a_circle(handler, grantee):
    stack = new_stack()
    function = a_function(stack)
    version = function.current_version
    alias = lambda_.Alias(stack, "Live", alias_name="live", version=version)
    forms: dict[str, Any] = {"function": function, "alias": alias, "version": version, "role": function.role}
    SipMediaApplication(stack, "Sma", handler=forms[handler]).grant_create_call(forms[grantee])
    (statement,) = statements_of(stack, "AnswerServiceRoleDefaultPolicy")
    assert statement["Resource"] == {"Fn::Sub": "arn:${AWS::Partition}:chime:${AWS::Region}:${AWS::AccountId}:sma/*"}


def test_imports_an_application_of_another_region():
    stack = new_stack()
    application = SipMediaApplication.from_sip_media_application_attributes(
        stack, "Sma", sip_media_application_id=ADOPTED, aws_region="us-west-2"
    )
    assert (application.sip_media_application_id, application.aws_region) == (ADOPTED, "us-west-2")
    arn = str(stack.resolve(application.sip_media_application_arn))
    assert f":chime:us-west-2:{ACCOUNT}:sma/{ADOPTED}" in arn
    assert "Resources" not in template_of(stack)


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({"handler": "answer"}, "handler must be the ARN of a Lambda function, version or alias, got 'answer'"),
        ({"handler": function_arn("us-west-2")}, "handler must be in the application's own Region 'us-east-1'"),
        ({"handler": function_arn(account="210987654321")}, f"handler must be in the application's own account '{ACCOUNT}'"),
        ({"handler": 7}, "handler must be a function, alias or version of aws_lambda, a CallHandler or its plan, or an ARN"),
        ({"handler": CallHandler}, "a CallHandler or its plan, or an ARN, got <class"),
        ({"adopt": ""}, "adopt must be the service's id, no name or ARN, got ''"),
        ({"message_logging": True, "log_retention": 7}, "log_retention must be one of aws_logs.RetentionDays"),
        ({"message_logging": "on"}, "message_logging must be True or False, got 'on'"),
        ({"log_retention": logs.RetentionDays.ONE_DAY}, "log_retention is for message_logging, which is off"),
    ],
)  # fmt: skip
def test_fails_when_the_values_cannot_work(props, problem):
    with pytest.raises(TelephonyError) as error:
        SipMediaApplication(new_stack(), "Sma", **{"handler": function_arn(), **props})
    assert str(error.value).startswith("SIP media application 'Test/Sma'")
    assert problem in str(error.value)


def test_fails_when_a_function_construct_is_in_another_region():
    app = cdk.App()
    function = a_function(new_stack("us-west-2", app=app))
    with pytest.raises(TelephonyError, match="own Region 'us-east-1', got a function in 'us-west-2'"):
        SipMediaApplication(new_stack("us-east-1", app=app), "Sma", handler=function)


def test_fails_once_when_an_imported_function_is_in_another_region():
    stack = new_stack()
    function = lambda_.Function.from_function_arn(stack, "Imported", function_arn("us-west-2"))
    with pytest.raises(TelephonyError, match="deploy the function to us-east-1 too") as error:
        SipMediaApplication(stack, "Sma", handler=function)
    assert len(error.value.problems) == 1


@pytest.mark.parametrize("value", ["", None, f"arn:aws:chime:us-east-1:{ACCOUNT}:sma/{ADOPTED}"])
def test_fails_to_import_without_an_id(value):
    with pytest.raises(TelephonyError, match="sip_media_application_id must be the service's id, no name or ARN, got"):
        SipMediaApplication.from_sip_media_application_attributes(new_stack(), "Sma", sip_media_application_id=value)


def test_takes_a_version_that_the_cdk_knows_only_by_interface():
    stack = new_stack()
    SipMediaApplication(stack, "Sma", handler=a_function(stack).latest_version)
    (endpoint,) = properties(stack, APPLICATION)["Endpoints"]
    assert str(endpoint["LambdaArn"]).endswith("':$LATEST']]}")


@pytest.mark.parametrize("form", ["function", "alias"])
def test_warns_about_a_function_that_may_run_longer_than_the_service_waits(form):
    app = cdk.App()
    stack = new_stack(app=app)
    function = a_function(stack, timeout=cdk.Duration.seconds(60))
    alias = lambda_.Alias(stack, "Live", alias_name="live", version=function.current_version)
    SipMediaApplication(stack, "Sma", handler={"function": function, "alias": alias}[form])
    assert warnings_of(app).count("a timeout of 60 s may let two invocations answer one event") == 1


def test_warns_of_a_call_handlers_timeout_once_and_of_a_short_one_never():
    app = cdk.App()
    stack = new_stack(app=app)
    for timeout in (5, 8):
        plan = CallHandler.from_folder(FOLDER, entry="app.handler", timeout=timeout)
        handler = CallHandler(stack, f"Answer{timeout}", plan=plan)
        SipMediaApplication(stack, f"Sma{timeout}", handler=handler)
    assert warnings_of(app).count("chime:handler-timeout") == 1


def statements_of(stack: cdk.Stack, policy: str) -> list[dict[str, object]]:
    (found,) = (
        one for name, one in resources(template_of(stack), "AWS::IAM::Policy").items() if name.startswith(policy)
    )
    statements: list[dict[str, object]] = found["Properties"]["PolicyDocument"]["Statement"]
    return statements
