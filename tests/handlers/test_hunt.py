import pytest
from chime_voice.handlers import hunt

from tests.handlers.events import KEEP, A, B, bridge, event, hang_up, play, speak, update
from tests.handlers.steps import (
    DISTURBANCES,
    Conversation,
    assert_flawless,
    assert_nobody_is_left,
    bridges,
    give,
    kinds,
    patient,
    said,
)

FIRST, SECOND, THIRD = NUMBERS = ["+12065550101", "+12065550102", "+12065550103"]
HOLD, SORRY = "Please hold", "Nobody is there"


@pytest.fixture(autouse=True)
def parameters(monkeypatch):
    give(monkeypatch, numbers=NUMBERS, text=HOLD, unavailable_text=SORRY)


def answer(given):
    return hunt.handler(given, None)


def not_answered(position, **more):
    return event("ACTION_FAILED", "CallAndBridge", attributes={"position": str(position)}, **more)


@pytest.mark.parametrize("kind", ["NEW_INBOUND_CALL", "CALL_ANSWERED"])
def test_the_first_number_is_called_after_a_greeting(kind):
    answered = answer(event(kind))
    assert answered["Actions"] == [speak(HOLD), bridge(FIRST)]
    assert answered["TransactionAttributes"] == {"position": "0"}


def test_how_it_rings_and_what_is_heard_are_parameters(monkeypatch):
    give(
        monkeypatch,
        caller_id="+12065550100",
        ring_seconds=12,
        prompts="prompts",
        audio="hold.wav",
        ringback_audio="ring.wav",
    )
    ring = {"Type": "S3", "BucketName": "prompts", "Key": "ring.wav"}
    expected = [play("hold.wav"), bridge(FIRST, caller_id="+12065550100", seconds=12, RingbackTone=ring)]
    assert answer(event("NEW_INBOUND_CALL"))["Actions"] == expected


def test_a_caller_who_shows_no_number_is_shown_as_the_number_that_was_called():
    (_, bridged) = answer(event("NEW_INBOUND_CALL", caller="anonymous"))["Actions"]
    assert bridged == bridge(FIRST, caller_id="+12065550100")


@pytest.mark.parametrize("error", ["CallNotAnswered", "SystemException", "InvalidActionParameter"])
def test_a_number_that_cannot_be_reached_is_followed_by_the_next(error):
    answered = answer(not_answered(0, ErrorType=error))
    assert answered["Actions"] == [bridge(SECOND)]
    assert answered["TransactionAttributes"] == {"position": "1"}


def test_after_the_last_number_the_caller_hears_so():
    answered = answer(not_answered(2))
    assert answered["Actions"] == [speak(SORRY), hang_up()]
    assert answered["TransactionAttributes"] == {}


def test_a_greeting_that_fails_costs_the_caller_nothing_else():
    failed = event("ACTION_FAILED", "Speak", attributes={"position": "0"}, ErrorType="SystemException")
    assert answer(failed)["Actions"] == [bridge(FIRST)]


@pytest.mark.parametrize("attributes", [{}, {"position": ""}, {"position": "first"}])
def test_a_call_that_has_lost_its_place_is_ended_rather_than_begun_anew(attributes, capsys):
    failed = event("ACTION_FAILED", "CallAndBridge", attributes=attributes)
    assert answer(failed)["Actions"] == [hang_up()]
    assert capsys.readouterr().err == ""


def test_nobody_is_called_for_a_caller_who_is_gone():
    assert answer(not_answered(0, legs="a"))["Actions"] == []


def test_an_update_of_the_call_changes_nothing():
    assert answer(update(text="Hello")) == KEEP


@pytest.mark.parametrize(("gone", "left", "leg"), [("aB", B, A), ("Ab", A, B)])
def test_whoever_is_left_is_hung_up(gone, left, leg):
    assert answer(event("HANGUP", "Hangup", legs=gone, parameters={"CallId": leg}))["Actions"] == [hang_up(left)]


def test_the_same_event_twice_has_the_same_answer():
    assert answer(not_answered(1)) == answer(not_answered(1))


def test_what_is_wrong_with_the_parameters_is_said_all_at_once():
    wrong = {"numbers": ["+12065550101", "2065550102"], "caller_id": "desk", "ring_seconds": 121, "text": "x" * 1001}
    found = hunt.problems(wrong)
    assert [problem.split(" must")[0] for problem in found] == ["caller_id", "numbers 2", "ring_seconds", "text"]
    assert hunt.problems({"numbers": []}) == ["numbers must have at least one number"]
    assert hunt.problems({"numbers": NUMBERS, "ring_seconds": 120}) == hunt.problems({}) == []


REACHED = Conversation(template=hunt, bridged=patient(hangs_up_after=20))
NOBODY = Conversation(template=hunt, bridged=patient(answers=False))


def test_a_caller_reaches_somebody_and_is_hung_up_when_that_one_leaves():
    call = REACHED.play()
    assert_flawless(call)
    assert (bridges(call), said(call), kinds(call)[-2:]) == ([FIRST], [HOLD], ["HANGUP", "HANGUP"])


def test_a_caller_whom_nobody_answers_is_told_after_all_numbers():
    call = NOBODY.play()
    assert_flawless(call)
    assert (bridges(call), said(call)) == (NUMBERS, [HOLD, SORRY])


def test_a_number_that_rings_too_long_is_given_up(monkeypatch):
    give(monkeypatch, ring_seconds=5)
    call = Conversation(template=hunt, bridged=patient(rings_seconds=6)).play()
    assert_flawless(call)
    assert (bridges(call), said(call)) == (NUMBERS, [HOLD, SORRY])


def test_somebody_who_is_called_by_the_api_reaches_somebody_too():
    call = Conversation(template=hunt, outbound=True, bridged=patient(hangs_up_after=20)).play()
    assert_flawless(call)
    assert (bridges(call), said(call)) == ([FIRST], [HOLD])


@pytest.mark.parametrize("conversation", [REACHED, NOBODY], ids=["reached", "nobody"])
@pytest.mark.parametrize("disturb", [*DISTURBANCES, Conversation.refused])
def test_whatever_goes_wrong_at_any_step_nobody_is_left_on_the_line(conversation, disturb):
    played = list(disturb(conversation))
    assert played
    for call in played:
        assert_nobody_is_left(call)


@pytest.mark.parametrize("conversation", [REACHED, NOBODY], ids=["reached", "nobody"])
def test_an_update_at_any_step_changes_nothing_for_the_caller(conversation):
    expected = conversation.play()
    for call in conversation.updated(text="Hello"):
        assert (said(call), bridges(call)) == (said(expected), bridges(expected))
