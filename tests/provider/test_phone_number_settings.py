"""The account's default calling name: one an account, and a change in seven days."""

from __future__ import annotations

from typing import Any

import pytest

from tests.provider import account_settings
from tests.provider.account_settings import STEPS, AccountSetting
from tests.provider.stage import Stage
from tests.provider.world import phone_number_settings

DAY = 24 * 3600


def name(client: Any) -> str:
    return str(client.get_phone_number_settings().get("CallingName") or "")


NAMES = AccountSetting(
    declare=phone_number_settings,
    values=("Support", "Sales", "By hand"),
    put=lambda client, value: client.update_phone_number_settings(CallingName=value),
    get=name,
)


@pytest.mark.parametrize("step", STEPS)
def test_every_fault_at_every_call(step: str):
    account_settings.survives("phone_number_settings", NAMES, step)


def test_an_event_delivered_again_after_its_answer_changes_nothing():
    account_settings.is_harmless_again(NAMES)


def test_calls_only_what_the_contract_asks_permission_for():
    account_settings.calls_what_the_contract_asks_for(NAMES)


def test_a_create_that_never_answers_is_cleaned_up_by_its_delete():
    account_settings.is_cleaned_up_without_an_answer(NAMES)


def test_a_change_that_comes_too_early_fails_and_says_when_it_will_not():
    stage = Stage()
    made = stage.create(phone_number_settings())
    stage.advance(2 * DAY)
    answer = stage.update(made, phone_number_settings("Sales"), phone_number_settings())
    assert not answer.succeeded
    assert answer.physical_id == "Support"
    assert "can be changed once in seven days: deploy again after" in answer.reason
    assert "or declare 'Support'" in answer.reason
    stage.advance(5 * DAY)
    assert stage.update(made, phone_number_settings("Sales"), phone_number_settings()).succeeded
    assert name(stage.client()) == "Sales"


def test_an_update_to_what_is_set_is_no_change():
    stage = Stage()
    made = stage.create(phone_number_settings())
    assert stage.update(made, phone_number_settings(), phone_number_settings()).succeeded
    assert stage.calls.count("update_phone_number_settings") == 1


def test_a_deletion_that_comes_too_early_is_never_told_as_done():
    stage = Stage()
    made = stage.create(phone_number_settings())
    answer = stage.delete(made.physical_id, phone_number_settings())
    assert not answer.succeeded
    assert name(stage.client()) == "Support"
