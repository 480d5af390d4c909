"""Sets of numbers: bought once whatever fails, in an order that stays, released only when asked and unused."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from chime_voice.contract.phone_numbers import MOST, PhoneNumbers

from constructs_lib.local.voice.errors import Conflict
from constructs_lib.local.voice.families.family import item_error
from constructs_lib.local.voice.families.phone_numbers import PhoneNumbers as Family
from constructs_lib.local.voice.faults import Fault
from constructs_lib.local.voice.store import OrderScript
from tests.provider.faults import every_fault
from tests.provider.stage import OTHER_STACK, STACK, Answer, Stage
from tests.provider.stage import Fault as Death
from tests.provider.world import SETTLED, by_hand_application, by_hand_number, by_hand_rule

AGAIN = STACK.replace("000001", "00000a")
WEEK = 7 * 24 * 3600.0


def new_stage() -> Stage:
    made = Stage()
    made.declare("Main")
    made.service.settings = dataclasses.replace(made.service.settings, phone_numbers=60)
    return made


@pytest.fixture
def stage() -> Stage:
    return new_stage()


def some(count: int | None, **more: Any) -> PhoneNumbers:
    values: dict[str, Any] = {
        "home_region": "us-east-1",
        "product_type": "SipMediaApplicationDialIn",
        "name": "Hotline",
        "area_code": "206",
        "count": count,
    }
    return PhoneNumbers(**(values | more))


def all_ours(count: int, **more: Any) -> PhoneNumbers:
    """What is dropped is released."""
    return some(count, **(more | {"release_dropped": True}))


def exactly(*numbers: str, **more: Any) -> PhoneNumbers:
    return some(None, **({"area_code": None, "e164_phone_numbers": numbers} | more))


def offered(stage: Stage, count: int, area_code: str = "425") -> list[str]:
    found = stage.client().search_available_phone_numbers(AreaCode=area_code, MaxResults=count)
    return list(found["E164PhoneNumbers"])


def inventory(stage: Stage) -> list[dict[str, Any]]:
    listed = stage.client().list_phone_numbers(MaxResults=100)["PhoneNumbers"]
    return [item for item in listed if not item.get("DeletionTimestamp")]


def ours(stage: Stage) -> list[str]:
    return sorted(item["E164PhoneNumber"] for item in inventory(stage))


def bought(stage: Stage) -> int:
    """How many numbers were ever ordered."""
    orders = stage.client().list_phone_number_orders(MaxResults=100)["PhoneNumberOrders"]
    return sum(len(order["OrderedPhoneNumbers"]) for order in orders)


def numbers(answer: Answer) -> list[str]:
    assert answer.succeeded, answer.reason
    found = answer.data["Numbers"].split(",")
    assert [answer.data[f"Number{at}"] for at in range(len(found))] == found
    assert f"Number{len(found)}" not in answer.data
    return found


def create(stage: Stage) -> Iterator[None]:
    yield
    found = numbers(stage.create(some(12)))
    assert len(set(found)) == 12 == bought(stage)
    assert sorted(found) == ours(stage)


def grow(stage: Stage) -> Iterator[None]:
    before = stage.create(some(3))
    yield
    after = stage.update(before, some(5), some(3))
    assert numbers(after)[:3] == numbers(before)
    assert after.physical_id == before.physical_id
    assert bought(stage) == 5 == len(ours(stage))


def shrink_and_retain(stage: Stage) -> Iterator[None]:
    """CloudFormation does not ask for a deletion."""
    before = stage.create(some(4))
    yield
    after = stage.update(before, some(2), some(4))
    assert numbers(after) == numbers(before)[:2]
    assert after.data["Retained"].split(",") == numbers(before)[2:]
    assert len(ours(stage)) == 4


def shrink_and_release(stage: Stage) -> Iterator[None]:
    before = stage.create(all_ours(4))
    yield
    after = stage.update(before, all_ours(2), all_ours(4))
    assert after.physical_id != before.physical_id
    assert len(ours(stage)) == 4, "nothing is released before everything that uses it is gone"
    assert stage.delete(before.physical_id, all_ours(4)).succeeded
    assert ours(stage) == sorted(numbers(after)) == sorted(numbers(before)[:2])
    assert stage.delete(after.physical_id, all_ours(2)).succeeded
    assert ours(stage) == []


def shrink_and_roll_back_by_an_update(stage: Stage) -> Iterator[None]:
    """Of the new id, as for a failure in a later resource; nothing is deleted then."""
    before = stage.create(all_ours(4))
    after = stage.update(before, all_ours(2), all_ours(4))
    yield
    back = stage.update(after, all_ours(4), all_ours(2))
    assert numbers(back) == numbers(before)
    assert back.physical_id == after.physical_id, "or CloudFormation would ask for the deletion of what is there"
    expect_whole(stage, before, back)


def shrink_and_roll_back_by_an_update_and_a_delete(stage: Stage) -> Iterator[None]:
    """Of the old id, and the deletion of the new one."""
    before = stage.create(all_ours(4))
    after = stage.update(before, all_ours(2), all_ours(4))
    yield
    back = stage.update(before, all_ours(4), all_ours(2))
    assert numbers(back) == numbers(before)
    assert back.physical_id == before.physical_id
    assert stage.delete(after.physical_id, all_ours(2)).succeeded
    expect_whole(stage, before, back)


def shrink_and_roll_back_by_a_delete_alone(stage: Stage) -> Iterator[None]:
    """CloudFormation goes back to the old id without a word, and deletes the new one."""
    before = stage.create(all_ours(4))
    after = stage.update(before, all_ours(2), all_ours(4))
    yield
    assert stage.delete(after.physical_id, all_ours(2)).succeeded
    expect_whole(stage, before, before)


def expect_whole(stage: Stage, before: Answer, present: Answer) -> None:
    """All four are there, can shrink again in their order, and go with the set."""
    stage.fault = None
    assert ours(stage) == sorted(numbers(before))
    assert bought(stage) == 4
    fewer = stage.update(present, all_ours(3), all_ours(4))
    assert numbers(fewer) == numbers(before)[:3]
    assert stage.delete(present.physical_id, all_ours(4)).succeeded
    assert stage.delete(fewer.physical_id, all_ours(3)).succeeded
    assert ours(stage) == []


def roll_back_a_shrink_that_failed_half_way(stage: Stage) -> Iterator[None]:
    before = stage.create(all_ours(4))
    yield
    stage.refused = "batch_update_phone_number"
    failed = stage.update(before, all_ours(2), all_ours(4))
    assert not failed.succeeded
    stage.refused = ""
    back = stage.update(before, all_ours(4), all_ours(2))
    assert numbers(back) == numbers(before)
    expect_whole(stage, before, back)


def change_the_search_and_roll_back(stage: Stage) -> Iterator[None]:
    seattle = some(2, area_code=None, city="Seattle", state="WA")
    tacoma = some(2, area_code=None, city="Tacoma", state="WA")
    before = stage.create(seattle)
    yield
    after = stage.update(before, tacoma, seattle)
    assert all(number.startswith("+1253") for number in numbers(after))
    assert after.data["Retained"].split(",") == numbers(before)
    back = stage.update(after, seattle, tacoma)
    assert numbers(back) == numbers(before)
    assert bought(stage) == 4


def delete(stage: Stage) -> Iterator[None]:
    made = stage.create(some(3))
    by_hand_number(stage)
    yield
    assert stage.delete(made.physical_id, some(3)).succeeded
    assert len(ours(stage)) == 1


def order_exactly(stage: Stage) -> Iterator[None]:
    wanted = offered(stage, 12)[::-1]
    yield
    assert numbers(stage.create(exactly(*wanted))) == wanted
    assert bought(stage) == 12 == len(ours(stage))


def turn_and_replace_exact_ones(stage: Stage) -> Iterator[None]:
    first, second, third = offered(stage, 3)
    before = stage.create(exactly(first, second))
    yield
    after = stage.update(before, exactly(third, first), exactly(first, second))
    assert numbers(after) == [third, first]
    assert after.data["Retained"] == second
    assert bought(stage) == 3


def take_exact_ones_back(stage: Stage) -> Iterator[None]:
    wanted = offered(stage, 3)
    first = stage.create(exactly(*wanted[:2], restore=True))
    assert stage.delete(first.physical_id, exactly(*wanted[:2])).succeeded
    assert ours(stage) == []
    yield
    again = stage.create(exactly(*wanted, restore=True), stack=AGAIN)
    assert numbers(again) == wanted
    assert bought(stage) == 3


def take_back_what_was_released(stage: Stage) -> Iterator[None]:
    first = stage.create(some(3, restore=True))
    assert stage.delete(first.physical_id, some(3)).succeeded
    assert ours(stage) == []
    yield
    again = stage.create(some(4, restore=True), stack=AGAIN)
    assert numbers(again)[:3] == numbers(first)
    assert bought(stage) == 4


def redeploy_what_was_retained(stage: Stage) -> Iterator[None]:
    first = stage.create(some(3))
    yield
    again = stage.create(some(3), stack=AGAIN)
    assert numbers(again) == numbers(first)
    assert bought(stage) == 3


def roll_back_a_create_that_took_over_what_was_retained(stage: Stage) -> Iterator[None]:
    """What an earlier stack left outlives the rollback of the one that took it over; what was bought in it does not."""
    first = stage.create(some(3))
    yield
    again = stage.create(some(4), stack=AGAIN)
    assert again.succeeded, again.reason
    assert stage.delete(again.physical_id, some(4), stack=AGAIN).succeeded
    assert ours(stage) == sorted(numbers(first))


def roll_back_a_refused_create(stage: Stage) -> Iterator[None]:
    stage.refused = "create_phone_number_order"
    yield
    failed = stage.create(some(3))
    assert not failed.succeeded
    stage.refused = ""
    assert stage.delete(failed.physical_id, some(3)).succeeded
    assert ours(stage) == []


def change_names_and_product_type(stage: Stage) -> Iterator[None]:
    before = stage.create(some(2))
    yield
    trunk = some(2, name="Trunk", product_type="VoiceConnector")
    after = stage.update(before, trunk, some(2))
    assert numbers(after) == numbers(before)
    assert after.physical_id == before.physical_id
    shown = {item["E164PhoneNumber"]: item for item in inventory(stage)}
    assert [shown[number]["Name"].split(" cvc")[0][:10] for number in numbers(after)] == ["Trunk no.1", "Trunk no.2"]
    assert {item["ProductType"] for item in shown.values()} == {"VoiceConnector"}


STEPS = (
    create,
    grow,
    shrink_and_retain,
    shrink_and_release,
    shrink_and_roll_back_by_an_update,
    shrink_and_roll_back_by_an_update_and_a_delete,
    shrink_and_roll_back_by_a_delete_alone,
    roll_back_a_shrink_that_failed_half_way,
    change_the_search_and_roll_back,
    delete,
    order_exactly,
    turn_and_replace_exact_ones,
    take_exact_ones_back,
    take_back_what_was_released,
    redeploy_what_was_retained,
    roll_back_a_create_that_took_over_what_was_retained,
    roll_back_a_refused_create,
    change_names_and_product_type,
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.__name__))
def test_every_fault_at_every_call(step):
    assert every_fault("phone_numbers", step, new_stage) == []


def test_an_event_delivered_again_after_its_answer_changes_nothing(stage: Stage):
    before = stage.create(all_ours(4))
    event = stage.event("Update", all_ours(2), "Main", STACK, before.physical_id, all_ours(4))
    told = stage.deliver(event)
    assert stage.delete(before.physical_id, all_ours(4)).succeeded
    seen = inventory(stage)
    stage.deliver(event)
    assert inventory(stage) == seen
    assert stage.delete(told.physical_id, all_ours(2)).succeeded
    assert ours(stage) == []


def test_what_was_retained_is_not_released_with_the_set_later_on(stage: Stage):
    before = stage.create(some(4))
    fewer = stage.update(before, some(2), some(4))
    assert fewer.physical_id == before.physical_id
    destroying = stage.update(fewer, all_ours(2), some(2))
    assert stage.delete(destroying.physical_id, all_ours(2)).succeeded
    assert ours(stage) == sorted(numbers(before)[2:])


def test_what_an_earlier_stack_had_beyond_the_count_stays(stage: Stage):
    first = stage.create(some(4))
    again = stage.create(all_ours(2), stack=AGAIN)
    assert numbers(again) == numbers(first)[:2]
    confirmed = stage.update(again, all_ours(2, name="Confirmed"), all_ours(2), stack=AGAIN)
    assert stage.delete(confirmed.physical_id, all_ours(2), stack=AGAIN).succeeded
    assert ours(stage) == sorted(numbers(first)[2:])


def test_what_could_not_be_released_is_tried_again_by_the_next_change(stage: Stage):
    made = stage.create(all_ours(3))
    stage.advance(SETTLED)
    used = numbers(made)[2]
    rule_id = by_hand_rule(stage, used, by_hand_application(stage, "East"))
    fewer = stage.update(made, all_ours(2), all_ours(3))
    assert not stage.delete(made.physical_id, all_ours(3)).succeeded
    assert used in ours(stage)
    stage.client().update_sip_rule(SipRuleId=rule_id, Name="By hand", Disabled=True)
    stage.advance(SETTLED)
    stage.client().delete_sip_rule(SipRuleId=rule_id)
    renamed = stage.update(fewer, all_ours(2, name="Renamed"), all_ours(2))
    assert numbers(renamed) == numbers(made)[:2]
    assert stage.delete(fewer.physical_id, all_ours(2)).succeeded
    assert ours(stage) == sorted(numbers(renamed))
    assert stage.delete(renamed.physical_id, all_ours(2)).succeeded
    assert ours(stage) == []


def test_a_create_that_never_answers_is_cleaned_up_by_its_delete(stage: Stage):
    stage.create(some(2), stack=OTHER_STACK)
    stage.deaf = True
    failed = stage.create(some(3))
    stage.deaf = False
    assert failed.reason == "no answer in time"
    assert len(ours(stage)) == 5
    assert stage.delete(failed.physical_id, some(3)).succeeded
    assert len(ours(stage)) == 2


def test_twelve_numbers_are_bought_in_orders_of_ten_and_signed_by_their_place(stage: Stage):
    found = numbers(stage.create(some(12)))
    orders = stage.client().list_phone_number_orders()["PhoneNumberOrders"]
    assert sorted(len(order["OrderedPhoneNumbers"]) for order in orders) == [2, 10]
    names = {item["E164PhoneNumber"]: item["Name"] for item in inventory(stage)}
    assert [names[number].split("-")[0] for number in found] == [f"Hotline no.{place}" for place in range(1, 13)]


def test_sets_and_single_numbers_of_a_stack_get_distinct_numbers(stage: Stage):
    stage.declare("One", "Two")
    first, second = stage.create(some(5), "One"), stage.create(some(5), "Two")
    assert len({*numbers(first), *numbers(second)}) == 10 == bought(stage)


def test_neighbours_that_search_at_the_same_time_choose_differently():
    one, two = (set(numbers(new_stage().create(some(3), logical_id))) for logical_id in ("One", "Three"))
    assert one.isdisjoint(two)


def test_what_was_dropped_is_taken_again_before_anything_is_bought_and_comes_last(stage: Stage):
    first = stage.create(some(4))
    fewer = stage.update(first, some(2), some(4))
    more = stage.update(fewer, some(5), some(2))
    assert numbers(more)[:4] == numbers(first)
    assert bought(stage) == 5
    assert more.data["Retained"] == ""


def test_a_wider_search_keeps_the_numbers_that_fit_it(stage: Stage):
    first = stage.create(some(2))
    after = stage.update(first, some(3, country="US"), some(2))
    assert numbers(after)[:2] == numbers(first)
    assert bought(stage) == 3


def test_orders_of_twenty_minutes_are_handed_from_invocation_to_invocation(stage: Stage):
    stage.service.script_order(OrderScript(seconds=20 * 60), OrderScript(seconds=20 * 60))
    answer = stage.create(some(12))
    assert len(numbers(answer)) == 12 == bought(stage)
    assert stage.handed_on >= 2


def test_orders_that_outlive_cloudformations_patience_are_found_by_the_next_deployment(stage: Stage):
    stage.service.script_order(OrderScript(seconds=90 * 60))
    failed = stage.create(some(12))
    assert "Deploy again" in failed.reason
    stage.advance(3600)
    assert len(numbers(stage.create(some(12)))) == 12 == bought(stage)


def test_a_death_after_an_order_of_ten_minutes_buys_nothing_twice():
    for at in range(1, 8):
        stage = new_stage()
        stage.service.script_order(OrderScript(seconds=600))
        stage.fault = Death("die after", at)
        assert len(numbers(stage.create(some(3)))) == 3 == bought(stage)


def test_a_name_that_was_taken_though_its_answer_was_lost_is_not_an_error(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    """A service that refuses what changes nothing."""
    taken = Family._update

    def strict(self: Family, number: Any, product_type: Any, calling_name: Any, name: Any) -> None:
        if name == number.name:
            raise Conflict("the number has this name already")
        taken(self, number, product_type, calling_name, name)

    monkeypatch.setattr(Family, "_update", strict)
    stage.service.inject(Fault(kind="closed_after", operation="BatchUpdatePhoneNumber"))
    assert len(numbers(stage.create(some(2)))) == 2


def test_a_partial_order_is_told_kept_and_not_repeated(stage: Stage):
    stage.service.script_order(OrderScript(outcome="partial"))
    answer = stage.create(some(12))
    assert not answer.succeeded
    assert "ended as Partial, and 9 of them were bought" in answer.reason
    assert bought(stage) == 10
    assert len(numbers(stage.create(some(12)))) == 12
    assert bought(stage) == 13


def test_a_failed_order_is_told_and_not_repeated(stage: Stage):
    stage.service.script_order(OrderScript(outcome="failed"))
    answer = stage.create(some(12))
    assert "ended as Failed, and 0 of them were bought" in answer.reason
    assert bought(stage) == 10


def test_numbers_lost_to_somebody_else_are_followed_by_another_search(stage: Stage):
    stage.service.script_order(OrderScript(outcome="lost"), OrderScript(outcome="lost"))
    assert len(numbers(stage.create(some(3)))) == 3


def test_losing_again_and_again_ends_and_what_is_there_stays(stage: Stage):
    stage.service.script_order(OrderScript(), *(OrderScript(outcome="lost") for _ in range(20)))
    answer = stage.create(some(12))
    assert not answer.succeeded
    assert "10 of 12 numbers are there and stay" in answer.reason


def test_an_order_whose_answer_is_lost_while_lists_lag_is_not_placed_again(stage: Stage):
    stage.service.settings = dataclasses.replace(stage.service.settings, read_after_create_seconds=50)
    stage.service.inject(Fault(kind="closed_after", operation="CreatePhoneNumberOrder"))
    assert len(numbers(stage.create(some(3)))) == 3 == bought(stage)


def test_a_quota_that_is_used_up_half_way_tells_what_is_kept(stage: Stage):
    stage.service.settings = dataclasses.replace(stage.service.settings, phone_numbers=11)
    answer = stage.create(some(12))
    assert "no room for 2 numbers" in answer.reason
    assert "Service Quotas" in answer.reason
    assert "taken by the next deployment" in answer.reason
    stage.service.settings = dataclasses.replace(stage.service.settings, phone_numbers=12)
    assert len(numbers(stage.create(some(12)))) == 12 == bought(stage)


def test_more_than_is_on_offer_is_refused_before_anything_is_bought(stage: Stage):
    stage.service.take_number(*offered(stage, 98, "206"))
    answer = stage.create(some(3))
    assert "the service offers 2 numbers for area code 206, and 3 more are wanted" in answer.reason
    assert bought(stage) == 0


def test_exact_numbers_that_cannot_be_had_are_told_together_and_none_is_bought(stage: Stage):
    stage.service.settings = dataclasses.replace(stage.service.settings, phone_numbers=60)
    free, mine, queued = offered(stage, 3)
    for number in (mine, queued):
        stage.client().create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=[number])
    stage.advance(SETTLED)
    stage.client().delete_phone_number(PhoneNumberId=queued)
    answer = stage.create(exactly(free, mine, queued))
    assert f"{mine} is in the inventory already; declare it as PhoneNumber(adopt='{mine}')" in answer.reason
    assert f"{queued} is in the deletion queue, where restore=True takes it back" in answer.reason
    assert ours(stage) == [mine]


def test_an_exact_number_that_is_not_on_offer_keeps_the_others_from_being_bought(stage: Stage):
    answer = stage.create(exactly(*offered(stage, 2), "+12125559999"))
    assert "none of these numbers was ordered" in answer.reason
    assert ours(stage) == []


def test_numbers_in_use_are_not_released_and_the_others_are(stage: Stage):
    made = stage.create(some(3))
    stage.advance(SETTLED)
    used = numbers(made)[1]
    rule_id = by_hand_rule(stage, used, by_hand_application(stage, "East"))
    answer = stage.delete(made.physical_id, some(3))
    assert not answer.succeeded
    assert f"1 not released: ***{used[-4:]} is in use by SipRuleId {rule_id}" in answer.reason
    assert ours(stage) == [used]


def test_a_product_type_of_numbers_in_use_is_refused_before_anything_changed(stage: Stage):
    made = stage.create(some(2))
    stage.advance(SETTLED)
    used = numbers(made)[0]
    by_hand_rule(stage, used, by_hand_application(stage, "East"))
    before = inventory(stage)
    answer = stage.update(made, some(2, product_type="VoiceConnector", name="Trunk"), some(2))
    assert f"***{used[-4:]} are in use" in answer.reason
    assert inventory(stage) == before


def test_a_renamed_construct_is_refused_before_others_are_bought(stage: Stage):
    made = stage.create(some(2))
    stage.declare("Renamed")
    answer = stage.create(some(2), "Renamed")
    assert all(f"***{number[-4:]}" in answer.reason for number in numbers(made))
    assert "give the construct its old id back" in answer.reason
    assert bought(stage) == 2


def test_what_the_queue_let_go_of_is_bought_anew(stage: Stage):
    first = stage.create(some(2, restore=True))
    assert stage.delete(first.physical_id, some(2)).succeeded
    stage.advance(WEEK + 60)
    again = stage.create(some(2, restore=True), stack=AGAIN)
    assert set(numbers(again)).isdisjoint(numbers(first))


def test_what_was_taken_back_is_released_with_the_stack_that_took_it(stage: Stage):
    first = stage.create(some(2, restore=True))
    assert stage.delete(first.physical_id, some(2)).succeeded
    again = stage.create(some(2, restore=True), stack=AGAIN)
    assert stage.delete(again.physical_id, some(2), stack=AGAIN).succeeded
    assert ours(stage) == []


def test_a_name_that_is_refused_for_a_number_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: Family, *, update_phone_number_request_items: list[dict[str, Any]]) -> Any:
        items = update_phone_number_request_items
        return {"PhoneNumberErrors": [item_error(item["PhoneNumberId"], "Forbidden", "no") for item in items[:1]]}

    monkeypatch.setattr(Family, "batch_update_phone_number", refuse)
    answer = stage.create(some(2))
    assert "Name of 1 of 2 numbers could not be changed: ***" in answer.reason
    assert "Forbidden: no" in answer.reason


def test_the_longest_answer_fits(stage: Stage):
    """The stage refuses more than CloudFormation takes."""
    most = exactly(*(f"+4420794600{at:02}" for at in range(MOST)))
    made = stage.create(most)
    numbers(made)
    fewer = stage.update(made, exactly("+442079460000"), most)
    assert len(fewer.data["Retained"].split(",")) == MOST - 1


def test_another_home_region_is_another_set(stage: Stage):
    made = stage.create(some(2))
    west = some(2, home_region="us-west-2")
    moved = stage.update(made, west, some(2))
    assert moved.physical_id != made.physical_id
    assert set(numbers(moved)).isdisjoint(numbers(made))
    assert stage.delete(made.physical_id, some(2)).succeeded
    assert ours(stage) == []
