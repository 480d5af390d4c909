"""One event from beginning to end: always answered, never with more than is good."""

from __future__ import annotations

import json
from typing import Any

import pytest
from chime_voice.contract.registry import TYPES
from chime_voice.provider import answer as answering
from chime_voice.provider.lifecycle import Outcome
from chime_voice.provider.request import Request

from tests.provider.stage import STACK, Stage
from tests.provider.world import CASES, application


def test_a_type_that_it_does_not_know_is_answered():
    stage = Stage()
    event = stage.event("Create", application(), "Main", STACK) | {"ResourceType": "Custom::ChimeSwitchboard"}
    told = stage.deliver(event)
    assert not told.succeeded
    assert "it knows Custom::Chime" in told.reason


def test_a_property_that_it_does_not_know_is_answered():
    stage = Stage()
    event = stage.event("Create", application(), "Main", STACK)
    event["ResourceProperties"]["Colour"] = "red"
    told = stage.deliver(event)
    assert not told.succeeded
    assert "no property Colour" in told.reason


def test_an_old_shape_of_the_properties_does_not_stop_a_deletion():
    stage = Stage()
    made = stage.create(application())
    event = stage.event("Delete", application(), "Main", STACK, made.physical_id)
    event["ResourceProperties"]["RetiredProperty"] = "x"
    assert stage.deliver(event).succeeded


def test_a_mistake_of_the_provider_itself_is_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    stage = Stage()

    def broken(*_: Any) -> None:
        raise KeyError("SipMediaApplicationArn")

    monkeypatch.setattr("chime_voice.provider.lifecycle._create", broken)
    told = stage.create(application())
    assert not told.succeeded
    assert "the provider itself failed with KeyError" in told.reason
    assert "Traceback" in capsys.readouterr().out


def test_logs_tell_what_happened_and_no_secret(capsys: pytest.CaptureFixture[str]):
    stage = Stage()
    stage.create(application())
    logged = capsys.readouterr().out
    assert [json.loads(line)["what"] for line in logged.splitlines()] == ["begins", "done"]
    assert "answers.invalid" not in logged


def request() -> Request:
    return Request.read(Stage().event("Create", application(), "Main", STACK))


@pytest.mark.parametrize("character", ["x", "é", "漢", '"'])
def test_a_long_reason_is_cut_to_what_cloudformation_takes(character: str):
    body = answering.body(request(), Outcome(physical_id="id", reason=character * 9000), " (log: group stream)")
    assert len(body) <= answering.LIMIT
    told = json.loads(body)
    assert told["Reason"].startswith(character * 100)
    assert told["Reason"].endswith(" (log: group stream)")


def test_a_short_reason_is_whole():
    told = json.loads(answering.body(request(), Outcome(physical_id="id", reason="no"), " (log)"))
    assert told["Reason"] == "no (log)"
    assert told["Status"] == "FAILED"


OF_THEIR_OWN = {
    "global_settings",
    "phone_number_association",
    "phone_number_settings",
    "phone_numbers",
    "termination_credentials",
}
"""Types that are no single thing of the service: their own tests hold them to it."""


def test_calls_only_what_the_contract_asks_permission_for():
    for name, case in CASES.items():
        stage = Stage()
        setting = case.set_up(stage)
        stage.declare("Main")
        stage.calls.clear()
        made = stage.create(setting.desired)
        stage.advance(80 * 3600)
        changed = stage.update(made, setting.changed, setting.desired)
        stage.advance(80 * 3600)
        replaced = stage.update(changed, setting.replaced, setting.changed)
        for left in (made, replaced):
            stage.delete(left.physical_id, setting.desired if left is made else setting.replaced)
        allowed = {
            operation.lower()
            for permission in type(setting.desired).SPEC.permissions
            for operation in permission.operations
        }
        used = {call.replace("_", "") for call in stage.calls} - {"PUT answer"}
        assert used <= allowed, name
    assert set(CASES) | OF_THEIR_OWN == {contract.__module__.rsplit(".", 1)[1] for contract in TYPES.values()}
