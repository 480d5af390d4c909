"""Sets of SIP rules: each on its own, and nobody's calls lost on the way."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from chime_voice.contract.sip_rule_set import AdoptedRule, RuleGroup, SipRuleSet
from chime_voice.provider import answer as answering

from constructs_lib.local.voice.faults import Fault as ServiceFault
from constructs_lib.local.voice.service import VoiceService
from tests.provider.matrix import CELLS
from tests.provider.stage import FAULTS, OTHER_STACK, Fault, Stage
from tests.provider.world import (
    SETTLED,
    by_hand_application,
    by_hand_rule,
    rule,
    rule_set,
    rules_for,
    targets_of,
)


class World:
    """Two applications and some numbers."""

    def __init__(self, numbers: int = 4) -> None:
        self.stage = Stage()
        settings = dataclasses.replace(self.stage.service.settings, phone_numbers=1000, sip_rules=1000)
        self.stage.service = VoiceService(settings=settings, clock=self.stage.clock)
        self.east = by_hand_application(self.stage, "East")
        self.west = by_hand_application(self.stage, "West", "us-west-2")
        search = self.stage.client().search_available_phone_numbers
        offered = [search(AreaCode=code, MaxResults=500)["E164PhoneNumbers"] for code in ("206", "425", "312", "213")]
        self.numbers: list[str] = [number for page in offered for number in page][:numbers]
        for start in range(0, numbers, 50):
            self.stage.client().create_phone_number_order(
                ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=self.numbers[start : start + 50]
            )
        self.stage.advance(SETTLED)
        self.stage.calls.clear()

    def rules(self) -> dict[str, dict[str, Any]]:
        """The rules by trigger; a trigger with two is a mistake."""
        pages = self.stage.client().get_paginator("list_sip_rules").paginate()
        every = [item for page in pages for item in page["SipRules"]]
        found = {item["TriggerValue"]: item for item in every}
        assert len(found) == len(every)
        return found

    def changes(self) -> list[str]:
        return [call for call in self.stage.calls if call.startswith(("create", "update", "delete"))]

    def answered(self) -> list[str]:
        """The numbers that somebody answers."""
        return sorted(number for number, item in self.rules().items() if not item["Disabled"])


@pytest.fixture
def world() -> World:
    return World()


def lines(world: World, *numbers: str, **more: Any) -> SipRuleSet:
    return rule_set(rules_for(numbers or world.numbers, world.east), **more)


def test_makes_one_rule_a_trigger(world: World):
    made = world.stage.create(lines(world))
    assert made.succeeded, made.reason
    assert world.answered() == sorted(world.numbers)
    assert all(item["Name"].startswith(f"Lines {number[1:]} cvc-") for number, item in world.rules().items())


def test_only_what_differs_is_written(world: World):
    one, two, three, four = world.numbers
    before = lines(world, one, two, three)
    made = world.stage.create(before)
    ids = {number: item["SipRuleId"] for number, item in world.rules().items()}
    world.stage.calls.clear()
    after = rule_set(rules_for([one, four], world.east), rules_for([two], world.east, world.west))
    assert world.stage.update(made, after, before).physical_id == made.physical_id
    # One changed, one new, one disabled and deleted; the first is left alone.
    assert world.changes() == ["update_sip_rule", "create_sip_rule", "update_sip_rule", "delete_sip_rule"]
    assert world.answered() == sorted([one, two, four])
    assert {n: world.rules()[n]["SipRuleId"] for n in (one, two)} == {n: ids[n] for n in (one, two)}


def test_an_update_without_a_difference_writes_nothing(world: World):
    made = world.stage.create(lines(world))
    world.stage.calls.clear()
    assert world.stage.update(made, lines(world), lines(world)).succeeded
    assert world.stage.calls == ["list_sip_rules", "PUT answer"]


def test_what_fails_is_named_and_keeps_none_of_the_others_from_being_done(world: World):
    one, two, three, four = world.numbers
    taken = by_hand_rule(world.stage, two, world.east)
    desired = lines(world, one, two, three, "+12065559999")
    answer = world.stage.create(desired)
    assert not answer.succeeded
    assert answer.reason.startswith("2 rules failed, the others are as declared.")
    assert f"adopt={{'{two}': '{taken}'}}" in answer.reason
    assert "+12065559999: CreateSipRule was refused with BadRequestException" in answer.reason
    assert "a number of this account with the product type SipMediaApplicationDialIn" in answer.reason
    assert world.answered() == sorted([one, two, three])
    # The next attempt makes what is missing, where CloudFormation was told to leave what was made.
    repaired = lines(world, one, three, four)
    world.stage.calls.clear()
    assert world.stage.create(repaired).succeeded
    assert world.changes() == ["create_sip_rule"]


def test_the_same_reason_is_told_once_for_all_and_calls_that_are_in_vain_are_not_made(world: World):
    world.stage.refused = "create_sip_rule"
    answer = world.stage.create(lines(world))
    assert answer.reason.startswith(f"4 rules failed, the others are as declared. {', '.join(world.numbers)}: Create")
    assert answer.reason.count("was refused") == 1
    assert world.stage.calls.count("create_sip_rule") == 1


def test_the_names_of_hundreds_that_fail_fit_into_an_answer(world: World):
    numbers = [f"+1425555{at:04}" for at in range(500)]
    world.stage.service.inject(
        ServiceFault(kind="refuse", operation="CreateSipRule", code="ConflictException", count=None)
    )
    answer = world.stage.create(lines(world, *numbers))
    assert not answer.succeeded
    assert len(answer.reason) < answering.LIMIT
    assert answer.reason.startswith("500 rules failed")


def test_nothing_is_removed_while_anything_fails(world: World):
    one, two, *_ = world.numbers
    before = lines(world, one, two)
    made = world.stage.create(before)
    failed = world.stage.update(made, lines(world, two, "+12065559999"), before)
    assert not failed.succeeded
    assert world.answered() == sorted([one, two])
    world.stage.calls.clear()
    assert world.stage.update(failed, before, lines(world, two, "+12065559999")).succeeded
    assert world.changes() == []


def test_a_rollback_restores_what_was(world: World):
    before = lines(world)
    made = world.stage.create(before)
    was = world.rules()
    other = rule_set(rules_for(world.numbers[:2], world.east, world.west, disabled=True), name="Other")
    assert world.stage.update(made, other, before).succeeded
    assert world.stage.update(made, before, other).succeeded
    restored = world.rules()
    assert restored.keys() == was.keys()
    for number, item in restored.items():
        same = ("Disabled", "TargetApplications")
        assert {key: item[key] for key in same} == {key: was[number][key] for key in same}


def test_fresh_numbers_are_waited_for_together():
    world = World(0)
    offered = world.stage.client().search_available_phone_numbers(AreaCode="206", MaxResults=20)["E164PhoneNumbers"]
    world.stage.client().create_phone_number_order(ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=offered)
    while world.stage.client().list_phone_numbers(MaxResults=5)["PhoneNumbers"][0]["Status"] != "Unassigned":
        world.stage.advance(1)
    began = world.stage.now()
    answer = world.stage.create(lines(world, *offered))
    assert answer.succeeded, answer.reason
    # The service accepts a fresh number after five seconds in its settings; the waits are one, two and four.
    assert world.stage.now() - began < 10


def test_a_throttled_account_is_waited_for_through_several_invocations(world: World):
    world.stage.service.inject(
        ServiceFault(kind="refuse", operation="CreateSipRule", code="ThrottledClientException", count=200)
    )
    answer = world.stage.create(lines(world))
    assert answer.succeeded, answer.reason
    assert world.stage.handed_on >= 1
    assert world.answered() == sorted(world.numbers)


def test_hundreds_of_rules_are_changed_and_removed_in_the_time_of_one_wait():
    world = World(120)
    made = world.stage.create(lines(world))
    assert made.succeeded, made.reason
    began = world.stage.now()
    disabled = rule_set(rules_for(world.numbers, world.east, disabled=True))
    assert world.stage.update(made, disabled, lines(world)).succeeded
    assert world.stage.now() - began < 10
    began = world.stage.now()
    world.stage.calls.clear()
    assert world.stage.delete(made.physical_id, disabled).succeeded
    assert world.rules() == {}
    assert world.stage.now() - began < 10
    assert world.stage.calls.count("get_sip_rule") == 0
    assert world.stage.calls.count("list_sip_rules") < 20


def adopting(world: World, number: str, found: str, *more: str) -> SipRuleSet:
    adopted = (AdoptedRule(trigger_value=number, sip_rule_id=found),)
    groups = (rules_for([number], world.east, world.west, adopted=adopted),)
    return rule_set(*groups, *((rules_for(more, world.east),) if more else ()))


def test_an_existing_rule_is_adopted_keeps_its_name_and_is_left_in_place(world: World):
    one, two, *_ = world.numbers
    existing = by_hand_rule(world.stage, one, world.east)
    made = world.stage.create(adopting(world, one, existing, two))
    assert made.succeeded, made.reason
    taken = world.rules()[one]
    assert (taken["SipRuleId"], taken["Name"], len(taken["TargetApplications"])) == (existing, "By hand", 2)
    assert world.stage.update(made, lines(world, two), adopting(world, one, existing, two)).succeeded
    assert world.answered() == sorted([one, two])
    assert world.stage.delete(made.physical_id, lines(world, two)).succeeded
    assert world.answered() == [one]


def test_an_adopted_rule_whose_adopt_is_taken_out_goes_on_as_the_sets_own(world: World):
    one = world.numbers[0]
    existing = by_hand_rule(world.stage, one, world.east)
    made = world.stage.create(adopting(world, one, existing))
    assert world.stage.update(made, lines(world, one), adopting(world, one, existing)).succeeded
    assert world.rules()[one]["SipRuleId"] == existing
    assert world.stage.delete(made.physical_id, lines(world, one)).succeeded
    assert world.rules() == {}


@pytest.mark.parametrize("mistake", ["no such rule", "another trigger"])
def test_an_adoption_that_cannot_be_is_named_and_the_other_adoptions_wait(world: World, mistake: str):
    one, two, three, _ = world.numbers
    existing, other = by_hand_rule(world.stage, one, world.east), by_hand_rule(world.stage, two, world.east)
    wrong = other if mistake == "another trigger" else "0f0f0f0f-0000-4000-8000-00000000000a"
    adopted = (
        AdoptedRule(trigger_value=one, sip_rule_id=existing),
        AdoptedRule(trigger_value=three, sip_rule_id=wrong),
    )
    before = world.rules()
    answer = world.stage.create(rule_set(rules_for([one, three], world.east, world.west, adopted=adopted)))
    assert f"{three}: cannot adopt {wrong!r}" in answer.reason
    assert world.rules() == before


def move_between_chunks(world: World) -> None:
    """Both chunks change in one deployment, in either order."""
    one, two, *_ = world.numbers
    both, second = lines(world, one, two), rule_set()
    a, b = world.stage.create(both, "Chunk0"), world.stage.create(second, "Chunk1")
    ids = {item["SipRuleId"] for item in world.rules().values()}
    world.stage.calls.clear()
    assert world.stage.update(b, lines(world, two), second, "Chunk1").succeeded
    assert world.stage.update(a, lines(world, one), both, "Chunk0").succeeded
    assert world.answered() == sorted([one, two])
    assert {item["SipRuleId"] for item in world.rules().values()} == ids
    assert "delete_sip_rule" not in world.changes()


def test_a_trigger_that_moves_to_another_chunk_of_its_set_keeps_its_rule(world: World):
    move_between_chunks(world)


def test_a_set_of_another_construct_does_not_take_rules(world: World):
    assert world.stage.create(lines(world), "Lines0").succeeded
    answer = world.stage.create(lines(world), "Renamed0")
    assert "4 rules failed" in answer.reason
    assert "this stack under another construct id" in answer.reason
    assert world.stage.delete(answer.physical_id, lines(world), "Renamed0").succeeded
    assert world.answered() == sorted(world.numbers)


def out_to_a_rule(world: World, fault: Fault | None = None) -> list[str]:
    """A SIP rule adopts what a set has, then the set lets go: the documented way out."""
    one, two, *_ = world.numbers
    before = lines(world, one, two)
    made = world.stage.create(before, "Lines0")
    found = world.rules()[one]["SipRuleId"]
    world.stage.calls.clear()
    world.stage.fault = fault
    adopted = rule(one, world.east, adopt_id=found)
    assert world.stage.create(adopted, "Single").succeeded
    assert world.stage.update(made, lines(world, two), before, "Lines0").succeeded
    assert world.answered() == sorted([one, two])
    assert world.rules()[one]["SipRuleId"] == found
    return world.stage.calls


def back_from_a_rule(world: World, fault: Fault | None = None) -> list[str]:
    """The same deployment failed later on, and is rolled back."""
    one, two, *_ = world.numbers
    before = lines(world, one, two)
    made = world.stage.create(before, "Lines0")
    found = world.rules()[one]["SipRuleId"]
    adopted = rule(one, world.east, adopt_id=found)
    assert world.stage.create(adopted, "Single").succeeded
    assert world.stage.update(made, lines(world, two), before, "Lines0").succeeded
    world.stage.calls.clear()
    world.stage.fault = fault
    assert world.stage.update(made, before, lines(world, two), "Lines0").succeeded
    assert world.stage.delete(found, adopted, "Single").succeeded
    assert world.answered() == sorted([one, two])
    assert world.rules()[one]["SipRuleId"] == found
    assert world.stage.delete(made.physical_id, before, "Lines0").succeeded
    assert world.rules() == {}
    return world.stage.calls


def into_the_set(world: World, fault: Fault | None = None) -> list[str]:
    """A set adopts the rule of a construct that goes in the same deployment."""
    one, two, *_ = world.numbers
    single = rule(one, world.east)
    found = world.stage.create(single, "Single").physical_id
    before, after = lines(world, two), adopting(world, one, found, two)
    made = world.stage.create(before, "Lines0")
    world.stage.calls.clear()
    world.stage.fault = fault
    assert world.stage.update(made, after, before, "Lines0").succeeded
    assert world.stage.delete(found, single, "Single").succeeded
    assert world.answered() == sorted([one, two])
    assert world.rules()[one]["SipRuleId"] == found
    return world.stage.calls


def into_the_set_and_back(world: World, fault: Fault | None = None) -> list[str]:
    """The set hands back what it adopted when the deployment fails."""
    one, two, *_ = world.numbers
    single = rule(one, world.east)
    found = world.stage.create(single, "Single").physical_id
    before, after = lines(world, two), adopting(world, one, found, two)
    made = world.stage.create(before, "Lines0")
    assert world.stage.update(made, after, before, "Lines0").succeeded
    world.stage.calls.clear()
    world.stage.fault = fault
    assert world.stage.update(made, before, after, "Lines0").succeeded
    assert world.answered() == sorted([one, two])
    assert world.stage.delete(found, single, "Single").succeeded
    assert world.answered() == [two]
    return world.stage.calls


def to_another_set(world: World, fault: Fault | None = None) -> list[str]:
    """One set adopts what another has, then that one lets go."""
    one, two, *_ = world.numbers
    before, empty = lines(world, one, two), rule_set(name="Other")
    first, second = world.stage.create(before, "Lines0"), world.stage.create(empty, "Other0")
    found = world.rules()[one]["SipRuleId"]
    world.stage.calls.clear()
    world.stage.fault = fault
    assert world.stage.update(second, adopting(world, one, found), empty, "Other0").succeeded
    assert world.stage.update(first, lines(world, two), before, "Lines0").succeeded
    assert world.answered() == sorted([one, two])
    assert world.rules()[one]["SipRuleId"] == found
    return world.stage.calls


MOVES = {
    move.__name__: move
    for move in (out_to_a_rule, back_from_a_rule, into_the_set, into_the_set_and_back, to_another_set)
}


@pytest.mark.parametrize("move", MOVES)
def test_a_rule_that_moves_survives_every_fault_at_every_call(move: str):
    calls = MOVES[move](World(2))
    wrong = []
    for at in range(1, len(calls) + 1):
        for kind in FAULTS:
            CELLS["sip_rule_set"] += 1
            try:
                MOVES[move](World(2), Fault(kind, at))
            except AssertionError as broken:
                wrong.append(f"{kind} at call {at} ({calls[at - 1]}): {str(broken).splitlines()[0]}")
    assert wrong == []


def test_another_stacks_set_of_the_same_name_takes_nothing(world: World):
    assert world.stage.create(lines(world)).succeeded
    empty = rule_set()
    other = world.stage.create(empty, stack=OTHER_STACK)
    answer = world.stage.update(other, lines(world), empty, stack=OTHER_STACK)
    assert "another stack" in answer.reason
    assert world.answered() == sorted(world.numbers)


def test_a_rule_that_another_stack_took_over_is_left_to_it(world: World):
    one, two, three, _ = world.numbers
    before = lines(world, one, two)
    made = world.stage.create(before)
    found = world.rules()[one]["SipRuleId"]
    away = rule(one, world.east, adopt_id=found)
    assert world.stage.create(away, "Single", stack=OTHER_STACK).succeeded
    taken = world.rules()[one]["Name"]
    # This stack still lists the number, and changes another one.
    after = world.stage.update(made, lines(world, one, two, three), before)
    assert after.succeeded, after.reason
    assert world.rules()[one]["Name"] == taken
    assert world.stage.delete(made.physical_id, lines(world, one, two, three)).succeeded
    assert world.answered() == [one]


def test_all_mistakes_of_all_rules_are_told_before_anything_is_made(world: World):
    wrong = RuleGroup(
        target_applications=(*targets_of(world.east), *targets_of(world.west)),
        phone_numbers=(world.numbers[0], "2065550100", world.numbers[0]),
        host_names=("pbx.example.com",),
        adopted=(AdoptedRule(trigger_value="+12065550111", sip_rule_id="a name"),),
    )
    answer = world.stage.create(rule_set(wrong))
    for told in (
        "phone_numbers[1] must be a phone number in E.164 form",
        "host_names[0] must be a Voice Connector's outbound host name",
        "sip_rule_id must be the service's id",
        "aws_region must differ",
        "'+12065550111', which is none of the group's triggers",
        f"got '{world.numbers[0]}' 2 times",
    ):
        assert told in answer.reason
    assert world.stage.calls == ["PUT answer"]
