"""Whether anything refers to an application that no rule names."""

import aws_cdk as cdk
import pytest

from constructs_lib import Dialer, FailoverVoiceApp, SipMediaApplication, Trigger
from constructs_lib.assembly import read
from constructs_lib.routing.findings import findings
from tests.assembly.by_hand import application, function, permission, rule, stack, write
from tests.synth.stacks import ACCOUNT, function_arn

REF = {"Ref": "App"}


def used(folder, resources, **sections):
    """Whether the application `App` of a stack is."""
    table = read(write(folder, {"Voice": stack({"App": application(), **resources}, **sections)}))
    (found,) = (each for each in table.resources if each.origin.logical_id == "App")
    return found.used


def of_type(name, **properties):
    return {"Other": {"Type": name, "Properties": properties}}


@pytest.mark.parametrize(
    "reference",
    [
        REF,
        {"Fn::GetAtt": ["App", "SipMediaApplicationId"]},
        {"Fn::GetAtt": "App.SipMediaApplicationArn"},
        {"Fn::Sub": "sma/${App}"},
        {"Fn::Sub": ["sma/${App.SipMediaApplicationId}/${x}", {"x": "y"}]},
        {"Fn::Join": ["", ["sma/", REF]]},
    ],
    ids=str,
)
def test_a_property_of_another_resource_is_a_use(tmp_path, reference):
    assert used(tmp_path, of_type("AWS::SSM::Parameter", Value=[{"deep": reference}])) is True


def test_an_output_is_a_use(tmp_path):
    assert used(tmp_path, {}, Outputs={"Id": {"Value": REF}}) is True


@pytest.mark.parametrize("kind", ["AWS::Logs::LogGroup", "Custom::LogRetention", "AWS::Lambda::Permission"])
def test_what_only_goes_with_an_application_is_none(tmp_path, kind):
    assert used(tmp_path, of_type(kind, Name=REF)) is False


@pytest.mark.parametrize("text", ["App", {"Fn::Sub": "${!App}"}, {"Fn::GetAtt": []}, {"Ref": "Apple"}])
def test_what_is_no_reference_is_none(tmp_path, text):
    assert used(tmp_path, of_type("AWS::SSM::Parameter", Value=text)) is False


def test_an_application_itself_is_none(tmp_path):
    assert used(tmp_path, {"App": application(Tags=[{"Key": "me", "Value": REF}])}) is False


def test_it_is_not_asked_of_what_a_rule_names(tmp_path):
    handler = {"Fn::GetAtt": ["Fn", "Arn"]}
    named = {"App": application(handler), "Fn": function(), "May": permission(handler), "Rule": rule()}
    assert used(tmp_path, named) is None


@pytest.fixture
def app(tmp_path):
    return cdk.App(outdir=str(tmp_path / "cdk.out"))


def unused(app):
    app.synth()
    return [each.origin.construct_path for each in findings(read(app.outdir)) if each.id == "unused-application"]


def test_a_retired_region_is_found_and_the_others_are_not(app):
    handlers = {region: function_arn(region) for region in ("us-east-1", "us-west-2", "eu-west-2")}
    voice = FailoverVoiceApp(
        app,
        "Support",
        regions=["us-east-1", "us-west-2"],
        retired_regions=["eu-west-2"],
        handler=handlers,
        account=ACCOUNT,
    )
    voice.route(Trigger.phone_number("+12065550100"), id="Main")
    assert unused(app) == ["Support/eu-west-2/Application"]


def test_an_application_that_places_calls_is_used(app):
    outbound = cdk.Stack(app, "Outbound", env=cdk.Environment(region="us-east-1", account=ACCOUNT))
    calling = SipMediaApplication(outbound, "Calling", handler=function_arn(), message_logging=True)
    SipMediaApplication(outbound, "Forgotten", handler=function_arn(), message_logging=True)
    Dialer(outbound, "Dialer", applications=[calling], caller_id="+12065550100")
    assert unused(app) == ["Outbound/Forgotten"]


def test_resources_tell_the_account_of_their_stack(tmp_path):
    table = read(write(tmp_path, {"Voice": stack({"App": application()})}))
    assert [each.account for each in table.resources] == ["123456789012"]
