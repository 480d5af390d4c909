"""An estate is adopted, changed and let go while callers ring: not one call is lost, not one number released."""

from __future__ import annotations

import functools

import pytest

from constructs_lib.estate.model import Estate
from tests.estate.accounts import scanned
from tests.estate_story.callers import RungStage
from tests.estate_story.estate import EAST, WEST, Stack, changes, made_by_hand, state, turned_round
from tests.provider.stage import FAULTS, Fault


@pytest.fixture
def stage() -> RungStage:
    made = RungStage()
    made_by_hand(made)
    return made


def test_from_the_scan_to_the_destruction_no_call_is_lost(stage):
    before, heard = state(stage), len(stage.service.journal)
    stack = Stack.of_a_scan(stage)
    assert stack.deploy()
    assert changes(stage, heard) == []
    assert state(stage) == before

    logical_id, main = stack.rule_named("Main")
    assert stack.update(logical_id, turned_round(main))
    assert changes(stage, heard) == ["UpdateSipRule"]
    stage.advance(600)

    changed, heard = state(stage), len(stage.service.journal)
    assert stack.destroy()
    assert changes(stage, heard) == []
    assert state(stage) == changed

    assert stage.callers.lost == []
    assert stage.callers.rung >= 3 * len(stage.service.journal)
    assert stage.callers.answered[main.trigger_value] == [EAST, WEST]
    assert sorted(map(len, stage.callers.answered.values())) == [1, 1, 2]


def test_callers_notice_what_is_lost(stage):
    """The measure itself: a rule that is made anew has a gap, and a number that is released is gone."""
    client = stage.client()
    main = next(rule for rule in client.list_sip_rules()["SipRules"] if rule["Name"] == "Main")
    wanted = {name: main[name] for name in ("Name", "TriggerType", "TriggerValue", "TargetApplications")}
    client.update_sip_rule(SipRuleId=main["SipRuleId"], Name="Main", Disabled=True)
    stage.advance(600)
    client.delete_sip_rule(SipRuleId=main["SipRuleId"])
    client.create_sip_rule(**wanted)
    assert {lost.partition(" ")[0] for lost in stage.callers.lost} == {main["TriggerValue"]}


@functools.cache
def known() -> Estate:
    """A scan of the estate, whose ids are the same on every stage."""
    stage = RungStage()
    made_by_hand(stage)
    return scanned(stage)


@functools.cache
def calls_of(step: str) -> int:
    """How many calls of the provider, answers included, a step has when all is well."""
    stage = RungStage()
    made_by_hand(stage)
    play(step, stage)
    return len(stage.calls)


def play(step: str, stage: RungStage, fault: Fault | None = None, refused: str = "") -> None:
    """One step with something in the way; when it fails, CloudFormation takes it back, or is asked again."""
    stack = Stack.of(stage, known())
    if step != "deploy":
        assert stack.deploy()
    stage.calls.clear()
    stage.fault, stage.refused = fault, refused
    if step == "deploy":
        stack.deploy()
    elif step == "destroy":
        if not stack.destroy():
            stage.fault, stage.refused = None, ""
            assert stack.destroy()
    else:
        logical_id, main = stack.rule_named("Main")
        if stack.update(logical_id, turned_round(main)):
            stage.advance(600)
            stack.roll_back(logical_id, main)
    stage.fault, stage.refused = None, ""


@pytest.mark.parametrize("step", ["deploy", "change", "destroy"])
@pytest.mark.parametrize("kind", FAULTS)
def test_whatever_befalls_any_call_of_the_provider_no_call_is_lost(step, kind):
    for at in range(1, calls_of(step) + 1):
        stage = RungStage()
        made_by_hand(stage)
        before, heard = state(stage), len(stage.service.journal)
        play(step, stage, Fault(kind, at))
        stage.advance(600)
        assert stage.callers.lost == [], f"{kind} at call {at}"
        assert state(stage) == before, f"{kind} at call {at}"
        assert set(changes(stage, heard)) <= ({"UpdateSipRule"} if step == "change" else set())


@pytest.mark.parametrize("step", ["deploy", "change", "destroy"])
@pytest.mark.parametrize(
    "method",
    [
        "get_phone_number",
        "get_voice_connector",
        "get_voice_connector_termination",
        "get_sip_media_application",
        "get_sip_rule",
        "update_sip_rule",
    ],
)
def test_what_is_refused_for_good_is_taken_back_without_a_lost_call_and_the_next_attempt_works(stage, step, method):
    before = state(stage)
    play(step, stage, refused=method)
    stage.advance(600)
    assert stage.callers.lost == []
    assert state(stage) == before
    assert Stack.of_a_scan(stage).deploy()
    assert stage.callers.lost == []
