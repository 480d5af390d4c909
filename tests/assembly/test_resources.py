"""The service's resources as a review compares them: properties, what a change of one does, what stays."""

import pytest

from constructs_lib.assembly import read
from tests.assembly.by_hand import NUMBER, application, rule, stack, write


def number(**more):
    return {"Type": "Custom::ChimePhoneNumber", "Properties": {"HomeRegion": "us-east-1", "AreaCode": "206"}, **more}


def resources_of(folder, resources):
    return {each.origin.logical_id: each for each in read(write(folder, {"Voice": stack(resources)})).resources}


def test_every_resource_of_the_service_is_there_by_property(tmp_path):
    connector = {"Type": "Custom::ChimeVoiceConnector", "Properties": {"AwsRegion": "us-west-2"}}
    table = {"Type": "AWS::DynamoDB::Table"}
    more = {"App": application(Tags=[{"Value": "b", "Key": "a"}]), "Line": rule(), "Pbx": connector, "Table": table}
    found = resources_of(tmp_path, {"Main": number(), **more})
    assert [(each.label, each.identity, each.region) for each in found.values()] == [
        ("phone number", "<number Voice/Main, area code 206>", "us-east-1"),
        ("SIP media application", "<application Voice/App>", "us-east-1"),
        ("SIP rule", "<SIP rule Voice/Line>", "us-east-1"),
        ("Voice Connector", "<host of Voice/Pbx>", "us-west-2"),
    ]
    assert found["Line"].value("TriggerValue") == NUMBER
    assert found["App"].value("Tags") == '[{"Key": "a", "Value": "b"}]'
    changes = {each.name: each.on_change for each in found["Line"].properties}
    assert (changes["TriggerValue"], changes["TargetApplications"]) == ("replacement", "in place")


@pytest.mark.parametrize(
    ("policies", "stays"),
    [
        ({}, False),
        ({"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}, True),
        ({"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}, True),
        ({"DeletionPolicy": "Retain"}, False),
        ({"UpdateReplacePolicy": "Retain"}, False),
        ({"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Retain"}, False),
    ],
)
def test_retained_is_what_stays_when_removed_and_when_replaced(tmp_path, policies, stays):
    assert resources_of(tmp_path, {"Main": number(**policies)})["Main"].retained is stays


def test_adopted_is_what_was_there_before(tmp_path):
    found = resources_of(tmp_path, {"Mine": application(), "Old": application(AdoptId="sma-1")})
    assert (found["Mine"].adopted, found["Old"].adopted, found["Old"].identity) == (False, True, "sma-1")
