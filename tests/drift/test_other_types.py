"""Sets, groups, associations, users, domains and settings, each by what it is found by."""

from __future__ import annotations

import pytest
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.phone_numbers import PhoneNumbers
from chime_voice.contract.termination_credentials import TerminationCredentials

from tests.drift.accounts import Deployed, Stage, changes, of, verdicts
from tests.provider.world import (
    application,
    by_hand_connector,
    connector,
    domain,
    group,
    rule_set,
    rules_for,
    termination,
)

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:pbx-AbCdEf"


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


def test_a_domain_is_found_by_its_mark(deployed, tmp_path):
    deployed.make("Prints", domain())
    assert verdicts(deployed.drift(tmp_path)) == {"Prints": "same"}
