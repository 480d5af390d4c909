"""Where call detail records go: one bucket an account, and nobody's is overwritten or taken away."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.local.voice.families.global_settings import GlobalSettings as Family
from tests.provider import account_settings
from tests.provider.account_settings import STEPS, AccountSetting
from tests.provider.world import global_settings


def bucket(client: Any) -> str:
    return str(client.get_global_settings()["VoiceConnector"].get("CdrBucket") or "")


RECORDS = AccountSetting(
    declare=global_settings,
    values=("records", "more-records", "by-hand"),
    put=lambda client, value: client.update_global_settings(VoiceConnector={"CdrBucket": value}),
    get=bucket,
)


@pytest.mark.parametrize("step", STEPS)
def test_every_fault_at_every_call(step: str):
    account_settings.survives("global_settings", RECORDS, step)


def test_an_event_delivered_again_after_its_answer_changes_nothing():
    account_settings.is_harmless_again(RECORDS)


def test_calls_only_what_the_contract_asks_permission_for():
    account_settings.calls_what_the_contract_asks_for(RECORDS)


def test_a_create_that_never_answers_is_cleaned_up_by_its_delete():
    account_settings.is_cleaned_up_without_an_answer(RECORDS)


def test_what_somebody_else_has_set_is_refused_with_the_remedy():
    stage = RECORDS.stage()
    RECORDS.by_hand(stage)
    answer = stage.create(global_settings())
    assert "the account's call detail record setting is 'by-hand', which this stack did not set" in answer.reason
    assert "say adopt='by-hand'" in answer.reason
    assert [call for call in stage.calls if call.startswith("update")] == []


def test_what_was_changed_by_hand_since_is_neither_overwritten_nor_taken_away():
    stage = RECORDS.stage()
    made = stage.create(global_settings())
    RECORDS.by_hand(stage)
    assert (
        "is 'by-hand', which this stack did not set"
        in stage.update(made, global_settings("more-records"), global_settings()).reason
    )
    assert stage.delete(made.physical_id, global_settings()).succeeded
    assert RECORDS.value(stage) == "by-hand"


def test_a_bucket_that_is_set_already_is_taken_as_it_is():
    stage = RECORDS.stage()
    RECORDS.by_hand(stage)
    assert stage.create(global_settings("by-hand")).succeeded
    assert [call for call in stage.calls if call.startswith("update")] == []


def test_adopting_what_is_not_set_is_refused():
    stage = RECORDS.stage()
    RECORDS.by_hand(stage)
    answer = stage.create(global_settings(adopt_id="another"))
    assert "cannot adopt 'another': the account has no call detail record setting of that id" in answer.reason
    assert RECORDS.value(stage) == "by-hand"


def test_a_change_that_does_not_show_is_told(monkeypatch: pytest.MonkeyPatch):
    stage = RECORDS.stage()

    def nothing(self: Any, **_: Any) -> None:
        """The service says yes."""

    monkeypatch.setattr(Family, "update_global_settings", nothing)
    answer = stage.create(global_settings())
    assert "took a change but does not show it after a minute" in answer.reason
