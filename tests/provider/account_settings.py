"""Settings of an account on the stage, whichever: what all of them must hold."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chime_voice.contract.resource import Resource

from tests.provider.matrix import CELLS
from tests.provider.stage import FAULTS, STACK, Fault, Stage


@dataclasses.dataclass(frozen=True)
class AccountSetting:
    """One of the settings."""

    declare: Callable[..., Resource]
    values: tuple[str, str, str]
    """Two that are declared, and one that somebody sets by hand."""
    put: Callable[[Any, str], None]
    get: Callable[[Any], str]
    """By a plain client."""

    def stage(self) -> Stage:
        stage = Stage()
        # Seven days do not pass in a deployment; that a change comes too early has tests of its own.
        stage.service.settings = dataclasses.replace(stage.service.settings, default_calling_name_seconds=60)
        return stage

    def by_hand(self, stage: Stage) -> None:
        self.put(stage.client(), self.values[2])
        stage.advance(600)
        stage.calls.clear()

    def value(self, stage: Stage) -> str:
        return self.get(stage.client())


Step = Callable[[AccountSetting, Stage], Iterator[None]]


def create(of: AccountSetting, stage: Stage) -> Iterator[None]:
    yield
    answer = stage.create(of.declare(of.values[0]))
    assert answer.succeeded, answer.reason
    assert (answer.physical_id, of.value(stage)) == (of.values[0], of.values[0])
    assert list(answer.data.values()) == [of.values[0]]


def change(of: AccountSetting, stage: Stage) -> Iterator[None]:
    """CloudFormation deletes the former id afterwards, which must not take the new value away."""
    one, two, _ = of.values
    made = stage.create(of.declare(one))
    stage.advance(600)
    yield
    after = stage.update(made, of.declare(two), of.declare(one))
    assert after.succeeded, after.reason
    assert stage.delete(made.physical_id, of.declare(one)).succeeded
    assert (after.physical_id, of.value(stage)) == (two, two)


def change_back(of: AccountSetting, stage: Stage) -> Iterator[None]:
    """A deployment that changed it failed over something else."""
    one, two, _ = of.values
    made = stage.create(of.declare(one))
    stage.advance(600)
    changed = stage.update(made, of.declare(two), of.declare(one))
    stage.advance(600)
    yield
    back = stage.update(changed, of.declare(one), of.declare(two))
    assert back.physical_id == one
    assert stage.delete(changed.physical_id, of.declare(two)).succeeded
    assert of.value(stage) == one


def delete(of: AccountSetting, stage: Stage) -> Iterator[None]:
    made = stage.create(of.declare(of.values[0]))
    stage.advance(600)
    yield
    assert stage.delete(made.physical_id, of.declare(of.values[0])).succeeded
    assert of.value(stage) == ""


def roll_back_refused_create(of: AccountSetting, stage: Stage) -> Iterator[None]:
    of.by_hand(stage)
    yield
    failed = stage.create(of.declare(of.values[0]))
    assert not failed.succeeded
    assert stage.delete(failed.physical_id, of.declare(of.values[0])).succeeded
    assert of.value(stage) == of.values[2]


def adopt(of: AccountSetting, stage: Stage) -> Iterator[None]:
    one, two, found = of.values
    of.by_hand(stage)
    yield
    answer = stage.create(of.declare(one, adopt_id=found))
    assert answer.succeeded, answer.reason
    stage.advance(600)
    after = stage.update(answer, of.declare(two, adopt_id=found), of.declare(one, adopt_id=found))
    assert after.succeeded, after.reason
    assert stage.delete(answer.physical_id, of.declare(one, adopt_id=found)).succeeded
    assert stage.delete(after.physical_id, of.declare(two, adopt_id=found)).succeeded
    assert of.value(stage) == two


STEPS: dict[str, Step] = {
    step.__name__: step for step in (create, change, change_back, delete, roll_back_refused_create, adopt)
}


def play(of: AccountSetting, step: Step, fault: Fault | None) -> list[str]:
    stage = of.stage()
    running = step(of, stage)
    next(running)
    stage.calls.clear()
    stage.fault = fault
    with pytest.raises(StopIteration):
        next(running)
    return stage.calls


def survives(name: str, of: AccountSetting, step: str) -> None:
    """Every fault at every call of a step."""
    calls = play(of, STEPS[step], None)
    wrong = []
    for at in range(1, len(calls) + 1):
        for kind in FAULTS:
            CELLS[name] += 1
            try:
                play(of, STEPS[step], Fault(kind, at))
            except AssertionError as broken:
                wrong.append(f"{kind} at call {at} ({calls[at - 1]}): {str(broken).splitlines()[0]}")
    assert wrong == []


def is_harmless_again(of: AccountSetting) -> None:
    """Events that are delivered again after their answers change nothing."""
    one, two, _ = of.values
    stage = of.stage()
    first = stage.event("Create", of.declare(one), "Main", STACK)
    made = stage.deliver(first)
    stage.deliver(first)
    stage.advance(600)
    second = stage.event("Update", of.declare(two), "Main", STACK, made.physical_id, of.declare(one))
    stage.deliver(second)
    stage.calls.clear()
    stage.deliver(second)
    assert of.value(stage) == two
    assert [call for call in stage.calls if call.startswith("update")] == []


def calls_what_the_contract_asks_for(of: AccountSetting) -> None:
    """No permission beyond the contract's is needed for any step."""
    (permission,) = of.declare(of.values[0]).SPEC.permissions
    allowed = {operation.lower() for operation in permission.operations}
    for step in STEPS.values():
        used = {call.replace("_", "") for call in play(of, step, None)} - {"PUT answer"}
        assert used <= allowed


def is_cleaned_up_without_an_answer(of: AccountSetting) -> None:
    """A Create that never answers is undone by its Delete."""
    stage = of.stage()
    stage.deaf = True
    answer = stage.create(of.declare(of.values[0]))
    stage.deaf = False
    assert of.value(stage) == of.values[0]
    stage.advance(600)
    assert stage.delete(answer.physical_id, of.declare(of.values[0])).succeeded
    assert of.value(stage) == ""
