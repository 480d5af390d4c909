"""SIP rules: one rule a trigger, and no moment without an answer that was not declared."""

from __future__ import annotations

from typing import Any

import pytest

from tests.provider.stage import OTHER_STACK, Stage
from tests.provider.world import SETTLED, by_hand_application, by_hand_connector, by_hand_number, by_hand_rule, rule


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def east(stage: Stage) -> str:
    return by_hand_application(stage, "East")


@pytest.fixture
def west(stage: Stage) -> str:
    return by_hand_application(stage, "West", "us-west-2")


@pytest.fixture
def main_number(stage: Stage) -> str:
    return by_hand_number(stage)


def rules(stage: Stage) -> dict[str, dict[str, Any]]:
    return {item["SipRuleId"]: item for item in stage.client().list_sip_rules(MaxResults=100)["SipRules"]}


def targets(item: dict[str, Any]) -> list[str]:
    ordered = sorted(item["TargetApplications"], key=lambda target: target["Priority"])
    return [target["SipMediaApplicationId"] for target in ordered]


def test_a_fresh_number_is_tried_until_the_service_accepts_it(stage: Stage, east: str):
    offered = stage.client().search_available_phone_numbers(AreaCode="206", MaxResults=1)["E164PhoneNumbers"]
    stage.client().create_phone_number_order(ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=offered)
    while stage.client().list_phone_numbers(MaxResults=5)["PhoneNumbers"][0]["Status"] != "Unassigned":
        stage.advance(1)
    stage.calls.clear()
    answer = stage.create(rule(offered[0], east))
    assert answer.succeeded, answer.reason
    assert stage.calls.count("create_sip_rule") > 1
    assert len(rules(stage)) == 1


def test_a_connectors_host_name_is_a_trigger(stage: Stage, east: str):
    connector = by_hand_connector(stage)
    stage.advance(SETTLED)
    host = stage.client().get_voice_connector(VoiceConnectorId=connector)["VoiceConnector"]["OutboundHostName"]
    answer = stage.create(rule(host, east, trigger_type="RequestUriHostname"))
    assert answer.succeeded, answer.reason


def test_swapping_priorities_is_one_call_on_the_same_rule(stage: Stage, east: str, west: str, main_number: str):
    before, after = rule(main_number, east, west), rule(main_number, east, west)
    swapped = tuple(
        type(target)(
            sip_media_application_id=target.sip_media_application_id,
            priority=3 - target.priority,
            aws_region=target.aws_region,
        )
        for target in after.target_applications
    )
    made = stage.create(before)
    stage.calls.clear()
    answer = stage.update(made, rule(main_number, east, target_applications=swapped), before)
    assert answer.physical_id == made.physical_id
    assert [call for call in stage.calls if call.startswith(("create", "update", "delete"))] == ["update_sip_rule"]
    assert targets(rules(stage)[made.physical_id]) == [west, east]


def test_an_update_without_a_difference_calls_nothing_that_changes(stage: Stage, east: str, main_number: str):
    made = stage.create(rule(main_number, east))
    stage.calls.clear()
    assert stage.update(made, rule(main_number, east), rule(main_number, east)).succeeded
    assert {call for call in stage.calls if not call.startswith(("get_", "list_"))} == {"PUT answer"}


def test_a_changed_trigger_answers_the_new_number_before_the_old_rule_goes(stage: Stage, east: str, main_number: str):
    second = by_hand_number(stage, 1)
    made = stage.create(rule(main_number, east))
    after = stage.update(made, rule(second, east), rule(main_number, east))
    assert {item["TriggerValue"] for item in rules(stage).values()} == {main_number, second}
    stage.delete(made.physical_id, rule(main_number, east))
    assert list(rules(stage)) == [after.physical_id]


@pytest.mark.parametrize("owner", ["by hand", "another construct", "another stack"])
def test_a_trigger_that_is_taken_is_refused_with_the_remedy(stage: Stage, east: str, main_number: str, owner: str):
    if owner == "by hand":
        taken = by_hand_rule(stage, main_number, east)
    else:
        stack = {"stack": OTHER_STACK} if owner == "another stack" else {}
        taken = stage.create(rule(main_number, east), "Second", **stack).physical_id
    before = rules(stage)
    answer = stage.create(rule(main_number, east))
    assert not answer.succeeded
    assert f"adopt='{taken}'" in answer.reason
    stage.delete(answer.physical_id, rule(main_number, east))
    assert rules(stage) == before


def test_a_renamed_construct_that_adopts_goes_on_answering(stage: Stage, east: str, main_number: str):
    old = rule(main_number, east)
    made = stage.create(old, "Old")
    adopted = stage.create(rule(main_number, east, adopt_id=made.physical_id), "New")
    assert adopted.physical_id == made.physical_id
    # CloudFormation deletes the old logical id last.
    assert stage.delete(made.physical_id, old, "Old").succeeded
    assert not rules(stage)[made.physical_id]["Disabled"]


def test_a_rule_moved_to_another_stack_by_adoption_goes_on_answering(stage: Stage, east: str, main_number: str):
    old = rule(main_number, east)
    made = stage.create(old)
    assert stage.create(rule(main_number, east, adopt_id=made.physical_id), stack=OTHER_STACK).succeeded
    assert stage.delete(made.physical_id, old).succeeded
    assert not rules(stage)[made.physical_id]["Disabled"]


def test_adopting_a_rule_of_another_trigger_is_refused(stage: Stage, east: str, main_number: str):
    second = by_hand_number(stage, 1)
    existing = by_hand_rule(stage, second, east)
    answer = stage.create(rule(main_number, east, adopt_id=existing))
    assert not answer.succeeded
    assert f"ToPhoneNumber {second}" in answer.reason


def test_is_disabled_before_it_is_deleted(stage: Stage, east: str, main_number: str):
    made = stage.create(rule(main_number, east))
    stage.calls.clear()
    assert stage.delete(made.physical_id, rule(main_number, east)).succeeded
    changes = [call for call in stage.calls if call.startswith(("update", "delete"))]
    assert changes == ["update_sip_rule", "delete_sip_rule"]


def test_a_rule_renamed_by_hand_is_still_ours_to_delete(stage: Stage, east: str, main_number: str):
    made = stage.create(rule(main_number, east))
    stage.client().update_sip_rule(SipRuleId=made.physical_id, Name="Renamed in the console")
    assert stage.delete(made.physical_id, rule(main_number, east)).succeeded
    assert rules(stage) == {}


def test_a_rule_deleted_by_hand_is_made_again_by_the_next_change(stage: Stage, east: str, west: str, main_number: str):
    made = stage.create(rule(main_number, east))
    stage.client().update_sip_rule(SipRuleId=made.physical_id, Name="x", Disabled=True)
    stage.advance(SETTLED)
    stage.client().delete_sip_rule(SipRuleId=made.physical_id)
    after = stage.update(made, rule(main_number, east, west), rule(main_number, east))
    assert after.succeeded, after.reason
    assert list(rules(stage)) == [after.physical_id]
