"""What cannot be taken over is named with the reason, and the rest refers to it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from chime_voice.contract.marker import Marker

from constructs_lib.estate.model import Estate, Found, FoundFunction, Gap
from constructs_lib.generate import GenerateError, generate
from tests.generate.accounts import with_rules
from tests.generate.projects import checked, made, synthesized
from tests.generate.same import assert_same
from tests.provider.stage import STACK
from tests.provider.world import function

MARKED: dict[str, Any] = {"Name": Marker.of(STACK, "Main", "request").sign("Line")}


def altered(found: Found, properties: dict[str, Any] | None = None, **facts: Any) -> Found:
    return dataclasses.replace(found, properties={**found.properties, **(properties or {})}, facts=facts)


def numbered(estate: Estate, type_name: str) -> list[Found]:
    return list(estate.of_type(f"Custom::Chime{type_name}"))


def troubled() -> tuple[Estate, dict[str, str]]:
    """An account with one of each trouble, and what is said of it by id."""
    base = with_rules(9, chains=5)
    numbers, applications, rules = (numbered(base, name) for name in ("PhoneNumber", "SipMediaApplication", "SipRule"))
    numbers[6] = altered(numbers[6], DeletionTimestamp="2026-11-27T12:00:00Z")
    numbers[7] = altered(numbers[7], Status="AcquireFailed")
    numbers[8] = altered(numbers[8], **MARKED)
    applications[2] = altered(applications[2], {"Endpoints": [{"LambdaArn": function("gone")}]})
    applications[4] = altered(applications[4], {"Endpoints": [{"LambdaArn": function("answer:$LATEST")}]})
    foreign = "arn:aws:lambda:us-east-1:210987654321:function:answer"
    applications[6] = altered(applications[6], {"Endpoints": [{"LambdaArn": foreign}]})
    applications[8] = altered(applications[8], **MARKED)
    twice = rules[5].properties["TargetApplications"]
    rules[5] = altered(rules[5], {"TargetApplications": [twice[0], {**twice[1], "AwsRegion": "us-east-1"}]})
    rules.append(
        dataclasses.replace(
            rules[0],
            id="ffffffff-1111-4000-8000-000000000000",
            properties={
                **rules[0].properties,
                "AdoptId": "ffffffff-1111-4000-8000-000000000000",
                "Disabled": True,
            },
        )
    )
    estate = dataclasses.replace(
        base,
        resources=(*numbers, *applications, *rules),
        functions=(FoundFunction(arn=function("gone"), exists=False),),
    )
    said = {
        numbers[6].id: "waits in the deletion queue",
        numbers[7].id: "its status is AcquireFailed",
        numbers[8].id: "a stack of this library made it",
        applications[2].id: "does not exist",
        applications[4].id: "takes no permission for $LATEST",
        applications[6].id: "another account's",
        applications[8].id: "a stack of this library made it",
        rules[5].id: "must differ",
        rules[-1].id: f"has another rule, {rules[0].id}",
    }
    return estate, said


def test_each_is_named_with_the_reason_and_the_rest_is_as_it_was(tmp_path):
    estate, said = troubled()
    folder = tmp_path / "telephony"
    project = made(estate, folder)
    readme = project.files["README.md"]
    assert {each.found.id for each in project.decision.left} == set(said)
    for each in project.decision.left:
        assert said[each.found.id] in each.reason
        assert any(each.found.id in line and each.reason in line for line in readme.splitlines())
    checked(folder)
    table = synthesized(folder)
    # The functions of what is only referred to are not known to the app, so calls are compared by application alone.
    assert {route.rule_id for route in table.routes} == {
        each.id for each in estate.of_type("Custom::ChimeSipRule") if each.id not in said
    }
    chains = {route.trigger.value: [each.application_id for each in route.targets] for route in table.routes}
    for rule in estate.of_type("Custom::ChimeSipRule"):
        if rule.id not in said:
            ids = [target["SipMediaApplicationId"] for target in rule.properties["TargetApplications"]]
            assert chains[rule.properties["TriggerValue"]] == ids


def test_a_property_that_the_contract_refuses_stays_as_it_is(tmp_path):
    trunk = Found(
        type_name="Custom::ChimeVoiceConnector",
        id="ec39d0ae14e105a07cf4e3",
        region="us-east-1",
        properties={
            "AdoptId": "ec39d0ae14e105a07cf4e3",
            "AwsRegion": "us-east-1",
            "Name": "Trunk",
            "RequireEncryption": True,
            "Termination": {"CallingRegions": ["US"], "CidrAllowedList": ["10.0.0.0/28"]},
            "Origination": {"Disabled": True},
            "Tags": [{"Key": "aws:createdBy", "Value": "somebody"}],
        },
        attributes={
            "VoiceConnectorId": "ec39d0ae14e105a07cf4e3",
            "VoiceConnectorArn": "arn:aws:chime:us-east-1:123456789012:vc/ec39d0ae14e105a07cf4e3",
            "OutboundHostName": "ec39d0ae14e105a07cf4e3.voiceconnector.chime.aws",
        },
    )
    estate = dataclasses.replace(with_rules(1), resources=(trunk,))
    project = made(estate, tmp_path / "telephony")
    (taken,) = project.decision.taken
    assert [name for name, _ in taken.undeclared] == ["Origination", "Termination"]
    assert "`Termination`: `termination.cidr_allowed_list[0] must be public" in project.files["README.md"]
    kept = {k: v for k, v in trunk.properties.items() if k not in ("Termination", "Origination", "Tags")}
    expected = dataclasses.replace(estate, resources=(dataclasses.replace(trunk, properties=kept),))
    assert_same(expected, synthesized(tmp_path / "telephony"))


def test_what_the_account_did_not_say_is_in_the_readme():
    gap = Gap(region="us-west-2", operation="ListSipRules", reason="AccessDeniedException: `no`")
    readme = generate(dataclasses.replace(with_rules(1), gaps=(gap,))).files["README.md"]
    assert "`` us-west-2: ListSipRules: AccessDeniedException: `no` ``" in readme


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"resources": ()}, "the estate has no resources"),
        ({"account": "12345"}, "must be twelve digits, got '12345'"),
    ],
)
def test_nothing_is_generated_of_nothing(change: dict[str, Any], message: str):
    with pytest.raises(GenerateError, match=message):
        generate(dataclasses.replace(with_rules(1), **change))
