"""Numbers, connectors, applications and rules: what is as declared, what differs, what is gone."""

from __future__ import annotations

import pytest

from constructs_lib.assembly.declared import declared
from constructs_lib.drift import compare
from constructs_lib.drift.outlook import OUTLOOKS
from tests.drift.accounts import Deployed, Stage, changes, of, verdicts
from tests.estate.accounts import ALLOWED, Lambda
from tests.provider.world import (
    application,
    by_hand_application,
    by_hand_number,
    by_hand_rule,
    connector,
    function,
    number,
    origination,
    rule,
    termination,
)


@pytest.fixture
def support():
    """A number that an application answers, and a trunk; the template refers, as the CDK's does."""
    deployed = Deployed(Stage())
    main = deployed.make("Number", number()).physical_id
    app = deployed.make("App", application(tags=())).physical_id
    deployed.make("Trunk", connector(termination=termination(), origination=origination("sip.example.com")))
    target = {"SipMediaApplicationId": {"Ref": "App"}, "Priority": 1, "AwsRegion": "us-east-1"}
    deployed.make("Rule", rule(main, app), TriggerValue={"Ref": "Number"}, TargetApplications=[target])
    return deployed


def test_what_was_just_deployed_is_as_declared(support, tmp_path):
    drift = support.drift(tmp_path)
    assert verdicts(drift) == dict.fromkeys(["Number", "App", "Trunk", "Rule"], "same")
    assert drift.is_clean
    assert (drift.not_comparable, drift.extras, drift.notes) == (0, (), ())


def test_a_stack_that_names_no_environment_is_found_all_the_same(support, tmp_path):
    assert support.drift(tmp_path, region="unknown-region", account="unknown-account").is_clean


def test_another_stack_with_the_same_ids_is_not_the_one(support, tmp_path):
    support.name = "Sales"
    drift = support.drift(tmp_path)
    assert set(verdicts(drift).values()) == {"missing"}
    assert {each.whose for each in drift.extras} == {"another stack"}


def test_targets_that_somebody_swapped_are_told_with_both_sides(support, tmp_path):
    other = by_hand_application(support.stage, "Other")
    found = of(support.drift(tmp_path), "Rule")
    client = support.stage.client()
    raw = client.get_sip_rule(SipRuleId=found.id)["SipRule"]
    target = {"SipMediaApplicationId": other, "Priority": 1, "AwsRegion": "us-east-1"}
    client.update_sip_rule(SipRuleId=found.id, Name=raw["Name"], Disabled=True, TargetApplications=[target])
    support.stage.advance(600)
    drift = support.drift(tmp_path)
    declared = [{"SipMediaApplicationId": of(drift, "App").id, "Priority": 1, "AwsRegion": "us-east-1"}]
    assert list(changes(drift)) == [
        ("Rule", "Disabled", False, True),
        ("Rule", "TargetApplications", declared, [target]),
    ]
    assert {change.outlook for change in of(drift, "Rule").changes} == {"with-any-change"}
    assert [(each.id, each.whose) for each in drift.extras] == [(other, "nobody")]


def test_a_function_that_only_the_deployment_knows_is_counted_not_guessed(support, tmp_path):
    support.template["App"]["Properties"]["Endpoints"] = [{"LambdaArn": {"Fn::GetAtt": ["Fn", "Arn"]}}]
    support.template["Fn"] = {"Type": "AWS::Lambda::Function", "Properties": {}}
    drift = support.drift(tmp_path)
    assert of(drift, "App").not_comparable == ("Endpoints",)
    assert drift.is_clean


def test_a_connector_is_compared_part_by_part_and_undeclared_parts_are_left_alone(support, tmp_path):
    trunk = of(support.drift(tmp_path), "Trunk").id
    client = support.stage.client()
    client.put_voice_connector_logging_configuration(
        VoiceConnectorId=trunk, LoggingConfiguration={"EnableSIPLogs": True}
    )
    client.put_voice_connector_termination(
        VoiceConnectorId=trunk,
        Termination={"CallingRegions": ["CA", "US"], "CidrAllowedList": ["203.0.113.0/28"], "CpsLimit": 1},
    )
    assert list(changes(support.drift(tmp_path))) == [("Trunk", "Termination.CallingRegions", ["US"], ["CA", "US"])]


def test_tags_of_others_are_nobodys_drift_and_declared_ones_must_be_there(support, tmp_path):
    support.template["App"]["Properties"]["Tags"] = [{"Key": "team", "Value": "voice"}]
    arn = support.stage.client().list_sip_media_applications()["SipMediaApplications"][0]["SipMediaApplicationArn"]
    support.stage.client().tag_resource(ResourceARN=arn, Tags=[{"Key": "cost", "Value": "42"}])
    assert [(one, name) for one, name, _, _ in changes(support.drift(tmp_path))] == [("App", "Tags")]
    support.stage.client().tag_resource(ResourceARN=arn, Tags=[{"Key": "team", "Value": "voice"}])
    assert support.drift(tmp_path).is_clean


def test_a_number_whose_name_and_product_type_were_changed_by_hand(support, tmp_path):
    found = of(support.drift(tmp_path), "Number").id
    support.template["Number"]["Properties"]["CallingName"] = "Support"
    drift = support.drift(tmp_path)
    assert list(changes(drift)) == [("Number", "CallingName", "Support", None)]
    assert of(drift, "Number").changes[0].outlook == "with-its-change"
    support.stage.client().update_phone_number(PhoneNumberId=found, Name="Renamed")
    drift = support.drift(tmp_path)
    assert of(drift, "Number").verdict == "missing"
    assert [(each.id, each.whose) for each in drift.extras] == [(found, "nobody")]


@pytest.mark.parametrize(
    ("logical_id", "outlook"), [("Rule", "made-anew"), ("Number", "refused")], ids=["rule", "number"]
)
def test_what_is_gone_is_missing_and_it_is_told_what_a_deployment_would_do(support, tmp_path, logical_id, outlook):
    client = support.stage.client()
    found = of(support.drift(tmp_path), "Rule")
    raw = client.get_sip_rule(SipRuleId=found.id)["SipRule"]
    client.update_sip_rule(
        SipRuleId=found.id, Name=raw["Name"], Disabled=True, TargetApplications=raw["TargetApplications"]
    )
    support.stage.advance(600)
    client.delete_sip_rule(SipRuleId=found.id)
    support.stage.advance(600)
    if logical_id == "Number":
        client.delete_phone_number(PhoneNumberId=of(support.drift(tmp_path), "Number").id)
        support.stage.advance(600)
    drift = support.drift(tmp_path)
    assert of(drift, logical_id).verdict == "missing"
    assert of(drift, logical_id).outlook == outlook
    assert outlook in OUTLOOKS
    assert not drift.is_clean


def test_a_rule_renamed_by_hand_is_still_found_by_its_trigger(support, tmp_path):
    found = of(support.drift(tmp_path), "Rule").id
    client = support.stage.client()
    raw = client.get_sip_rule(SipRuleId=found)["SipRule"]
    client.update_sip_rule(SipRuleId=found, Name="Mine", Disabled=False, TargetApplications=raw["TargetApplications"])
    support.stage.advance(600)
    drift = support.drift(tmp_path)
    assert list(changes(drift)) == [("Rule", "Name", "Main", "Mine")]
    assert "mark" in of(drift, "Rule").note


def test_an_adopted_resource_is_the_one_of_its_id_and_what_is_not_declared_is_left_alone(tmp_path):
    deployed = Deployed(Stage())
    app = by_hand_application(deployed.stage, "East")
    main = by_hand_number(deployed.stage)
    found = by_hand_rule(deployed.stage, main, app)
    deployed.declare("Rule", rule(main, app, adopt_id=found, name=None))
    assert deployed.drift(tmp_path).is_clean
    deployed.declare("Rule", rule(main, app, adopt_id="0f0f0f0f-0000-4000-8000-000000000009", name=None))
    gone = of(deployed.drift(tmp_path), "Rule")
    assert (gone.verdict, gone.outlook) == ("missing", "refused")
    assert "0f0f0f0f-0000-4000-8000-000000000009" in gone.note


@pytest.mark.parametrize(
    ("lambdas", "told"),
    [
        (Lambda(), f"nobody answers: its function {function()} does not exist"),
        (Lambda(answer=[]), f"nobody answers: the service may not invoke its function {function()}"),
        (Lambda(answer=[ALLOWED]), ""),
    ],
)
def test_an_application_as_declared_whose_function_cannot_be_invoked_is_told(support, tmp_path, lambdas, told):
    drift = compare(declared(support.assembly(tmp_path)), support.estate(lambdas=lambdas))
    assert (of(drift, "App").verdict, of(drift, "App").note) == ("same", told)


def test_what_was_not_looked_at_is_neither_there_nor_missing(support, tmp_path):
    every = declared(support.assembly(tmp_path))
    drift = compare(every, support.estate(regions=("us-west-2",)))
    assert set(verdicts(drift).values()) == {"unknown"}
    assert {each.note for each in drift.resources} == {"us-east-1 was not looked at"}
    assert not drift.is_clean


@pytest.mark.parametrize(
    ("refused", "logical_id", "verdict"),
    [("list_sip_rules", "Rule", "unknown"), ("get_voice_connector_termination", "Trunk", "same")],
)
def test_what_the_account_refuses_to_say_is_no_drift(support, tmp_path, refused, logical_id, verdict):
    support.stage.refused = refused
    drift = support.drift(tmp_path)
    assert of(drift, logical_id).verdict == verdict
    assert drift.notes
    if verdict == "same":
        assert of(drift, logical_id).not_comparable == ("Termination",)


def test_what_the_code_no_longer_declares_was_left_behind(support, tmp_path):
    found = of(support.drift(tmp_path), "Number").id
    support.template["Rule"]["Properties"]["TriggerValue"] = found
    del support.template["Number"]
    drift = support.drift(tmp_path)
    assert [(each.id, each.whose) for each in drift.extras] == [(found, "left behind")]
    assert drift.is_clean
