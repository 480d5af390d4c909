"""What must hold for the apps that we show, whatever their snapshots say."""

from __future__ import annotations

import json

import pytest

from tests.reference_apps import APPS, assembly_of, synthesize
from tests.snapshots.layout import readable, stacks_of


def ids_of(stacks, type_name):
    """Logical id -> resource of a type."""
    every = [item for template in stacks.values() for item in template["Resources"].items()]
    return {name: one for name, one in every if one["Type"] == type_name}


def resources(stacks, type_name):
    return [one for template in stacks.values() for one in template["Resources"].values() if one["Type"] == type_name]


def regions_of(rule):
    targets = sorted(rule["Properties"]["TargetApplications"], key=lambda target: int(target["Priority"]))
    return [target["AwsRegion"] for target in targets]


@pytest.mark.parametrize("app", APPS)
def test_no_number_is_released_by_a_deployment_or_a_destroy(app, tmp_path_factory):
    stacks = stacks_of(assembly_of(app, tmp_path_factory))
    kinds = ("PhoneNumber", "PhoneNumbers")
    numbers = [number for kind in kinds for number in resources(stacks, f"Custom::Chime{kind}")]
    assert numbers
    for number in numbers:
        assert number["UpdateReplacePolicy"] == "Retain"
        assert number["DeletionPolicy"] in ("Retain", "RetainExceptOnCreate")


@pytest.mark.parametrize(
    ("app", "order"),
    [
        ("app", ["us-east-1", "us-west-2"]),
        ("failover", ["eu-west-1", "eu-west-2", "eu-central-1"]),
        ("own_handler", ["us-west-2", "us-east-1"]),
        ("single_region", ["us-east-1"]),
    ],
)
def test_every_rule_tries_the_regions_in_the_order_that_the_app_says(app, order, tmp_path_factory):
    rules = resources(stacks_of(assembly_of(app, tmp_path_factory)), "Custom::ChimeSipRule")
    assert rules
    assert [regions_of(rule) for rule in rules] == [order] * len(rules)


def test_what_is_taken_over_is_named_by_its_id_and_otherwise_left_as_it_is(tmp_path_factory):
    stacks = stacks_of(assembly_of("existing_number", tmp_path_factory))
    kinds = ("PhoneNumber", "SipMediaApplication", "SipRule")
    (number,), (application,), (rule,) = (resources(stacks, f"Custom::Chime{kind}") for kind in kinds)
    for adopted in (number, application, rule):
        assert adopted["Properties"]["AdoptId"]
        assert not {"Name", "Disabled", "ProductType", "CallingName"} & set(adopted["Properties"])
    assert number["Properties"]["AdoptId"] == "+12065550100"
    (number_id,) = ids_of(stacks, "Custom::ChimePhoneNumber")
    (application_id,) = ids_of(stacks, "Custom::ChimeSipMediaApplication")
    (target,) = rule["Properties"]["TargetApplications"]
    assert rule["Properties"]["TriggerValue"] == {"Ref": number_id}
    assert target["SipMediaApplicationId"] == {"Ref": application_id}


def test_the_reference_app_takes_its_order_its_retired_regions_and_its_text_from_the_context(tmp_path):
    context = {"regions": "us-west-2", "retired": "us-east-1", "text": "Good morning from {region}"}
    stacks = stacks_of(synthesize("app", tmp_path / "cdk.out", CDK_CONTEXT_JSON=json.dumps(context)))
    assert set(stacks) == {"Support-us-west-2", "Support-us-east-1", "Support-Routing"}
    assert [regions_of(rule) for rule in resources(stacks, "Custom::ChimeSipRule")] == [["us-west-2"]] * 2
    (function,) = [
        one
        for one in resources({"west": stacks["Support-us-west-2"]}, "AWS::Lambda::Function")
        if one["Properties"]["Handler"].startswith("chime_voice.handlers.")
    ]
    assert function["Properties"]["Environment"]["Variables"]["CHIME_VOICE_TEXT"] == "Good morning from {region}"


def test_a_snapshot_shows_parameters_of_ones_own_but_not_those_of_the_bootstrap():
    hashed = "0" * 64
    template = {
        "Resources": {"A": {"S3Key": f"{hashed}.zip"}},
        "Parameters": {"BootstrapVersion": {}, "Text": {"Type": "String"}},
        "Rules": {"CheckBootstrapVersion": {}},
    }
    assert json.loads(readable(template)) == {
        "Resources": {"A": {"S3Key": "<hash of the code>.zip"}},
        "Parameters": {"Text": {"Type": "String"}},
    }
