import pytest
from chime_voice.handlers import record

from constructs_lib.pstn.parties import HangUp, Press, Update
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
TOLD, SORRY = "You are recorded", "Nobody is there"
ANNOUNCED, STARTED = {"recording": "announced"}, {"recording": "started"}


@pytest.fixture(autouse=True)
def parameters(monkeypatch):
    give(monkeypatch, to=DESK, recordings="recordings", consent_text=TOLD, unavailable_text=SORRY)


def answer(given):
    return record.handler(given, None)


def pressed(digits, *, legs="AB", attributes=None):
    return event("DIGITS_RECEIVED", "ReceiveDigits", legs=legs, attributes=attributes, ReceivedDigits=digits)


def asked(command, *, legs="AB", attributes=None):
    return update(legs=legs, attributes=attributes, recording=command)


def start(location="recordings"):
    destination = {"Type": "S3", "Location": location}
    return {"Type": "StartCallRecording", "Parameters": {"CallId": A, "Track": "BOTH", "Destination": destination}}


def change(action):
    return {"Type": action, "Parameters": {"CallId": A}}


BOTH_TOLD = [speak(TOLD, A), speak(TOLD, B), start()]


@pytest.mark.parametrize("kind", ["NEW_INBOUND_CALL", "CALL_ANSWERED"])
def test_the_call_goes_to_the_number(kind):
    assert answer(event(kind))["Actions"] == [bridge(DESK)]


def test_once_they_are_connected_the_callers_keys_are_listened_to():
    (listen,) = answer(event("ACTION_SUCCESSFUL", "CallAndBridge", legs="AB"))["Actions"]
    assert (listen["Type"], listen["Parameters"]["CallId"]) == ("ReceiveDigits", A)
    assert listen["Parameters"]["InputDigitsRegex"] == r"^\*[0-3]$"


@pytest.mark.parametrize("ask", [lambda: pressed("*1"), lambda: asked("start")], ids=["key", "update"])
def test_both_are_told_before_recording_starts(ask):
    answered = answer(ask())
    assert answered["Actions"] == BOTH_TOLD
    assert answered["TransactionAttributes"] == ANNOUNCED


def test_they_can_be_told_by_a_sound_and_the_place_has_a_prefix(monkeypatch):
    give(monkeypatch, prompts="prompts", consent_audio="told.wav", prefix="desk")
    expected = [play("told.wav", A), play("told.wav", B), start("recordings/desk")]
    assert answer(pressed("*1"))["Actions"] == expected


@pytest.mark.parametrize("by", [pressed, asked])
@pytest.mark.parametrize(
    ("key", "command", "action"),
    [
        ("*2", "pause", "PauseCallRecording"),
        ("*3", "resume", "ResumeCallRecording"),
        ("*0", "stop", "StopCallRecording"),
    ],
)
def test_the_recording_is_changed_by_key_and_by_update(by, key, command, action):
    answered = answer(by(key if by is pressed else command, attributes=STARTED))
    assert answered["Actions"] == [change(action)]
    assert "TransactionAttributes" not in answered


@pytest.mark.parametrize("attributes", [ANNOUNCED, STARTED])
def test_what_was_started_is_not_started_again(attributes):
    assert answer(pressed("*1", attributes=attributes)) == KEEP
    assert answer(asked("start", attributes=attributes)) == KEEP


def test_that_recording_has_started_is_kept_once_the_service_says_so():
    answered = answer(event("ACTION_SUCCESSFUL", "StartCallRecording", legs="AB", attributes=ANNOUNCED))
    assert answered == KEEP | {"TransactionAttributes": STARTED}


@pytest.mark.parametrize("action", ["Speak", "StartCallRecording"])
def test_an_announcement_or_a_start_that_fails_can_be_tried_again_and_cuts_nobody_off(action):
    answered = answer(
        event("ACTION_FAILED", action, legs="AB", attributes=ANNOUNCED, Error="NoAccessToDestination: no")
    )
    assert answered == KEEP | {"TransactionAttributes": {}}


def test_a_change_that_the_service_refuses_cuts_nobody_off():
    assert answer(event("ACTION_FAILED", "PauseCallRecording", legs="AB", attributes=STARTED)) == KEEP


@pytest.mark.parametrize("attributes", [None, STARTED])
@pytest.mark.parametrize("given", ["*9", "1", "", "4711"])
def test_other_keys_change_nothing(given, attributes):
    assert answer(pressed(given, attributes=attributes)) == KEEP


@pytest.mark.parametrize("given", ["go", "", "START"])
def test_other_updates_change_nothing(given):
    assert answer(asked(given)) == KEEP
    assert answer(update(legs="AB", text="Hello")) == KEEP


@pytest.mark.parametrize("arguments", [{"text": "Hello"}, {"recording": "go"}, {"recording": "start"}])
def test_an_update_cuts_off_an_announcement_that_is_a_sound_so_that_it_is_played_again(arguments, monkeypatch):
    assert answer(update(legs="AB", attributes=ANNOUNCED, **arguments)) == KEEP
    give(monkeypatch, prompts="prompts", consent_audio="told.wav")
    expected = [play("told.wav", A), play("told.wav", B), start()]
    assert answer(update(legs="AB", attributes=ANNOUNCED, **arguments))["Actions"] == expected


def test_a_key_that_is_none_of_them_lets_the_announcement_go_on():
    assert answer(pressed("*9", attributes=ANNOUNCED)) == KEEP


def test_a_recording_that_is_being_announced_can_still_be_called_off():
    assert answer(pressed("*0", attributes=ANNOUNCED))["Actions"] == [change("StopCallRecording")]


@pytest.mark.parametrize("command", ["start", "pause", "stop"])
def test_nothing_is_recorded_before_there_are_two(command):
    assert answer(asked(command, legs="A")) == KEEP


def test_when_nobody_answers_the_caller_hears_so():
    assert answer(event("ACTION_FAILED", "CallAndBridge"))["Actions"] == [speak(SORRY), hang_up()]


def test_nothing_is_said_to_a_caller_who_is_gone():
    assert answer(event("ACTION_FAILED", "CallAndBridge", legs="a"))["Actions"] == []


def test_a_caller_who_cannot_be_told_anything_is_not_left_in_silence():
    assert answer(event("ACTION_FAILED", "Speak"))["Actions"] == [hang_up()]


@pytest.mark.parametrize(("gone", "left", "leg"), [("aB", B, A), ("Ab", A, B)])
def test_whoever_is_left_is_hung_up(gone, left, leg):
    ended = event("HANGUP", "Hangup", legs=gone, attributes=STARTED, parameters={"CallId": leg})
    assert answer(ended)["Actions"] == [hang_up(left)]


def test_what_is_wrong_with_the_parameters_is_said_all_at_once():
    wrong = {"to": "desk", "ring_seconds": 0, "prefix": "a b", "consent_text": ""}
    names = [problem.split(" must")[0] for problem in record.problems(wrong)]
    assert names == ["to", "ring_seconds", "prefix", "consent_text"]
    assert record.problems({"to": DESK, "recordings": "recordings", "prefix": "desk"}) == record.problems({}) == []


KEYS = tuple(Press(keys=keys) for keys in ("*1", "*2", "*3", "*0"))
UPDATES = tuple(Update(arguments={"recording": each}) for each in ("start", "pause", "resume", "stop"))
BY_KEY = Conversation(template=record, party=patient(does=(*KEYS, HangUp())))
BY_UPDATE = Conversation(template=record, party=patient(does=(*UPDATES, HangUp())))
OTHER_LEAVES = Conversation(template=record, party=patient(does=KEYS[:1]), bridged=patient(hangs_up_after=30))
OUT_OF_ORDER = Conversation(
    template=record, party=patient(does=(*KEYS[1:], *KEYS[:1], *KEYS[:1], KEYS[3], *KEYS[:1], HangUp()))
)
UNANSWERED = Conversation(template=record, bridged=patient(answers=False))
ALL = {
    "by key": BY_KEY,
    "by update": BY_UPDATE,
    "other leaves": OTHER_LEAVES,
    "out of order": OUT_OF_ORDER,
    "unanswered": UNANSWERED,
}
WHOLE = ["StartCallRecording", "PauseCallRecording", "ResumeCallRecording", "StopCallRecording"]


def recording(call):
    return [action for action in actions(call) if action.endswith("CallRecording")]


@pytest.mark.parametrize("conversation", [BY_KEY, BY_UPDATE])
def test_a_call_is_recorded_as_it_is_asked_for(conversation):
    call = conversation.play()
    assert_flawless(call)
    assert recording(call) == WHOLE
    assert (said(call, "LEG-A"), said(call, "LEG-B"), bridges(call)) == ([TOLD], [TOLD], [DESK])


def test_keys_out_of_order_start_one_recording_and_cut_nobody_off():
    call = OUT_OF_ORDER.play()
    assert_flawless(call)
    assert recording(call).count("StartCallRecording") == 1
    assert call.ended_because == "the caller hung up"


@pytest.mark.parametrize("kind", ["Speak", "StartCallRecording"])
def test_a_recording_that_cannot_be_announced_or_started_is_not_made_and_cuts_nobody_off(kind):
    failures = {kind: ("SystemException", "System error")}
    call = Conversation(template=record, party=BY_KEY.party, options={"action_failures": failures}).play()
    assert_nobody_is_left(call)
    assert recording(call)[:1] == (["StartCallRecording"] if kind == "StartCallRecording" else WHOLE[1:2])
    assert call.ended_because == "the caller hung up"


def test_a_caller_whom_nobody_answers_is_told():
    call = UNANSWERED.play()
    assert_flawless(call)
    assert said(call) == [SORRY]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("disturb", [*DISTURBANCES, Conversation.refused])
def test_whatever_goes_wrong_at_any_step_nobody_is_left_on_the_line(name, disturb):
    played = list(disturb(ALL[name]))
    assert played
    for call in played:
        assert_nobody_is_left(call)


@pytest.mark.parametrize("sound", ["", "told.wav"])
@pytest.mark.parametrize("command", ["start", "stop", "other"])
def test_nothing_is_ever_recorded_before_both_were_told(command, sound, monkeypatch):
    give(monkeypatch, prompts="prompts", consent_audio=sound)
    told = ["PlayAudio", "PlayAudio"] if sound else ["Speak", "Speak"]
    for call in BY_KEY.updated(recording=command):
        assert_nobody_is_left(call)
        begun = actions(call)
        if "StartCallRecording" in begun:
            before = begun[: begun.index("StartCallRecording")]
            assert before[-2:] == told
