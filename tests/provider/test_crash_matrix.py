"""Every fault at every call of every step of every type, and the same event delivered again.

In each cell: one resource where one is declared, none where none is, nobody else's touched, no second number bought, no
SUCCESS that is not true, every attribute in the answer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chime_voice.contract.resource import Resource

from tests.provider.matrix import CELLS
from tests.provider.stage import FAULTS, STACK, Answer, Fault, Stage
from tests.provider.world import CASES, SETTLED, Case, Setting

Step = Callable[["Scene"], Iterator[None]]


class Scene:
    """One step of one case on a fresh stage. A step prepares, yields once, acts (now faults befall), and checks."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.stage = Stage()
        self.stage.declare("Main", "Adopter")
        self.setting: Setting = case.set_up(self.stage)
        self.stage.advance(SETTLED)
        self.by_hand = self.things()
        self.bought = self.numbers_bought()

    def things(self) -> dict[str, dict[str, Any]]:
        return self.case.all(self.stage)

    def made(self) -> set[str]:
        """What is there beside what was made by hand."""
        return set(self.things()) - set(self.by_hand)

    def numbers_bought(self) -> int:
        orders = self.stage.client().list_phone_number_orders(MaxResults=100)["PhoneNumberOrders"]
        return sum(1 for order in orders if order["Status"] != "Failed")

    def expect(self, answer: Answer, *ids: str) -> None:
        """The step succeeded, and exactly these things are there, with what was made by hand as it was."""
        assert answer.succeeded, answer.reason
        assert self.made() == set(ids)
        self.expect_by_hand_untouched()

    def expect_by_hand_untouched(self) -> None:
        volatile = {"UpdatedTimestamp", "Status", "Associations"}
        present = self.things()
        for found, before in self.by_hand.items():
            now = present[found]
            assert {k: v for k, v in now.items() if k not in volatile} == {
                k: v for k, v in before.items() if k not in volatile
            }

    def expect_as_before(self, found: str, before: dict[str, Any]) -> None:
        volatile = {"UpdatedTimestamp", "CallingNameStatus"}
        now = self.things()[found]
        assert {k: v for k, v in now.items() if k not in volatile} == {
            k: v for k, v in before.items() if k not in volatile
        }

    def expect_told(self, answer: Answer, resource: Resource) -> None:
        """All attributes are in the answer, and they are this resource's."""
        assert set(answer.data) == set(resource.SPEC.attributes)
        assert answer.data[resource.SPEC.id_attribute] == answer.physical_id
        assert answer.physical_id in self.things()


def name_of(scene: Scene, found: str) -> str:
    return str(scene.things()[found].get("Name", ""))


def create(scene: Scene) -> Iterator[None]:
    yield
    answer = scene.stage.create(scene.setting.desired)
    scene.expect(answer, answer.physical_id)
    scene.expect_told(answer, scene.setting.desired)
    assert scene.numbers_bought() - scene.bought == (1 if scene.case.name == "phone_number" else 0)


def update_in_place(scene: Scene) -> Iterator[None]:
    before = scene.stage.create(scene.setting.desired)
    scene.stage.advance(80 * 3600)  # a calling name that was just set can be changed again
    yield
    after = scene.stage.update(before, scene.setting.changed, scene.setting.desired)
    scene.expect(after, before.physical_id)
    scene.expect_told(after, scene.setting.changed)
    assert after.physical_id == before.physical_id
    assert name_of(scene, after.physical_id).startswith("Renamed")


def replace(scene: Scene) -> Iterator[None]:
    before = scene.stage.create(scene.setting.desired)
    scene.stage.advance(SETTLED)
    bought = scene.numbers_bought()
    yield
    after = scene.stage.update(before, scene.setting.replaced, scene.setting.desired)
    scene.expect(after, before.physical_id, after.physical_id)
    scene.expect_told(after, scene.setting.replaced)
    assert after.physical_id != before.physical_id
    assert scene.numbers_bought() - bought == (1 if scene.case.name == "phone_number" else 0)
    cleaned = scene.stage.delete(before.physical_id, scene.setting.desired)
    scene.expect(cleaned, after.physical_id)


def delete(scene: Scene) -> Iterator[None]:
    made = scene.stage.create(scene.setting.desired)
    scene.stage.advance(SETTLED)
    yield
    scene.expect(scene.stage.delete(made.physical_id, scene.setting.desired))


def roll_back_refused_create(scene: Scene) -> Iterator[None]:
    scene.stage.refused = scene.case.make
    yield
    failed = scene.stage.create(scene.setting.desired)
    assert not failed.succeeded
    scene.stage.refused = ""
    scene.expect(scene.stage.delete(failed.physical_id, scene.setting.desired))
    assert scene.numbers_bought() == scene.bought


def roll_back_refused_replacement(scene: Scene) -> Iterator[None]:
    before = scene.stage.create(scene.setting.desired)
    scene.stage.advance(80 * 3600)
    bought = scene.numbers_bought()
    scene.stage.refused = scene.case.make
    yield
    failed = scene.stage.update(before, scene.setting.replaced, scene.setting.desired)
    assert not failed.succeeded
    assert failed.physical_id == before.physical_id
    scene.stage.refused = ""
    back = scene.stage.update(before, scene.setting.desired, scene.setting.replaced)
    scene.expect(back, before.physical_id)
    assert back.physical_id == before.physical_id
    assert scene.numbers_bought() == bought


def roll_back_failed_create(scene: Scene) -> Iterator[None]:
    scene.stage.refused = scene.case.refuse_after_make
    yield
    failed = scene.stage.create(scene.setting.desired)
    assert not failed.succeeded
    scene.stage.refused = ""
    scene.expect(scene.stage.delete(failed.physical_id, scene.setting.desired))
    assert scene.numbers_bought() - scene.bought <= 1


def roll_back_failed_update(scene: Scene) -> Iterator[None]:
    before = scene.stage.create(scene.setting.desired)
    scene.stage.advance(80 * 3600)
    state = scene.things()[before.physical_id]
    changed = scene.stage.update(before, scene.setting.changed, scene.setting.desired)
    scene.stage.advance(80 * 3600)
    yield
    back = scene.stage.update(changed, scene.setting.desired, scene.setting.changed)
    scene.expect(back, before.physical_id)
    scene.expect_as_before(before.physical_id, state)


def roll_back_half_made_update(scene: Scene) -> Iterator[None]:
    before = scene.stage.create(scene.setting.desired)
    scene.stage.advance(80 * 3600)
    state = scene.things()[before.physical_id]
    scene.stage.refused = scene.case.refuse_after_make or f"update_{scene.case.name.removesuffix('_set')}"
    yield
    failed = scene.stage.update(before, scene.setting.changed, scene.setting.desired)
    assert not failed.succeeded
    assert failed.physical_id == before.physical_id
    scene.stage.refused = ""
    back = scene.stage.update(before, scene.setting.desired, scene.setting.changed)
    scene.stage.advance(80 * 3600)
    scene.expect(back, before.physical_id)
    scene.expect_as_before(before.physical_id, state)


def roll_back_failed_replacement(scene: Scene) -> Iterator[None]:
    before = scene.stage.create(scene.setting.desired)
    scene.stage.advance(80 * 3600)
    scene.stage.refused = scene.case.refuse_after_make
    yield
    failed = scene.stage.update(before, scene.setting.replaced, scene.setting.desired)
    assert not failed.succeeded
    assert failed.physical_id == before.physical_id
    scene.stage.refused = ""
    back = scene.stage.update(before, scene.setting.desired, scene.setting.replaced)
    assert back.physical_id == before.physical_id
    if scene.case.name != "phone_number":
        scene.expect(back, before.physical_id)
        return
    # A number that was bought is not given back: the next attempt takes it.
    kept = scene.made()
    again = scene.stage.update(before, scene.setting.replaced, scene.setting.desired)
    scene.expect(again, before.physical_id, again.physical_id)
    assert kept <= scene.made()
    assert scene.numbers_bought() - scene.bought == 2


def adopt(scene: Scene) -> Iterator[None]:
    existing = scene.setting.existing
    adopting = scene.setting.adopting(existing)
    yield
    answer = scene.stage.create(adopting, "Adopter")
    assert answer.succeeded, answer.reason
    assert answer.physical_id == existing
    scene.expect_told(answer, adopting)
    assert scene.made() == set()
    assert name_of(scene, existing) in ("Adopted", "Main")
    left = scene.stage.delete(existing, adopting, "Adopter")
    assert left.succeeded
    assert existing in scene.things()


def adoption_that_fails(scene: Scene) -> Iterator[None]:
    existing = scene.setting.existing
    adopting = scene.setting.adopting(existing)
    scene.stage.refused = scene.case.refuse_after_make
    yield
    failed = scene.stage.create(adopting, "Adopter")
    assert not failed.succeeded
    scene.stage.refused = ""
    assert scene.stage.delete(failed.physical_id, adopting, "Adopter").succeeded
    assert scene.made() == set()
    scene.expect_by_hand_untouched()


def move_out(scene: Scene) -> Iterator[None]:
    """Another construct adopts what this one made; then this one is deleted, and the thing stays."""
    made = scene.stage.create(scene.setting.desired)
    scene.stage.advance(80 * 3600)
    adopting = scene.setting.adopting(made.physical_id)
    if scene.case.name == "sip_rule":
        adopting = dataclasses.replace(scene.setting.desired, adopt_id=made.physical_id)  # type: ignore[call-arg]
    yield
    answer = scene.stage.create(adopting, "Adopter")
    assert answer.succeeded, answer.reason
    deleted = scene.stage.delete(made.physical_id, scene.setting.desired)
    scene.expect(deleted, made.physical_id)


def move_out_and_back(scene: Scene) -> Iterator[None]:
    """Another construct adopted what this one made, in a deployment that failed: it goes with this one after all."""
    made = scene.stage.create(scene.setting.desired)
    scene.stage.advance(80 * 3600)
    adopting = scene.setting.adopting(made.physical_id)
    if scene.case.name == "sip_rule":
        adopting = dataclasses.replace(scene.setting.desired, adopt_id=made.physical_id)  # type: ignore[call-arg]
    assert scene.stage.create(adopting, "Adopter").succeeded
    yield
    assert scene.stage.delete(made.physical_id, adopting, "Adopter").succeeded
    assert scene.made() == {made.physical_id}
    assert scene.stage.delete(made.physical_id, scene.setting.desired).succeeded
    assert scene.made() == set()


STEPS: dict[str, Step] = {
    step.__name__: step
    for step in (
        create,
        update_in_place,
        replace,
        delete,
        roll_back_refused_create,
        roll_back_refused_replacement,
        roll_back_failed_create,
        roll_back_failed_update,
        roll_back_half_made_update,
        roll_back_failed_replacement,
        adopt,
        adoption_that_fails,
        move_out,
        move_out_and_back,
    )
}
# Steps that need a call to refuse after the resource was made; a rule is made by one call.
HALF_MADE = {"roll_back_failed_create", "roll_back_failed_replacement", "adoption_that_fails"}


def play(case: Case, step: Step, fault: Fault | None) -> list[str]:
    """One cell; the calls that the step made."""
    scene = Scene(case)
    running = step(scene)
    next(running)
    scene.stage.calls.clear()
    scene.stage.fault = fault
    with pytest.raises(StopIteration):
        next(running)
    return scene.stage.calls


STEPS_OF_CASES = [
    (case, step)
    for case in CASES
    for step in STEPS
    if not (step in HALF_MADE and not CASES[case].refuse_after_make) and step not in CASES[case].without
]


@pytest.mark.parametrize(("case", "step"), STEPS_OF_CASES)
def test_every_fault_at_every_call(case: str, step: str):
    calls = play(CASES[case], STEPS[step], None)
    assert calls
    wrong = []
    for at in range(1, len(calls) + 1):
        for kind in FAULTS:
            if step == "adoption_that_fails" and kind.startswith("die"):
                # What it was before is known to nobody after a death; see the test of its own below.
                continue
            CELLS[case] += 1
            try:
                play(CASES[case], STEPS[step], Fault(kind, at))
            except AssertionError as broken:
                wrong.append(f"{kind} at call {at} ({calls[at - 1]}): {str(broken).splitlines()[0]}")
    assert wrong == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", ["Create", "Update", "Replace", "Delete"])
def test_an_event_delivered_again_after_its_answer_changes_nothing(case: str, kind: str):
    scene = Scene(CASES[case])
    stage, setting = scene.stage, scene.setting
    first = stage.event("Create", setting.desired, "Main", STACK)
    answer = stage.deliver(first)
    event, expected = first, {answer.physical_id}
    stage.advance(80 * 3600)
    if kind == "Update":
        event = stage.event("Update", setting.changed, "Main", STACK, answer.physical_id, setting.desired)
    elif kind == "Replace":
        event = stage.event("Update", setting.replaced, "Main", STACK, answer.physical_id, setting.desired)
    elif kind == "Delete":
        event, expected = stage.event("Delete", setting.desired, "Main", STACK, answer.physical_id), set()
    told = stage.deliver(event)
    expected = expected | ({told.physical_id} if kind == "Replace" else set())
    assert scene.made() == expected
    before = scene.things()
    bought = scene.numbers_bought()
    stage.deliver(event)
    assert scene.things() == before
    assert scene.numbers_bought() == bought


def test_a_create_that_never_answers_is_cleaned_up_by_its_delete():
    for case in CASES.values():
        scene = Scene(case)
        before = len(scene.stage.calls)
        scene.stage.deaf = True
        answer = scene.stage.create(scene.setting.desired)
        scene.stage.deaf = False
        assert answer.reason == "no answer in time"
        assert len(scene.stage.calls) > before
        assert len(scene.made()) == 1
        scene.expect(scene.stage.delete(answer.physical_id, scene.setting.desired))


@pytest.mark.parametrize("case", [name for name, case in CASES.items() if case.refuse_after_make])
def test_an_adoption_that_dies_and_is_refused_then_loses_nothing(case: str):
    calls = play_half(case, None)
    for at in range(1, calls + 1):
        for kind in ("die before", "die after"):
            CELLS[case] += 1
            play_half(case, Fault(kind, at))


def play_half(case: str, fault: Fault | None) -> int:
    scene = Scene(CASES[case])
    scene.stage.refused = scene.case.refuse_after_make
    scene.stage.calls.clear()
    scene.stage.fault = fault
    adopting = scene.setting.adopting(scene.setting.existing)
    failed = scene.stage.create(adopting, "Adopter")
    calls = len(scene.stage.calls)
    assert not failed.succeeded
    assert scene.stage.delete(failed.physical_id, adopting, "Adopter").succeeded
    assert set(scene.things()) == set(scene.by_hand)
    return calls
