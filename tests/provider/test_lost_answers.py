"""Answers that stay away while lists lag behind: what may have been made is never taken for nothing."""

from __future__ import annotations

import dataclasses

import pytest

from constructs_lib.local.voice.faults import Fault
from tests.provider.stage import Stage
from tests.provider.world import CASES, SETTLED, Setting

CREATE = {
    "sip_media_application": "CreateSipMediaApplication",
    "voice_connector": "CreateVoiceConnector",
    "sip_rule": "CreateSipRule",
}
"""An order of a number is looked up by itself; see the tests of numbers."""
LOST_THEN_REFUSED = {"voice_connector": (2, "ResourceLimitExceeded"), "sip_rule": (1, "has this trigger already")}
"""What was made without a word stands in the way of another attempt: lost answers, and what the next attempt is told."""


def unheard(name: str) -> tuple[Stage, Setting, set[str]]:
    """A stage on which Creates take effect, but neither their answers nor the lists say so for ten minutes."""
    case, stage = CASES[name], Stage()
    stage.declare("Main")
    setting = case.set_up(stage)
    stage.advance(SETTLED)
    by_hand = set(case.all(stage))
    return stage, setting, by_hand


def be_silent(stage: Stage, name: str, lost: int | None = None, lag: float = SETTLED) -> None:
    stage.service.settings = dataclasses.replace(stage.service.settings, read_after_create_seconds=lag)
    stage.service.inject(Fault(kind="error_after", operation=CREATE[name], count=lost))


@pytest.mark.parametrize("name", CREATE)
def test_one_lost_answer_and_lists_that_lag_by_most_of_a_minute_make_one(name: str):
    stage, setting, by_hand = unheard(name)
    be_silent(stage, name, lost=1, lag=50)
    answer = stage.create(setting.desired)
    assert answer.succeeded, answer.reason
    stage.advance(SETTLED)
    assert set(CASES[name].all(stage)) == by_hand | {answer.physical_id}


@pytest.mark.parametrize("name", LOST_THEN_REFUSED)
def test_a_refusal_after_a_lost_answer_is_not_taken_for_nothing_made(name: str):
    lost, told = LOST_THEN_REFUSED[name]
    stage, setting, by_hand = unheard(name)
    be_silent(stage, name, lost)
    failed = stage.create(setting.desired)
    assert not failed.succeeded
    assert told in failed.reason
    stage.advance(SETTLED)
    assert stage.delete(failed.physical_id, setting.desired).succeeded
    assert set(CASES[name].all(stage)) == by_hand


@pytest.mark.parametrize("name", CREATE)
def test_the_delete_after_a_create_that_does_not_know_what_it_made_removes_all_of_it(name: str):
    stage, setting, by_hand = unheard(name)
    be_silent(stage, name)
    failed = stage.create(setting.desired)
    assert not failed.succeeded
    stage.service.faults.clear()
    stage.advance(SETTLED)
    assert set(CASES[name].all(stage)) > by_hand
    assert stage.delete(failed.physical_id, setting.desired).succeeded
    assert set(CASES[name].all(stage)) == by_hand


@pytest.mark.parametrize("name", CREATE)
def test_a_replacement_that_does_not_know_what_it_made_tells_how_to_find_it(name: str):
    stage, setting, _ = unheard(name)
    before = stage.create(setting.desired)
    stage.advance(SETTLED)
    known = set(CASES[name].all(stage))
    be_silent(stage, name)
    failed = stage.update(before, setting.replaced, setting.desired)
    assert not failed.succeeded
    assert failed.physical_id == before.physical_id
    stage.service.faults.clear()
    stage.advance(SETTLED)
    left = {found: item["Name"] for found, item in CASES[name].all(stage).items() if found not in known}
    assert left
    assert all(name_left.rpartition(" ")[2] in failed.reason for name_left in left.values())


@pytest.mark.parametrize("name", CREATE)
def test_a_refusal_without_a_lost_answer_before_it_made_nothing(name: str):
    stage, setting, by_hand = unheard(name)
    stage.service.inject(Fault(kind="refuse", operation=CREATE[name], code="AccessDeniedException", count=None))
    failed = stage.create(setting.desired)
    assert "AccessDeniedException" in failed.reason
    stage.calls.clear()
    assert stage.delete(failed.physical_id, setting.desired).succeeded
    assert stage.calls == ["PUT answer"]
    assert set(CASES[name].all(stage)) == by_hand
