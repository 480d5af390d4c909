"""`cdk.Tags` reaches what the service can tag, and nothing else."""

import aws_cdk as cdk
import pytest
from chime_voice.contract.registry import TYPES
from constructs import Construct

from constructs_lib import (
    GlobalSettings,
    PhoneNumber,
    PhoneNumberSettings,
    SipMediaApplication,
    SipRule,
    SipRuleSet,
    Trigger,
    VoiceConnector,
    VoiceProfileDomain,
)
from tests.synth.stacks import ACCOUNT, function_arn, new_stack, resources, template_of
from tests.synth.test_budgets import Trips
from tests.synth.test_budgets import trips as trips  # noqa: PLC0414 - a fixture

KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0f0f0f0f-0000-4000-8000-000000000001"
TAGGABLE = {"Custom::ChimeVoiceConnector", "Custom::ChimeSipMediaApplication", "Custom::ChimeVoiceProfileDomain"}


def estate(**tags: str) -> cdk.Stack:
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=function_arn(), tags=tags or None)
    VoiceConnector(stack, "Pbx", tags=tags or None)
    VoiceProfileDomain(stack, "Prints", key=KEY, tags=tags or None)
    SipRule(stack, "Rule", trigger=PhoneNumber(stack, "Main", area_code="206"), targets=[application])
    SipRuleSet(stack, "Lines").add(Trigger.phone_number("+12065550100"), targets=[application])
    GlobalSettings(stack, "Global", call_detail_records="records-of-calls")
    PhoneNumberSettings(stack, "Numbers", calling_name="Desk")
    return stack


def tags(stack: cdk.Stack) -> dict[str, dict[str, str] | None]:
    """Type -> tags of its resource; None where it has no such property."""
    found = {}
    for one in template_of(stack)["Resources"].values():
        if one["Type"].startswith("Custom::Chime"):
            given = one["Properties"].get("Tags")
            found[one["Type"]] = None if given is None else {tag["Key"]: tag["Value"] for tag in given}
    return found


def test_tags_of_the_app_reach_what_can_be_tagged_and_nothing_else():
    stack = estate()
    cdk.Tags.of(stack.node.root).add("team", "voice")
    assert {name for name, given in tags(stack).items() if given == {"team": "voice"}} == TAGGABLE
    assert {name for name, given in tags(stack).items() if given is None} == set(tags(stack)) - TAGGABLE


def test_what_can_be_tagged_is_what_the_contract_says():
    assert {name for name, contract in TYPES.items() if "tags" in contract.__dataclass_fields__} == TAGGABLE


def test_without_tags_there_is_no_property():
    assert set(tags(estate()).values()) == {None}


def test_tags_of_a_resource_and_of_its_scopes_are_put_together():
    stack = estate(cost="1", team="own")
    cdk.Tags.of(stack).add("team", "voice")
    cdk.Tags.of(stack.node.find_child("Pbx")).add("line", "main")
    assert tags(stack)["Custom::ChimeVoiceConnector"] == {"cost": "1", "team": "voice", "line": "main"}
    assert tags(stack)["Custom::ChimeSipMediaApplication"] == {"cost": "1", "team": "voice"}


def test_a_type_can_be_left_out_and_a_tag_taken_away():
    stack = estate(cost="1")
    cdk.Tags.of(stack).add("team", "voice", exclude_resource_types=["Custom::ChimeVoiceConnector"])
    cdk.Tags.of(stack.node.find_child("Sma")).remove("cost")
    assert tags(stack)["Custom::ChimeVoiceConnector"] == {"cost": "1"}
    assert tags(stack)["Custom::ChimeSipMediaApplication"] == {"team": "voice"}


def test_tags_reach_a_connector_deep_in_a_tree():
    stack = new_stack()
    office = Construct(stack, "Office")
    VoiceConnector(office, "Pbx")
    cdk.Tags.of(office).add("team", "voice")
    assert tags(stack) == {"Custom::ChimeVoiceConnector": {"team": "voice"}}


def test_the_provider_reads_them():
    stack = estate()
    cdk.Tags.of(stack).add("team", "voice")
    for type_name in TAGGABLE:
        (one,) = resources(template_of(stack), type_name).values()
        contract = TYPES[type_name].parse(one["Properties"])
        assert contract.problems() == []


@pytest.mark.parametrize("count", [1, 4])
def test_what_nobody_tags_costs_five_round_trips_more_at_synthesis(trips: Trips, count: int):
    def synthesis(taggable: int, others: int) -> int:
        app = cdk.App()
        stack = new_stack(app=app)
        for at in range(taggable):
            VoiceConnector(stack, f"Pbx{at}")
        for at in range(others):
            PhoneNumber(stack, f"N{at}", area_code="206")
        return trips(app.synth)

    assert synthesis(count, 0) - synthesis(0, count) == 5 * count
