import pytest
from chime_voice.handlers import forward

from constructs_lib.pstn.parties import Press, Talk
from tests.handlers.events import KEEP, A, B, bridge, event, hang_up, play, speak, update
from tests.handlers.steps import (
    DISTURBANCES,
    Conversation,
    actions,
    assert_flawless,
    assert_nobody_is_left,
    bridges,
    give,
    patient,
    said,
)

DESK = "+12065550101"
LEAVE, THANKS, SORRY = "Leave a message", "Thank you", "Nobody is there"
VOICEMAIL = {"step": "voicemail"}


@pytest.fixture(autouse=True)
def parameters(monkeypatch):
    give(monkeypatch, to=DESK, voicemail_text=LEAVE, thanks_text=THANKS, unavailable_text=SORRY)


@pytest.fixture
def recordings(monkeypatch):
    give(monkeypatch, recordings="recordings", prefix="desk")


def answer(given):
    return forward.handler(given, None)


def record(**destination):
    return {
        "Type": "RecordAudio",
        "Parameters": {
            "RecordingDestination": {"Type": "S3", "BucketName": "recordings"} | destination,
            "RecordingTerminators": ["#"],
            "DurationInSeconds": 180,
            "SilenceDurationInSeconds": 5,
            "CallId": A,
        },
    }


@pytest.mark.parametrize("kind", ["NEW_INBOUND_CALL", "CALL_ANSWERED"])
def test_the_call_goes_to_the_number(kind, monkeypatch):
    assert answer(event(kind))["Actions"] == [bridge(DESK)]
    give(monkeypatch, prompts="prompts", ringback_audio="ring.wav", ring_seconds=12, caller_id="+12065550100")
    ring = {"Type": "S3", "BucketName": "prompts", "Key": "ring.wav"}
    assert answer(event(kind))["Actions"] == [bridge(DESK, caller_id="+12065550100", seconds=12, RingbackTone=ring)]


@pytest.mark.usefixtures("recordings")
def test_when_nobody_answers_a_message_is_taken():
    answered = answer(event("ACTION_FAILED", "CallAndBridge"))
    assert answered["Actions"] == [speak(LEAVE), record(Prefix="desk")]
    assert answered["TransactionAttributes"] == VOICEMAIL


@pytest.mark.usefixtures("recordings")
def test_the_request_for_a_message_can_be_a_sound_and_a_prefix_is_not_needed(monkeypatch):
    monkeypatch.delenv("CHIME_VOICE_PREFIX")
    give(monkeypatch, prompts="prompts", voicemail_audio="leave.wav")
    assert answer(event("ACTION_FAILED", "CallAndBridge"))["Actions"] == [play("leave.wav"), record()]


def test_without_a_bucket_for_messages_the_caller_hears_that_nobody_answers():
    assert answer(event("ACTION_FAILED", "CallAndBridge"))["Actions"] == [speak(SORRY), hang_up()]


@pytest.mark.usefixtures("recordings")
def test_a_message_is_thanked_for():
    answered = answer(event("ACTION_SUCCESSFUL", "RecordAudio", attributes=VOICEMAIL))
    assert answered["Actions"] == [speak(THANKS), hang_up()]
    assert answered["TransactionAttributes"] == {}


@pytest.mark.usefixtures("recordings")
def test_a_message_that_could_not_be_kept_is_not_thanked_for():
    answered = answer(event("ACTION_FAILED", "RecordAudio", attributes=VOICEMAIL, ErrorType="InvalidActionParameter"))
    assert answered["Actions"] == [speak(SORRY), hang_up()]


@pytest.mark.usefixtures("recordings")
def test_an_update_that_cuts_off_a_message_lets_the_caller_go_on():
    assert answer(update(attributes=VOICEMAIL, text="Hello"))["Actions"] == [record(Prefix="desk")]
    assert answer(update(text="Hello")) == KEEP


def test_two_who_are_connected_are_left_alone():
    assert answer(event("ACTION_SUCCESSFUL", "CallAndBridge", legs="AB")) == KEEP


@pytest.mark.usefixtures("recordings")
@pytest.mark.parametrize("action", ["CallAndBridge", "RecordAudio"])
def test_nothing_is_said_to_a_caller_who_is_gone(action):
    assert answer(event("ACTION_FAILED", action, legs="a"))["Actions"] == []
    assert answer(event("ACTION_FAILED", action, legs="aB"))["Actions"] == [hang_up(B)]


def test_a_caller_who_cannot_be_told_anything_is_not_left_in_silence():
    assert answer(event("ACTION_FAILED", "Speak"))["Actions"] == [hang_up()]


@pytest.mark.parametrize(("gone", "left", "leg"), [("aB", B, A), ("Ab", A, B)])
def test_whoever_is_left_is_hung_up(gone, left, leg):
    assert answer(event("HANGUP", "Hangup", legs=gone, parameters={"CallId": leg}))["Actions"] == [hang_up(left)]


def test_what_is_wrong_with_the_parameters_is_said_all_at_once():
    wrong = {"to": "desk", "caller_id": "desk", "ring_seconds": 0, "prefix": "a b", "voicemail_text": ""}
    names = [problem.split(" must")[0] for problem in forward.problems(wrong)]
    assert names == ["to", "caller_id", "ring_seconds", "prefix", "voicemail_text"]
    assert forward.problems({"to": DESK, "prefix": "{region}/desk"}) == forward.problems({}) == []


ANSWERED = Conversation(template=forward, bridged=patient(hangs_up_after=20))
UNAVAILABLE = Conversation(template=forward, bridged=patient(answers=False))


def test_a_caller_reaches_the_number_and_is_hung_up_when_that_one_leaves():
    call = ANSWERED.play()
    assert_flawless(call)
    assert (bridges(call), said(call)) == ([DESK], [])


def test_a_caller_whom_nobody_answers_is_told():
    call = UNAVAILABLE.play()
    assert_flawless(call)
    assert said(call) == [SORRY]


NOBODY = patient(answers=False)
MESSAGE = Conversation(template=forward, party=patient(does=(Talk(seconds=8),)), bridged=NOBODY)
MESSAGE_AND_KEY = Conversation(template=forward, party=patient(does=(Talk(seconds=8), Press(keys="#"))), bridged=NOBODY)
NO_MESSAGE = Conversation(template=forward, bridged=NOBODY)
ALL = {
    "answered": ANSWERED,
    "unavailable": UNAVAILABLE,
    "message": MESSAGE,
    "message and key": MESSAGE_AND_KEY,
    "no message": NO_MESSAGE,
}


@pytest.mark.usefixtures("recordings")
@pytest.mark.parametrize("conversation", [MESSAGE, MESSAGE_AND_KEY, NO_MESSAGE])
def test_a_message_ends_with_a_key_or_with_silence(conversation):
    call = conversation.play()
    assert_flawless(call)
    assert said(call) == [LEAVE, THANKS]
    assert actions(call) == ["CallAndBridge", "Speak", "RecordAudio", "Speak", "Hangup"]


@pytest.mark.usefixtures("recordings")
def test_a_message_that_cannot_be_recorded_is_not_thanked_for():
    failures = {"RecordAudio": ("InvalidActionParameter", "Couldn't upload recording file")}
    call = Conversation(template=forward, bridged=NOBODY, options={"action_failures": failures}).play()
    assert_nobody_is_left(call)
    assert said(call) == [LEAVE, SORRY]


@pytest.mark.usefixtures("recordings")
def test_a_message_that_an_update_cuts_off_goes_on():
    updated = [call for call in MESSAGE.updated(text="Hello") if actions(call).count("RecordAudio") == 2]
    assert updated
    for call in updated:
        assert said(call) == [LEAVE, THANKS]


@pytest.mark.usefixtures("recordings")
@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("disturb", [*DISTURBANCES, Conversation.refused])
def test_whatever_goes_wrong_at_any_step_nobody_is_left_on_the_line(name, disturb):
    played = list(disturb(ALL[name]))
    assert played
    for call in played:
        assert_nobody_is_left(call)


@pytest.mark.parametrize("disturb", [Conversation.abandoned, Conversation.updated, Conversation.with_an_error])
def test_the_same_goes_where_no_messages_are_taken(disturb):
    for call in disturb(UNAVAILABLE):
        assert_nobody_is_left(call)
