"""Sets, groups, associations, users, domains and settings, each by what it is found by."""

from __future__ import annotations

import json

import pytest
from chime_voice.contract.global_settings import GlobalSettings
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.phone_number_settings import PhoneNumberSettings
from chime_voice.contract.phone_numbers import PhoneNumbers
from chime_voice.contract.termination_credentials import TerminationCredentials

from tests.drift.accounts import Deployed, Stage, changes, of, verdicts
from tests.provider.stage import ACCOUNT
from tests.provider.world import (
    application,
    by_hand_application,
    by_hand_connector,
    connector,
    domain,
    function,
    group,
    rule_set,
    rules_for,
    termination,
)

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:pbx-AbCdEf"


def _set_bucket(client):
    client.update_global_settings(VoiceConnector={"CdrBucket": "other"})


def _set_name(client):
    client.update_phone_number_settings(CallingName="other")


@pytest.fixture
def deployed():
    return Deployed(Stage())


def _some(count=2, product_type="SipMediaApplicationDialIn"):
    return PhoneNumbers(product_type=product_type, name="Desk", home_region="us-east-1", count=count, area_code="206")


def test_a_set_of_rules_is_compared_rule_by_rule_on_numbers_that_a_search_found(deployed, tmp_path):
    numbers = deployed.make("Some", _some()).data["Numbers"].split(",")
    app = deployed.make("App", application()).physical_id
    references = [{"Fn::GetAtt": ["Some", f"Number{at}"]} for at in range(2)]
    target = {"SipMediaApplicationId": {"Ref": "App"}, "Priority": 1, "AwsRegion": "us-east-1"}
    lines = rule_set(rules_for(numbers, app))
    deployed.make("Lines", lines, Groups=[{"TargetApplications": [target], "PhoneNumbers": references}])
    drift = deployed.drift(tmp_path)
    assert drift.is_clean
    assert [each.name for each in drift.resources] == [
        "Support/Some",
        "Support/App",
        *(f"Support/Lines, rule for {number}" for number in numbers),
    ]
    client = deployed.stage.client()
    rules = {each["TriggerValue"]: each for each in client.list_sip_rules()["SipRules"]}
    one = rules[numbers[1]]
    client.update_sip_rule(
        SipRuleId=one["SipRuleId"], Name=one["Name"], Disabled=True, TargetApplications=one["TargetApplications"]
    )
    deployed.stage.advance(600)
    assert list(changes(deployed.drift(tmp_path))) == [("Lines", "Disabled", False, True)]
    client.delete_sip_rule(SipRuleId=one["SipRuleId"])
    deployed.stage.advance(600)
    (missing,) = deployed.drift(tmp_path).of("missing")
    assert (missing.name, missing.outlook) == (f"Support/Lines, rule for {numbers[1]}", "with-any-change")


def test_fewer_numbers_than_a_search_was_to_find_or_of_another_product_type_are_drift(deployed, tmp_path):
    numbers = deployed.make("Some", _some(3)).data["Numbers"].split(",")
    client = deployed.stage.client()
    client.update_phone_number(PhoneNumberId=numbers[0], ProductType="VoiceConnector")
    client.delete_phone_number(PhoneNumberId=numbers[2])
    deployed.stage.advance(600)
    assert list(changes(deployed.drift(tmp_path))) == [
        ("Some", "Count", 3, 2),
        ("Some", f"ProductType of {numbers[0]}", "SipMediaApplicationDialIn", "VoiceConnector"),
    ]


def test_a_group_its_connectors_and_their_numbers(deployed, tmp_path):
    first = deployed.make("Trunk", connector(termination=termination())).physical_id
    second = deployed.make("Spare", connector("Spare")).physical_id
    item = {"VoiceConnectorId": {"Ref": "Trunk"}, "Priority": 1}
    deployed.make("Both", group(first), VoiceConnectorItems=[item])
    numbers = deployed.make("Some", _some(product_type="VoiceConnector")).data["Numbers"].split(",")
    taken = PhoneNumberAssociation(aws_region="us-east-1", voice_connector_id=second, e164_phone_numbers=tuple(numbers))
    deployed.make("Carried", taken, VoiceConnectorId={"Ref": "Spare"})
    assert deployed.drift(tmp_path).is_clean
    client = deployed.stage.client()
    client.disassociate_phone_numbers_from_voice_connector(VoiceConnectorId=second, E164PhoneNumbers=numbers[:1])
    name = client.get_voice_connector_group(VoiceConnectorGroupId=of(deployed.drift(tmp_path), "Both").id)
    other = by_hand_connector(deployed.stage, "Other")
    client.update_voice_connector_group(
        VoiceConnectorGroupId=name["VoiceConnectorGroup"]["VoiceConnectorGroupId"],
        Name=name["VoiceConnectorGroup"]["Name"],
        VoiceConnectorItems=[{"VoiceConnectorId": other, "Priority": 1}],
    )
    deployed.stage.advance(600)
    drift = deployed.drift(tmp_path)
    assert {(one, name) for one, name, _, _ in changes(drift)} == {
        ("Both", "VoiceConnectorItems"),
        ("Carried", "E164PhoneNumbers"),
    }
    assert [each.id for each in drift.extras] == [other]


def test_users_of_a_connector_are_there_or_missing_and_what_they_are_is_not_compared(deployed, tmp_path):
    trunk = deployed.make("Trunk", connector(termination=termination())).physical_id
    deployed.stage.secrets[SECRET] = '{"pbx": "not-to-be-seen"}'
    users = TerminationCredentials(aws_region="us-east-1", voice_connector_id=trunk, secret_arn=SECRET)
    deployed.make("Users", users, VoiceConnectorId={"Ref": "Trunk"})
    drift = deployed.drift(tmp_path)
    assert drift.is_clean
    assert of(drift, "Users").not_comparable == ("user names and passwords",)
    deployed.stage.client().delete_voice_connector_termination_credentials(VoiceConnectorId=trunk, Usernames=["pbx"])
    assert verdicts(deployed.drift(tmp_path))["Users"] == "missing"


def test_numbers_of_a_group_that_nobody_carries_any_more_are_told_one_by_one(deployed, tmp_path):
    first = deployed.make("Trunk", connector(termination=termination())).physical_id
    both = deployed.make("Both", group(first)).physical_id
    numbers = deployed.make("Some", _some(product_type="VoiceConnector")).data["Numbers"].split(",")
    carried = PhoneNumberAssociation(
        aws_region="us-east-1", voice_connector_group_id=both, e164_phone_numbers=tuple(numbers)
    )
    deployed.make("Carried", carried, VoiceConnectorGroupId={"Ref": "Both"})
    assert deployed.drift(tmp_path).is_clean
    client = deployed.stage.client()
    client.disassociate_phone_numbers_from_voice_connector_group(
        VoiceConnectorGroupId=both, E164PhoneNumbers=numbers[:1]
    )
    assert list(changes(deployed.drift(tmp_path))) == [("Carried", "E164PhoneNumbers", sorted(numbers), numbers[1:])]
    client.disassociate_phone_numbers_from_voice_connector_group(
        VoiceConnectorGroupId=both, E164PhoneNumbers=numbers[1:]
    )
    assert verdicts(deployed.drift(tmp_path))["Carried"] == "missing"


@pytest.mark.parametrize(
    ("setting", "member", "by_hand"),
    [
        (GlobalSettings(home_region="us-east-1", cdr_bucket="records"), "CdrBucket", _set_bucket),
        (PhoneNumberSettings(home_region="us-east-1", calling_name="Example"), "CallingName", _set_name),
    ],
)
def test_a_setting_that_somebody_changed_is_the_same_setting(deployed, tmp_path, setting, member, by_hand):
    deployed.make("Setting", setting)
    assert deployed.drift(tmp_path).is_clean
    deployed.stage.advance(8 * 86_400)
    by_hand(deployed.stage.client())
    drift = deployed.drift(tmp_path)
    assert list(changes(drift)) == [("Setting", member, setting.properties()[member], "other")]
    assert drift.extras == ()


def test_a_setting_that_nobody_has_made_is_missing(deployed, tmp_path):
    deployed.declare("Setting", GlobalSettings(home_region="us-east-1", cdr_bucket="records"))
    assert verdicts(deployed.drift(tmp_path)) == {"Setting": "missing"}


def test_cloudformations_own_type_is_found_by_its_name_and_left_to_cloudformation(deployed, tmp_path):
    by_hand_application(deployed.stage, "reception")
    named = {"Name": "reception", "AwsRegion": "us-east-1", "Endpoints": [{"LambdaArn": function("other")}]}
    deployed.template["App"] = {"Type": "AWS::Chime::SipMediaApplication", "Properties": named}
    drift = deployed.drift(tmp_path)
    ((_, name, _, present),) = changes(drift)
    assert (name, present) == ("Endpoints", [{"LambdaArn": function()}])
    assert [each.outlook for one in drift.resources for each in one.changes] == ["cloudformation"]
    assert drift.extras == ()
    named["Name"] = "elsewhere"
    (gone,) = deployed.drift(tmp_path).of("missing")
    assert gone.outlook == "cloudformation"


def test_what_a_nested_stack_made_is_found_by_its_logical_id(deployed, tmp_path):
    stage = deployed.stage
    inner = f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/Support-Nest-1X2Y3Z/0f0f0f0f-0000-4000-8000-000000000001"
    made = stage.create(connector(), "Trunk", stack=inner)
    some = stage.create(_some(), "Some", stack=inner)
    assert made.succeeded
    assert some.succeeded
    stage.advance(600)
    declared = {
        name: {"Type": each.SPEC.type_name, "Properties": {"ServiceToken": "arn", **each.properties()}}
        for name, each in (("Trunk", connector()), ("Some", _some()))
    }
    (tmp_path / "inner.template.json").write_text(json.dumps({"Resources": declared}))
    deployed.template["Nest"] = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {},
        "Metadata": {"aws:asset:path": "inner.template.json"},
    }
    drift = deployed.drift(tmp_path)
    assert drift.is_clean
    assert [each.id for each in drift.resources] == [
        made.physical_id,
        ", ".join(sorted(some.data["Numbers"].split(","))),
    ]
    assert stage.create(connector("Trunk"), "Trunk", stack=inner.replace("Nest", "Other")).succeeded
    stage.advance(600)
    (open_,) = deployed.drift(tmp_path).of("unknown")
    assert "several carry its mark" in open_.note


def test_a_domain_is_found_by_its_mark(deployed, tmp_path):
    deployed.make("Prints", domain())
    assert verdicts(deployed.drift(tmp_path)) == {"Prints": "same"}
