"""The table of operations knows every operation of the service, and docs/resources.md has it."""

from __future__ import annotations

import inspect

import botocore.session
import pytest
from chime_voice.handlers import dialer, updater

import constructs_lib
from tests.docs.operation_tables import LEFT_OUT, RUN_TIME, operations, provisioned
from tests.docs.pages import ROOT

MODEL = botocore.session.get_session().get_service_model("chime-sdk-voice")


def test_every_operation_is_used_or_left_out_for_a_reason_and_not_both():
    used = set(provisioned()) | set(RUN_TIME)
    assert set(MODEL.operation_names) - used == set(LEFT_OUT), "say why, or take the reason of what is used now away"


def test_nothing_is_said_of_an_operation_that_the_service_does_not_have():
    assert (set(provisioned()) | set(RUN_TIME)) - set(MODEL.operation_names) == set()


@pytest.mark.parametrize(("operation", "users"), RUN_TIME.items())
def test_what_is_used_at_run_time_is_a_right_that_its_construct_gives(operation, users):
    kind, grants = users[0], users[1].split(".")
    assert f"chime:{operation}" in inspect.getsource(getattr(constructs_lib, kind))
    assert f"chime:{operation}" in inspect.getsource(getattr(getattr(constructs_lib, grants[0]), grants[1]))


@pytest.mark.parametrize(("operation", "handler"), list(zip(RUN_TIME, (dialer, updater), strict=True)))
def test_what_is_used_at_run_time_is_called_there(operation, handler):
    method = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation).removeprefix("_")
    assert f'"{method}"' in inspect.getsource(handler)


@pytest.mark.parametrize("operation", [name for name, why in LEFT_OUT.items() if "model" in why])
def test_what_the_model_is_said_to_say_it_says(operation):
    said = MODEL.operation_model(operation).documentation
    assert "End of support" in said or "no longer available" in said


def test_the_page_has_the_table():
    generated = operations(MODEL.operation_names)
    page = (ROOT / "docs" / "resources.md").read_text()
    assert generated in page, f"replace the last table of docs/resources.md with:\n\n{generated}"
