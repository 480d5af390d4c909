"""Applications that stand in for each other are one `FailoverVoiceApp`, where it says all that they have."""

from __future__ import annotations

import copy
import dataclasses

import pytest
from chime_voice.contract.marker import short_hash

from constructs_lib.generate import generate
from tests.estate.accounts import Stage, scanned, two_regions
from tests.generate.accounts import with_rules
from tests.generate.projects import checked, made, synthesized
from tests.generate.same import assert_same, declared
from tests.provider.world import by_hand_application, by_hand_connector, by_hand_number

SMA, RULE, NUMBER = "Custom::ChimeSipMediaApplication", "Custom::ChimeSipRule", "Custom::ChimePhoneNumber"


def changed(estate, type_name, at, change):
    """The estate with one resource of a type changed."""
    one = estate.of_type(type_name)[at]
    properties = copy.deepcopy(dict(one.properties))
    change(properties)
    resources = [dataclasses.replace(each, properties=properties) if each is one else each for each in estate.resources]
    return dataclasses.replace(estate, resources=tuple(resources))


def without_targets_but(properties, at):
    properties["TargetApplications"] = [{**properties["TargetApplications"][at], "Priority": 1}]


def swapped(properties):
    first, second = properties["TargetApplications"]
    first["Priority"], second["Priority"] = 2, 1


def with_gap(properties):
    properties["TargetApplications"][1]["Priority"] = 5


def test_with_more_resources_the_routes_have_a_file_and_the_applications_none(tmp_path):
    found = with_rules(20, chains=1, unrouted=2)
    folder = tmp_path / "telephony"
    project = made(found, folder)
    assert {name for name in project.files if name.endswith(".py")} == {
        "app.py",
        "phone_numbers.py",
        "routes.py",
        "test_app.py",
    }
    assert project.files["routes.py"].count("voice.route(") == 20
    assert "cdk.Stack(" not in project.files["app.py"]
    checked(folder)
    assert_same(found, synthesized(folder))


def test_what_else_there_is_stands_in_its_stacks_or_in_plain_ones(tmp_path):
    stage = Stage()
    two_regions(stage)
    trunk = by_hand_connector(stage)
    other = by_hand_application(stage, "Night", "eu-west-2")
    stage.advance(600)
    stage.client().create_sip_rule(
        Name="Night",
        TriggerType="ToPhoneNumber",
        TriggerValue=by_hand_number(stage, 1),
        TargetApplications=[{"SipMediaApplicationId": other, "Priority": 1, "AwsRegion": "eu-west-2"}],
    )
    found = scanned(stage, regions=("us-east-1", "us-west-2", "eu-west-2"))
    folder = tmp_path / "telephony"
    app = made(found, folder).files["app.py"]
    assert f'"{trunk}"' in app
    assert 'us_east_1 = voice.stacks["us-east-1"]' in app
    assert 'eu_west_2 = stack(app, "eu-west-2", region="eu-west-2")' in app
    checked(folder)
    assert_same(found, synthesized(folder))


def test_the_second_home_region_can_hold_the_rules_and_names_of_its_own_constructs_are_free(tmp_path):
    found = with_rules(3, chains=1)
    moved = [
        dataclasses.replace(each, region="us-west-2", properties={**each.properties, "HomeRegion": "us-west-2"})
        if each.type_name in (RULE, NUMBER)
        else each
        for each in found.resources
    ]
    found = dataclasses.replace(found, resources=tuple(moved))
    found = changed(found, NUMBER, 0, lambda properties: properties.update(Name="Rules"))
    folder = tmp_path / "telephony"
    assert 'home_region="us-west-2"' in made(found, folder).files["app.py"]
    checked(folder)
    assert_same(found, synthesized(folder))


def test_a_deployment_calls_nothing_that_changes_anything(tmp_path):
    stage = Stage()
    two_regions(stage)
    folder = tmp_path / "telephony"
    assert "FailoverVoiceApp(" in made(scanned(stage), folder).files["app.py"]
    heard = len(stage.service.journal)
    for resource in declared(synthesized(folder)):
        done = stage.create(resource, f"Logical{short_hash(str(resource), 8)}")
        assert done.succeeded, done.reason
    operations = {entry.operation for entry in list(stage.service.journal)[heard:]}
    assert operations
    assert all(operation.startswith(("Get", "List")) for operation in operations), operations


def test_the_order_is_that_of_the_rules():
    files = generate(changed(with_rules(1, chains=1), RULE, 0, swapped)).files
    assert 'regions=["us-west-2", "us-east-1"]' in files["app.py"]
    assert "## Failover" in files["README.md"]
    assert "- us-west-2: `Desk 0`\n- us-east-1: `Desk 0`\n" in files["README.md"]


@pytest.mark.parametrize(
    ("type_name", "change"),
    [
        (SMA, lambda properties: properties.update(MessageLogging=True)),
        (SMA, lambda properties: properties.update(Tags=[{"Key": "team", "Value": "voice"}])),
        (RULE, swapped),
        (RULE, with_gap),
        (RULE, lambda properties: without_targets_but(properties, 1)),
        (RULE, lambda properties: properties.update(HomeRegion="us-west-2")),
    ],
    ids=["logging", "tags", "another order", "a gap", "one Region alone", "another home"],
)
def test_plain_constructs_say_what_a_failover_app_cannot(type_name, change):
    fitting = with_rules(3, chains=1)
    assert "FailoverVoiceApp(" in generate(fitting).files["app.py"]
    assert "FailoverVoiceApp(" not in generate(changed(fitting, type_name, 0, change)).files["app.py"]


@pytest.mark.parametrize("estate", [with_rules(3), with_rules(60, chains=1)], ids=["several lines", "a table"])
def test_several_lines_and_tables_are_plain_constructs(estate):
    assert not any("FailoverVoiceApp" in text for text in generate(estate).files.values())
