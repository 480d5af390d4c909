"""Calls in a user's tests, in one line each."""

from __future__ import annotations

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from constructs_lib.pstn.parties import HangUp, Party, Press
from constructs_lib.testing import call
from constructs_lib.testing.calls import phone
from tests.calls.phones import MENU, menu
from tests.pstn.phone import announce, bridge, hang_up, play_audio, route, speak, table_of
from tests.reference_apps import ROOT, assembly_of

__all__ = ["phone"]
DESK = "+12065550150"
EAST, WEST = "us-east-1", "us-west-2"


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    """What a CDK app is to these tests: something that can be synthesized."""
    folder = assembly_of("app", tmp_path_factory)
    return SimpleNamespace(synth=lambda: SimpleNamespace(directory=str(folder)))


def answering(*actions):
    """A handler that answers a new call with these actions."""

    def handler(event, context):
        new = event["InvocationEventType"] == "NEW_INBOUND_CALL"
        return {"SchemaVersion": "1.0", "Actions": list(actions) if new else []}

    return handler


@pytest.mark.parametrize(("down", "region"), [((), EAST), (EAST, WEST), ([EAST, WEST], None)])
def test_a_region_that_is_down_sends_the_call_to_the_next(app, down, region):
    assert call(app, to="Main", down=down).answered_by == region


@pytest.mark.parametrize("kind", ["throttle", "gone"])
def test_a_function_that_cannot_be_invoked_sends_the_call_to_the_next_region(app, kind):
    made = call(app, to="Main", fail=f"Support/us-east-1/Application/Handler={kind}")
    made.is_answered_by(WEST).said("Hello from us-west-2").hung_up_with(0).no_findings()


def test_a_function_that_fails_ends_the_call(app):
    assert call(app, to="Main", fail="*=error").hung_up_with(480).answered_by is None


def test_a_pbx_calls_a_host(app):
    assert call(app, host="Pbx", user="4711").said(re.compile("Hello from us-(east|west)")).answered_by == EAST


def test_an_application_calls_somebody(app):
    made = call(app, application="Support/us-west-2/Application", to="+12065550123", arguments={"k": "v"})
    assert made.answers().said("Hello from us-west-2").answered_by == WEST


def test_variables_win_over_the_templates(app):
    call(app, to="Main", env={"CHIME_VOICE_TEXT": "Closed in {region}"}).said("Closed in us-east-1")


def test_a_menu_by_hand():
    made = call(menu).said("Press 1").press("1").bridged_to(DESK).other_answers()
    made.other_hangs_up().hung_up_with(0)


def test_a_menu_by_script():
    script = "press 1\nother declines 486"
    call(menu, does=script).said("Nobody is there").ended()
    call(menu, does=[Press(keys="2")]).said("Goodbye").ended()
    call(menu, does="press 1", other="answers\nhangs up").hung_up_with(0)
    call(menu, does="press 1", other=[HangUp(sip_code=486)]).said("Nobody is there")
    call(menu, does="press 1", other=Party(hangs_up_after=5.0)).wait(6).hung_up_with(0)


def test_a_handlers_file_runs_in_a_process_that_lasts(tmp_path, phone):
    file = tmp_path / "counting.py"
    file.write_text("calls = 0\n" + MENU.replace('"Goodbye"', 'f"Goodbye {calls}"') + COUNTING)
    place = f"{file}:count"
    phone(place).press("2").said("Goodbye 1")
    phone(place).press("2").said("Goodbye 2")


COUNTING = """
def count(event, context):
    global calls
    calls += event["InvocationEventType"] == "NEW_INBOUND_CALL"
    return handler(event, context)
"""


def test_audio_that_is_played_is_no_speech():
    made = call(answering(play_audio("hello.wav"), hang_up())).played("hello.wav")
    with pytest.raises(AssertionError, match=re.escape("nobody said 'hello.wav'")):
        made.said("hello.wav")


def test_a_call_to_a_routing_table_of_ones_own():
    made = call(table_of(route()))
    made.is_answered_by(None).hung_up_with(480)


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        (lambda made: made.said("Good morning"), "nobody said 'Good morning'"),
        (lambda made: made.said(re.compile("^east")), r"nobody said '\^east'"),
        (lambda made: made.did_not_say("Hello"), "somebody said 'Hello'"),
        (lambda made: made.played("hello.wav"), "no audio file 'hello.wav' was played"),
        (lambda made: made.bridged_to(DESK), r"not bridged to \+12065550150, but to nobody"),
        (lambda made: made.is_answered_by(WEST), "answered by us-east-1, not by us-west-2"),
        (lambda made: made.hung_up_with(486), "ended with 0, not with 486"),
        (lambda made: made.found("leg-left-up"), "no finding 'leg-left-up', but none at all"),
    ],
)
def test_a_claim_that_does_not_hold_raises_with_the_timeline(claim, told):
    made = call(announce)
    with pytest.raises(AssertionError, match=told) as raised:
        claim(made)
    assert "NEW_INBOUND_CALL #1" in str(raised.value)


def test_claims_about_the_end_of_a_call_that_goes_on_say_who_is_waited_for():
    made = call(menu)
    for claim in (made.ended, lambda: made.hung_up_with(0)):
        with pytest.raises(AssertionError, match="the call is not over; LEG-A is waited for: digits"):
            claim()


def test_a_finding_is_named_with_its_remedy():
    made = call(answering(speak(Txt="Hello"), hang_up()))
    made.found("unknown-parameter")
    with pytest.raises(AssertionError, match=r"unknown-parameter: .*Txt"):
        made.no_findings()


def test_warnings_may_be_let_pass():
    made = call(answering(bridge(CallTimeoutSeconds="30")))
    with pytest.raises(AssertionError, match="number-as-text"):
        made.no_findings()
    made.no_findings(warnings=False)


def test_what_makes_no_sense_is_told():
    for wish, told in (
        ({"to": "x"}, "'x' is neither a number"),
        ({"to": "+12065550100", "user": "4711"}, "of a request to a host"),
        ({"arguments": {}}, "an outbound call goes to a number"),
        ({"fail": "nowhere=error"}, "there is no function 'nowhere'"),
        ({"fail": "announce"}, "is no fault"),
        ({"down": "us-east-9"}, "'us-east-9' is no Region"),
        ({"does": "jump"}, "'jump' is no step"),
        ({"other": "jump"}, "'jump' is no step"),
        ({"other": "other answers"}, "the other party's own steps"),
        ({"env": {"A": "b"}}, "has this process's environment"),
    ):
        with pytest.raises(ValueError, match=told):
            call(announce, **wish)


def test_a_real_app_and_a_stack_in_it_are_called_as_they_are():
    program = """
import aws_cdk as cdk
from constructs_lib import CallHandler, FailoverVoiceApp, Trigger
from constructs_lib.testing import call

app = cdk.App()
voice = FailoverVoiceApp(app, "Desk", regions=["us-east-1", "us-west-2"], handler=CallHandler.template("announce"))
voice.route(Trigger.phone_number("+12065550100"))
call(app, to="+12065550100", down="us-east-1").said("Hello from us-west-2").no_findings()
call(voice.routing_stack).is_answered_by("us-east-1")
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_it_loads_neither_the_cdk_nor_boto3():
    program = "import sys, constructs_lib.testing as t; t.call; print({'aws_cdk', 'jsii', 'boto3'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
