"""The service's resources as a review compares them: properties, what a change of one does, what stays."""

import dataclasses
from typing import Any

import pytest

from constructs_lib.assembly import read
from tests.assembly.by_hand import NUMBER, application, function, rule, stack, target, write

NOTHING = {"Ref": "AWS::NoValue"}


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


def test_what_is_asked_only_when_a_number_is_ordered_changes_nothing_later(tmp_path):
    exact = {"HomeRegion": "us-east-1", "E164PhoneNumber": NUMBER, "Restore": True}
    found = resources_of(tmp_path, {"Main": number(Properties=exact)})["Main"]
    changes = {each.name: each.on_change for each in found.properties}
    assert changes == {"E164PhoneNumber": "replacement", "HomeRegion": "replacement", "Restore": "no effect"}


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


def test_whether_anything_uses_an_application_is_asked_where_no_rule_names_it(tmp_path):
    told = function(Environment={"Variables": {"APP": {"Ref": "Dialled"}}})
    resources = {"Ruled": application(), "Dialled": application(), "Idle": application(), "Fn": told}
    found = resources_of(tmp_path, {**resources, "Line": rule(NUMBER, target({"Ref": "Ruled"}))})
    assert {name: each.used for name, each in found.items()} == {
        "Ruled": None,
        "Dialled": True,
        "Idle": False,
        "Line": None,
    }


def test_what_cloudformation_itself_asks_for_is_no_property(tmp_path):
    found = resources_of(tmp_path, {"App": application(ServiceToken="provider", ServiceTimeout="600")})["App"]
    assert {"ServiceToken", "ServiceTimeout"}.isdisjoint(each.name for each in found.properties)


def test_a_property_is_shown_as_it_stands_and_its_expressions_as_what_they_come_to(tmp_path):
    more = {
        "Name": {"Fn::Join": ["-", ["a", {"Ref": "Main"}]]},
        "Disabled": True,
        "Nonsense": [1.5, None, {"b": 1, "a": 2}],
    }
    found = resources_of(tmp_path, {"Main": number(), "App": application(), "Line": rule(NUMBER, **more)})["Line"]
    assert found.value("Name") == "a-<number Voice/Main, area code 206>"
    assert (found.value("Disabled"), found.value("Nonsense")) == ("true", '[1.5, null, {"a": 2, "b": 1}]')


def texts_in(value):
    """Every text in a table."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)


def test_a_table_holds_plain_texts_that_remember_nothing_of_the_assembly(tmp_path):
    joined = {"Fn::Join": ["", ["us-", "east-1"]]}
    resources = {
        "Main": number(),
        "App": application(
            {"Fn::GetAtt": ["Fn", "Arn"]}, region=joined, Name=joined, Tags=[{"Key": joined, "Value": ""}]
        ),
        "Fn": function(Runtime=joined, Handler=joined, Environment={"Variables": {"A": {"Ref": "Main"}}}),
        "Line": rule({"Ref": "Main"}, target({"Ref": "App"}, 1, joined), HomeRegion=joined, Name=joined),
        "Adopted": rule(NUMBER, target(joined, 1, joined), AdoptId=joined),
    }
    texts = list(texts_in(read(write(tmp_path, {"Voice": stack(resources)}))))
    assert "us-east-1" in texts
    assert {type(text) for text in texts} == {str}


def test_several_numbers_are_known_one_by_one(tmp_path):
    exact = {"Count": NOTHING, "E164PhoneNumbers": [NUMBER, {"Fn::Join": ["", ["+1206555", "0101"]]}]}
    several: dict[str, Any] = {
        "Type": "Custom::ChimePhoneNumbers",
        "Properties": {"HomeRegion": "us-east-1", "Name": "n"},
    }
    found = {"Type": several["Type"], "Properties": {**several["Properties"], "Count": 2, "AreaCode": "206"}}
    several["Properties"] |= {"ProductType": "SipMediaApplicationDialIn", **exact}
    triggers = [{"Fn::GetAtt": [name, f"Number{at}"]} for name in ("Exact", "Found") for at in (0, 1)]
    lines = {f"Line{at}": rule(trigger) for at, trigger in enumerate(triggers)}
    resources = {"App": application(), "Exact": several, "Found": found, **lines}
    table = read(write(tmp_path, {"Voice": stack(resources)}))
    assert [route.trigger.value for route in table.routes] == [
        NUMBER,
        "+12065550101",
        "<number 0 of Voice/Found, area code 206>",
        "<number 1 of Voice/Found, area code 206>",
    ]


def test_a_setting_is_named_by_its_value(tmp_path):
    properties = {"HomeRegion": "us-east-1", "CdrBucket": "records", "AdoptId": "before"}
    setting = {"Type": "Custom::ChimeGlobalSettings", "Properties": properties}
    assert resources_of(tmp_path, {"Setting": setting})["Setting"].identity == "records"


def test_numbers_that_a_carrier_had_already_are_adopted(tmp_path):
    properties = {"AwsRegion": "us-east-1", "VoiceConnectorGroupId": "g", "E164PhoneNumbers": [NUMBER]}
    association = {"Type": "Custom::ChimePhoneNumberAssociation", "Properties": properties}
    adopted = {**association, "Properties": {**properties, "Adopt": True}}
    found = resources_of(tmp_path, {"Made": association, "Old": adopted})
    assert (found["Made"].adopted, found["Old"].adopted) == (False, True)
