"""Phone numbers: how an order ends, and that no number is bought twice or lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from chime_voice.contract.marker import Marker

from constructs_lib.local.voice.faults import Fault
from constructs_lib.local.voice.store import OrderScript
from tests.provider.faults import Step, every_fault
from tests.provider.stage import OTHER_STACK, STACK, Stage
from tests.provider.world import SETTLED, by_hand_application, by_hand_number, by_hand_rule, number


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    made.declare("Main")
    return made


def inventory(stage: Stage) -> dict[str, str]:
    """Number -> name of what the account has."""
    listed = stage.client().list_phone_numbers(MaxResults=100)["PhoneNumbers"]
    return {item["E164PhoneNumber"]: item.get("Name", "") for item in listed if not item.get("DeletionTimestamp")}


def shown(stage: Stage, found: str) -> dict[str, Any]:
    return dict(stage.client().get_phone_number(PhoneNumberId=found)["PhoneNumber"])


def orders(stage: Stage) -> int:
    return len(stage.client().list_phone_number_orders(MaxResults=100)["PhoneNumberOrders"])


def test_orders_a_number_of_the_area_code_and_signs_its_name(stage: Stage):
    answer = stage.create(number())
    assert answer.succeeded, answer.reason
    assert answer.physical_id.startswith("+1206")
    (name,) = inventory(stage).values()
    assert name.startswith("Main line ")
    assert Marker.of(STACK, "Main", "any").owns(name)


def test_orders_an_exact_number(stage: Stage):
    offered = stage.client().search_available_phone_numbers(AreaCode="425", MaxResults=3)["E164PhoneNumbers"][2]
    answer = stage.create(number(area_code=None, e164_phone_number=offered))
    assert answer.physical_id == offered


def test_orders_a_toll_free_number(stage: Stage):
    answer = stage.create(number(area_code=None, toll_free_prefix="888"))
    assert answer.succeeded, answer.reason
    assert answer.physical_id.startswith("+1888")


def test_several_orders_get_distinct_numbers(stage: Stage):
    stage.declare("One", "Two", "Three")
    got = {stage.create(number(), logical_id).physical_id for logical_id in ("One", "Two", "Three")}
    assert len(got) == 3 == len(inventory(stage))


def test_neighbours_that_search_at_the_same_time_choose_differently():
    # Each sees the same offer: nothing was ordered in between.
    got = {Stage().create(number(), logical_id).physical_id for logical_id in ("One", "Two", "Three", "Four")}
    assert len(got) == 4


def test_an_order_of_twenty_minutes_is_handed_from_invocation_to_invocation(stage: Stage):
    stage.service.script_order(OrderScript(seconds=20 * 60))
    began = stage.now()
    answer = stage.create(number())
    assert answer.succeeded, answer.reason
    assert stage.now() - began >= 20 * 60
    assert stage.handed_on >= 1
    assert orders(stage) == 1 == len(inventory(stage))


def test_an_order_that_outlives_cloudformations_patience_is_found_by_the_next_deployment(stage: Stage):
    stage.service.script_order(OrderScript(seconds=90 * 60))
    began = stage.now()
    failed = stage.create(number())
    assert not failed.succeeded
    assert stage.now() - began <= 3600
    assert "Deploy again" in failed.reason
    stage.advance(3600)
    again = stage.create(number())
    assert again.succeeded, again.reason
    assert orders(stage) == 1 == len(inventory(stage))


def test_an_order_that_fails_is_told_and_never_repeated(stage: Stage):
    stage.service.script_order(OrderScript(outcome="failed"))
    answer = stage.create(number())
    assert not answer.succeeded
    assert "ended as Failed" in answer.reason
    assert "Deploy again" in answer.reason
    assert orders(stage) == 1


def test_an_order_that_is_partial_without_our_number_is_told_and_never_repeated(stage: Stage):
    stage.service.script_order(OrderScript(outcome="partial"))
    answer = stage.create(number())
    assert not answer.succeeded
    assert "nothing was bought" in answer.reason
    assert orders(stage) == 1


@pytest.mark.parametrize("minutes", [20, 40])
def test_an_order_that_fails_after_hand_overs_is_not_repeated(stage: Stage, minutes: int):
    stage.service.script_order(OrderScript(seconds=minutes * 60, outcome="failed"))
    answer = stage.create(number())
    assert "ended as Failed" in answer.reason
    assert stage.handed_on >= minutes // 20
    assert orders(stage) == 1


def test_a_number_lost_to_somebody_else_is_followed_by_another_search(stage: Stage):
    stage.service.script_order(OrderScript(outcome="lost"))
    answer = stage.create(number())
    assert answer.succeeded, answer.reason
    assert len(inventory(stage)) == 1


def test_losing_again_and_again_ends(stage: Stage):
    for _ in range(20):
        stage.service.script_order(OrderScript(outcome="lost"))
    answer = stage.create(number())
    assert not answer.succeeded
    assert "widen the search" in answer.reason
    assert inventory(stage) == {}


def test_an_order_that_was_taken_by_the_last_of_many_failing_answers_is_not_left_behind(stage: Stage):
    stage.service.inject(Fault(kind="error_before", operation="CreatePhoneNumberOrder", count=4))
    stage.service.inject(Fault(kind="closed_after", operation="CreatePhoneNumberOrder"))
    answer = stage.create(number())
    assert answer.succeeded, answer.reason
    assert list(inventory(stage)) == [answer.physical_id]


def test_an_order_whose_answer_is_lost_while_lists_lag_by_most_of_a_minute_is_not_placed_again(stage: Stage):
    stage.service.settings = dataclasses.replace(stage.service.settings, read_after_create_seconds=50)
    stage.service.inject(Fault(kind="closed_after", operation="CreatePhoneNumberOrder"))
    answer = stage.create(number())
    assert answer.succeeded, answer.reason
    stage.advance(SETTLED)
    assert orders(stage) == 1
    assert list(inventory(stage)) == [answer.physical_id]


def test_an_exact_number_that_is_not_on_offer_is_not_replaced_by_another(stage: Stage):
    answer = stage.create(number(area_code=None, e164_phone_number="+12125559999"))
    assert not answer.succeeded
    assert "choose another number" in answer.reason
    assert inventory(stage) == {}


def test_no_numbers_found_tells_what_to_try(stage: Stage):
    answer = stage.create(number(area_code="999"))
    assert not answer.succeeded
    assert "no number for area code 999" in answer.reason


def test_a_quota_that_is_used_up_tells_where_to_raise_it(stage: Stage):
    for index in range(5):
        by_hand_number(stage, index)
    answer = stage.create(number())
    assert not answer.succeeded
    assert "Service Quotas" in answer.reason
    assert len(inventory(stage)) == 5


def test_a_stack_deployed_again_rings_on_the_number_it_retained(stage: Stage):
    first = stage.create(number())
    again = stage.create(number(), stack=STACK.replace("000001", "00000a"))
    assert again.physical_id == first.physical_id
    assert orders(stage) == 1


def test_a_number_retained_by_an_earlier_stack_outlives_the_rollback_of_a_create_that_never_answered(stage: Stage):
    retained = stage.create(number()).physical_id
    again = STACK.replace("000001", "00000a")
    stage.deaf = True
    never_answered = stage.create(number(), stack=again)
    stage.deaf = False
    assert never_answered.reason == "no answer in time"
    assert stage.delete(never_answered.physical_id, number(), stack=again).succeeded
    assert list(inventory(stage)) == [retained]


def test_from_a_search_to_an_exact_number_is_that_number(stage: Stage):
    first = stage.create(number())
    exact = stage.client().search_available_phone_numbers(AreaCode="206", MaxResults=1)["E164PhoneNumbers"][0]
    after = stage.update(first, number(area_code=None, e164_phone_number=exact), number())
    assert after.physical_id == exact
    assert exact != first.physical_id


def test_another_stack_buys_its_own(stage: Stage):
    first = stage.create(number())
    other = stage.create(number(), stack=OTHER_STACK)
    assert other.physical_id != first.physical_id


def test_a_renamed_construct_is_refused_before_a_second_number_is_bought(stage: Stage):
    first = stage.create(number())
    stage.declare("Renamed")
    answer = stage.create(number(), "Renamed")
    assert not answer.succeeded
    assert f"adopt='{first.physical_id}'" in answer.reason
    assert orders(stage) == 1
    # The Delete that follows the failed Create leaves the number alone.
    assert stage.delete(answer.physical_id, number(), "Renamed").succeeded
    assert list(inventory(stage)) == [first.physical_id]


def test_the_remedy_for_a_renamed_construct_works(stage: Stage):
    first = stage.create(number())
    stage.declare("Renamed")
    adopting = number(area_code=None, adopt_id=first.physical_id)
    assert stage.create(adopting, "Renamed").physical_id == first.physical_id
    # CloudFormation deletes the old logical id last, where the user opted out of retaining.
    assert stage.delete(first.physical_id, number()).succeeded
    assert list(inventory(stage)) == [first.physical_id]


def test_an_exact_number_of_the_inventory_is_refused_with_the_remedy(stage: Stage):
    mine = by_hand_number(stage)
    answer = stage.create(number(area_code=None, e164_phone_number=mine))
    assert not answer.succeeded
    assert f"adopt='{mine}'" in answer.reason
    assert inventory(stage) == {mine: "By hand"}


def test_a_number_in_the_deletion_queue_is_not_ordered_but_restored(stage: Stage):
    mine = by_hand_number(stage)
    stage.client().delete_phone_number(PhoneNumberId=mine)
    answer = stage.create(number(area_code=None, e164_phone_number=mine))
    assert not answer.succeeded
    assert "declare it with restore=True" in answer.reason


def new_stage() -> Stage:
    made = Stage()
    made.declare("Main")
    return made


def take_back_somebody_elses(stage: Stage) -> Iterator[None]:
    mine = by_hand_number(stage)
    wanted = number(area_code=None, e164_phone_number=mine, restore=True)
    stage.client().delete_phone_number(PhoneNumberId=mine)
    yield
    answer = stage.create(wanted)
    assert answer.succeeded, answer.reason
    assert answer.physical_id == mine
    (name,) = inventory(stage).values()
    assert Marker.of(STACK, "Main", "any").owns(name)
    assert orders(stage) == 1


def take_back_what_this_stack_released(stage: Stage) -> Iterator[None]:
    mine = str(stage.client().search_available_phone_numbers(AreaCode="425")["E164PhoneNumbers"][0])
    wanted = number(area_code=None, e164_phone_number=mine, restore=True)
    first = stage.create(wanted)
    assert stage.delete(first.physical_id, wanted).succeeded
    assert inventory(stage) == {}
    stage.advance(6 * 24 * 3600)
    yield
    again = stage.create(wanted, stack=STACK.replace("000001", "00000a"))
    assert again.succeeded, again.reason
    assert list(inventory(stage)) == [mine]
    assert orders(stage) == 1


@pytest.mark.parametrize("step", [take_back_somebody_elses, take_back_what_this_stack_released])
def test_a_number_comes_back_from_the_deletion_queue_whatever_fails(step: Step):
    assert every_fault("phone_number", step, new_stage) == []


def test_after_seven_days_the_number_is_ordered_where_it_is_on_offer(stage: Stage):
    stage.service.settings = dataclasses.replace(stage.service.settings, released_numbers_come_back=True)
    mine = by_hand_number(stage)
    stage.client().delete_phone_number(PhoneNumberId=mine)
    stage.advance(8 * 24 * 3600)
    answer = stage.create(number(area_code=None, e164_phone_number=mine, restore=True))
    assert answer.physical_id == mine, answer.reason
    assert orders(stage) == 2


def test_restore_takes_no_number_that_has_been_in_the_inventory_for_long(stage: Stage):
    mine = by_hand_number(stage)
    stage.advance(2 * 3600)
    answer = stage.create(number(area_code=None, e164_phone_number=mine, restore=True))
    assert f"adopt='{mine}'" in answer.reason
    assert inventory(stage) == {mine: "By hand"}


def test_restore_takes_no_number_that_another_stack_has(stage: Stage):
    mine = str(stage.client().search_available_phone_numbers(AreaCode="425")["E164PhoneNumbers"][0])
    exact = number(area_code=None, e164_phone_number=mine, restore=True)
    assert stage.create(exact, stack=OTHER_STACK).succeeded
    assert f"adopt='{mine}'" in stage.create(exact).reason


def test_a_product_type_changes_in_place_while_nothing_uses_the_number(stage: Stage):
    first = stage.create(number())
    after = stage.update(first, number(product_type="VoiceConnector"), number())
    assert after.physical_id == first.physical_id, after.reason
    assert shown(stage, first.physical_id)["ProductType"] == "VoiceConnector"


def test_a_product_type_of_a_number_in_use_is_refused_before_anything_changed(stage: Stage):
    first = stage.create(number())
    stage.advance(SETTLED)
    rule_id = by_hand_rule(stage, first.physical_id, by_hand_application(stage, "East"))
    after = stage.update(first, number(product_type="VoiceConnector", name="Renamed"), number())
    assert not after.succeeded
    assert f"in use by SipRuleId {rule_id}" in after.reason
    assert "in a deployment of its own" in after.reason
    assert shown(stage, first.physical_id)["Name"].startswith("Main line")


def test_a_product_type_waits_for_a_rule_that_is_just_gone(stage: Stage):
    first = stage.create(number())
    stage.advance(SETTLED)
    rule_id = by_hand_rule(stage, first.physical_id, by_hand_application(stage, "East"))
    stage.client().update_sip_rule(SipRuleId=rule_id, Name="By hand", Disabled=True)
    stage.advance(SETTLED)
    stage.client().delete_sip_rule(SipRuleId=rule_id)
    assert stage.update(first, number(product_type="VoiceConnector"), number()).succeeded


def test_adopting_without_a_name_makes_no_change_at_all(stage: Stage):
    mine = by_hand_number(stage)
    stage.calls.clear()
    answer = stage.create(number(area_code=None, name=None, adopt_id=mine))
    assert answer.succeeded, answer.reason
    assert {call for call in stage.calls if not call.startswith(("get_", "list_"))} == {"PUT answer"}


def test_adopting_what_is_not_there_is_refused(stage: Stage):
    answer = stage.create(number(area_code=None, adopt_id="+12065550199"))
    assert not answer.succeeded
    assert "check the id and the Region" in answer.reason


def test_from_adopting_to_ordering_the_same_number_keeps_it(stage: Stage):
    mine = by_hand_number(stage)
    adopting = number(area_code=None, name=None, adopt_id=mine)
    adopted = stage.create(adopting)
    for desired in (number(area_code=None, e164_phone_number=mine), number()):
        after = stage.update(adopted, desired, adopting)
        assert after.physical_id == mine, after.reason
    assert orders(stage) == 1


def test_a_number_in_use_is_not_released(stage: Stage):
    answer = stage.create(number())
    stage.advance(SETTLED)
    by_hand_rule(stage, answer.physical_id, by_hand_application(stage, "East"))
    refused = stage.delete(answer.physical_id, number())
    assert not refused.succeeded
    assert "still in use by SipRuleId" in refused.reason
    assert answer.physical_id in inventory(stage)


def test_a_calling_name_is_driven_only_by_a_change_of_code(stage: Stage):
    first = stage.create(number(calling_name="Support"))
    # The service takes days over it; a deployment that changes something else must not touch it.
    stage.calls.clear()
    after = stage.update(first, number(calling_name="Support", name="Renamed"), number(calling_name="Support"))
    assert after.succeeded, after.reason
    assert stage.calls.count("update_phone_number") == 1


def test_a_calling_name_changed_by_hand_is_left_until_the_code_changes_it(stage: Stage):
    first = stage.create(number(calling_name="Support"))
    stage.advance(80 * 3600)
    stage.client().update_phone_number(PhoneNumberId=first.physical_id, CallingName="By hand")
    stage.advance(80 * 3600)
    stage.update(first, number(calling_name="Support", name="Renamed"), number(calling_name="Support"))
    assert shown(stage, first.physical_id)["CallingName"] == "By hand"
    stage.update(first, number(calling_name="Sales"), number(calling_name="Support"))
    stage.advance(80 * 3600)
    assert shown(stage, first.physical_id)["CallingName"] == "Sales"


def test_a_number_released_outside_of_the_stack_is_not_silently_bought_anew(stage: Stage):
    first = stage.create(number())
    stage.client().delete_phone_number(PhoneNumberId=first.physical_id)
    after = stage.update(first, number(name="Renamed"), number())
    assert not after.succeeded
    assert "restore-phone-number" in after.reason
    assert orders(stage) == 1
