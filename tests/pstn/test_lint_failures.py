"""The linter on functions that fail."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.parties import Party
from tests.pstn.linted import found, inbound
from tests.pstn.phone import Handler, bridge, hang_up, speak


def raised(expression):
    """A handler's answer that raises what Python does."""

    def answer(event):
        return eval(expression, {"event": event, "Chime": Chime})  # noqa: S307

    return answer


class Chime:
    """The old client, as far as it is known."""


@pytest.mark.parametrize(
    ("expression", "remedy"),
    [
        ("event['CallDetails']['SipApplicationId']", "read SipMediaApplicationId"),
        ("event['CallDetails']['Participants'][1]['CallId']", "look a leg up by its ParticipantTag"),
        ("Chime().create_sip_media_application_call()", "use the client chime-sdk-voice"),
        ("event['Actions']", "mend it"),
        ("nothing_like_it", "mend it"),
    ],
)
def test_a_mistake_in_the_code_is_found_at_the_beginning_of_a_call_with_what_to_do(expression, remedy):
    call = inbound(Handler(NEW_INBOUND_CALL=raised(expression)))
    assert found(call) == [("handler-failed", "error", "NEW_INBOUND_CALL")]
    assert call.findings[0].remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        ("TypeError: Cannot read properties of undefined (reading 'CallId')", "look a leg up by its ParticipantTag"),
        ("TypeError: AWS.Chime is not a constructor", "use the client chime-sdk-voice"),
        ("ReferenceError: x is not defined", "mend it"),
    ],
)
def test_so_is_one_in_javascript(error, remedy):
    kind, _, message = error.partition(": ")
    call = inbound(Handler(NEW_INBOUND_CALL=type(kind, (Exception,), {})(message)))
    assert call.findings[0].remedy.startswith(remedy)


def test_the_second_leg_of_a_bridge_that_nobody_answered_is_not_there():
    handler = Handler(
        NEW_INBOUND_CALL=[bridge()], ACTION_FAILED=raised("event['CallDetails']['Participants'][1]['CallId']")
    )
    call = inbound(handler, bridged=Party(answers=False))
    assert found(call) == [("handler-failed", "error", "ACTION_FAILED")]
    assert call.findings[0].remedy.startswith("look a leg up")


def test_in_the_middle_every_error_is_found():
    call = inbound(Handler(NEW_INBOUND_CALL=[speak()], ACTION_SUCCESSFUL=RuntimeError("no more")))
    assert found(call) == [("handler-failed", "error", "ACTION_SUCCESSFUL")]
    assert call.findings[0].remedy.startswith("catch the error")


@pytest.mark.parametrize("name", ["FailOver", "ClientError", "ConnectTimeoutError", "RuntimeError"])
def test_at_the_beginning_an_error_that_may_be_meant_is_right(name):
    error = type(name, (Exception,), {})("the table is not there")
    assert inbound(Handler(NEW_INBOUND_CALL=error)).findings == []


def test_an_error_when_everybody_has_left_does_little_harm():
    call = inbound(Handler(NEW_INBOUND_CALL=[hang_up()], HANGUP=raised("event['Actions']")))
    assert found(call) == [("handler-failed", "warning", "HANGUP")]
