import pytest
from chime_voice.handlers import menu

from constructs_lib.pstn.parties import Press
from tests.handlers.events import KEEP, A, B, bridge, event, hang_up, play, speak, update
from tests.handlers.steps import (
    DISTURBANCES,
    Conversation,
    actions,
    assert_flawless,
    assert_nobody_is_left,
    bridges,
    give,
    kinds,
    patient,
    said,
)

SALES, DESK = "+12065550101", "+12065550102"
QUESTION, WRONG, GOODBYE, SORRY = "Press 1 or 2", "Not a key", "Goodbye now", "Nobody is there"


@pytest.fixture(autouse=True)
def parameters(monkeypatch):
    give(
        monkeypatch,
        options={"1": SALES, "*": DESK},
        text=QUESTION,
        invalid_text=WRONG,
        goodbye_text=GOODBYE,
        unavailable_text=SORRY,
    )


def answer(given):
    return menu.handler(given, None)


def pressed(digits, **more):
    return event("ACTION_SUCCESSFUL", "SpeakAndGetDigits", ReceivedDigits=digits, **more)


def failed(action, **more):
    return event("ACTION_FAILED", action, **more)


@pytest.mark.parametrize("kind", ["NEW_INBOUND_CALL", "CALL_ANSWERED"])
def test_a_caller_is_asked_for_one_of_the_keys(kind):
    (ask,) = answer(event(kind))["Actions"]
    assert ask == {
        "Type": "SpeakAndGetDigits",
        "Parameters": {
            "CallId": A,
            "SpeechParameters": {"Text": QUESTION},
            "FailureSpeechParameters": {"Text": WRONG},
            "Repeat": 3,
            "RepeatDurationInMilliseconds": 5000,
            "InputDigitsRegex": "^[1*]$",
            "MinNumberOfDigits": 1,
            "MaxNumberOfDigits": 1,
        },
    }


def test_without_a_text_the_question_names_the_keys(monkeypatch):
    monkeypatch.delenv("CHIME_VOICE_TEXT")
    (ask,) = answer(event("NEW_INBOUND_CALL"))["Actions"]
    assert ask["Parameters"]["SpeechParameters"]["Text"] == "Please press 1 or *."


@pytest.mark.parametrize(("wrong", "key"), [({"invalid_audio": "wrong.wav"}, "wrong.wav"), ({}, "choose.wav")])
def test_a_question_can_be_a_sound(monkeypatch, wrong, key):
    give(monkeypatch, prompts="prompts", audio="choose.wav", attempts=1, **wrong)
    (ask,) = answer(event("NEW_INBOUND_CALL"))["Actions"]
    assert ask["Type"] == "PlayAudioAndGetDigits"
    assert ask["Parameters"]["AudioSource"] == {"Type": "S3", "BucketName": "prompts", "Key": "choose.wav"}
    assert ask["Parameters"]["FailureAudioSource"] == {"Type": "S3", "BucketName": "prompts", "Key": key}
    assert ask["Parameters"]["Repeat"] == 1


@pytest.mark.parametrize(("key", "number"), [("1", SALES), ("*", DESK)])
def test_a_key_connects_with_its_number(key, number):
    assert answer(pressed(key))["Actions"] == [bridge(number)]


def test_how_it_rings_is_a_parameter(monkeypatch):
    give(monkeypatch, caller_id="+12065550100", ring_seconds=12)
    assert answer(pressed("1"))["Actions"] == [bridge(SALES, caller_id="+12065550100", seconds=12)]


@pytest.mark.parametrize("digits", ["", "2", "11", None])
def test_a_key_that_is_no_option_after_all_is_the_end(digits):
    assert answer(pressed(digits))["Actions"] == [speak(GOODBYE), hang_up()]


@pytest.mark.parametrize("action", ["SpeakAndGetDigits", "PlayAudioAndGetDigits"])
def test_after_the_last_attempt_the_caller_hears_so(action):
    assert answer(failed(action))["Actions"] == [speak(GOODBYE), hang_up()]


def test_when_nobody_answers_the_caller_hears_so():
    assert answer(failed("CallAndBridge"))["Actions"] == [speak(SORRY), hang_up()]


def test_what_is_said_last_can_be_a_sound(monkeypatch):
    give(monkeypatch, prompts="prompts", goodbye_audio="bye.wav")
    assert answer(failed("SpeakAndGetDigits"))["Actions"] == [play("bye.wav"), hang_up()]


def test_a_sound_without_its_bucket_is_spoken(monkeypatch):
    give(monkeypatch, goodbye_audio="bye.wav")
    assert answer(failed("SpeakAndGetDigits"))["Actions"] == [speak(GOODBYE), hang_up()]


@pytest.mark.parametrize("action", ["Speak", "Hangup"])
def test_a_caller_who_cannot_be_told_anything_is_not_left_in_silence(action):
    assert answer(failed(action))["Actions"] == [hang_up()]


@pytest.mark.parametrize("action", ["SpeakAndGetDigits", "CallAndBridge"])
def test_nothing_is_said_to_a_caller_who_is_gone(action):
    assert answer(failed(action, legs="a"))["Actions"] == []
    assert answer(failed(action, legs="aB"))["Actions"] == [hang_up(B)]


def test_two_who_are_connected_are_left_alone():
    assert answer(event("ACTION_SUCCESSFUL", "CallAndBridge", legs="AB")) == KEEP
    assert answer(update(legs="AB", text="Hello")) == KEEP


@pytest.mark.parametrize(("gone", "left", "leg"), [("aB", B, A), ("Ab", A, B)])
def test_whoever_is_left_is_hung_up(gone, left, leg):
    assert answer(event("HANGUP", "Hangup", legs=gone, parameters={"CallId": leg}))["Actions"] == [hang_up(left)]


def test_the_same_event_twice_has_the_same_answer():
    assert answer(pressed("1")) == answer(pressed("1"))


def test_what_is_wrong_with_the_parameters_is_said_all_at_once():
    wrong = {"options": {"12": SALES, "#": "desk"}, "attempts": 11, "text": "", "caller_id": "desk", "ring_seconds": 0}
    assert [problem.split(" must")[0] for problem in menu.problems(wrong)] == [
        "attempts",
        "options",
        "text",
        "caller_id",
        "options #",
        "ring_seconds",
    ]
    assert "since # ends an input; got 12, #" in menu.problems(wrong)[1]
    assert menu.problems({"options": {}}) == [
        "options must have single keys, 0 to 9 or *, since # ends an input; got none"
    ]
    fine = {"options": dict.fromkeys("0123456789*", SALES), "attempts": 10, "text": "x" * 1000}
    assert menu.problems(fine) == menu.problems({}) == []


@pytest.mark.parametrize("secret", ["4711", "5550199"])
def test_no_number_and_no_digit_is_logged(secret, capsys):
    answer(pressed("4711"))
    answer(pressed("4711", legs=""))
    captured = capsys.readouterr()
    assert "LookupError" in captured.err
    assert secret not in captured.err + captured.out


ONE, OTHER, WRONG_KEY = Press(keys="1"), Press(keys="*"), Press(keys="5")
CONNECTED = Conversation(template=menu, party=patient(does=(ONE,)), bridged=patient(hangs_up_after=20))
AT_SECOND = Conversation(template=menu, party=patient(does=(WRONG_KEY, OTHER)), bridged=patient(hangs_up_after=20))
SILENT = Conversation(template=menu)
ALL_WRONG = Conversation(template=menu, party=patient(does=(WRONG_KEY,) * 3))
UNANSWERED = Conversation(template=menu, party=patient(does=(ONE,)), bridged=patient(rings_seconds=31))
DECLINED = Conversation(template=menu, party=patient(does=(ONE,)), bridged=patient(answers=False, refuses_with=486))
ALL = {
    "connected": CONNECTED,
    "at second": AT_SECOND,
    "silent": SILENT,
    "all wrong": ALL_WRONG,
    "unanswered": UNANSWERED,
    "declined": DECLINED,
}


@pytest.mark.parametrize(("conversation", "number"), [(CONNECTED, SALES), (AT_SECOND, DESK)])
def test_a_caller_who_presses_a_key_in_the_end_reaches_its_number(conversation, number):
    call = conversation.play()
    assert_flawless(call)
    assert bridges(call) == [number]
    assert said(call)[0] == QUESTION
    assert (WRONG in said(call)) is (conversation is AT_SECOND)
    assert kinds(call)[-2:] == ["HANGUP", "HANGUP"]


@pytest.mark.parametrize("conversation", [SILENT, ALL_WRONG])
def test_a_caller_who_presses_no_key_that_counts_hears_goodbye(conversation):
    call = conversation.play()
    assert_flawless(call)
    assert (said(call)[0], said(call)[-1], bridges(call)) == (QUESTION, GOODBYE, [])


@pytest.mark.parametrize("conversation", [UNANSWERED, DECLINED])
def test_a_caller_whom_nobody_answers_is_told(conversation):
    call = conversation.play()
    assert_flawless(call)
    assert (said(call)[-1], bridges(call)) == (SORRY, [SALES])


def test_a_menu_of_sounds_is_played(monkeypatch):
    give(monkeypatch, prompts="prompts", audio="choose.wav", goodbye_audio="bye.wav")
    call = CONNECTED.play()
    assert_flawless(call)
    assert (said(call), bridges(call)) == (["prompts/choose.wav"], [SALES])
    silent = SILENT.play()
    assert_flawless(silent)
    assert (said(silent)[-1], actions(silent)) == ("prompts/bye.wav", ["PlayAudioAndGetDigits", "PlayAudio", "Hangup"])


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("disturb", [*DISTURBANCES, Conversation.refused])
def test_whatever_goes_wrong_at_any_step_nobody_is_left_on_the_line(name, disturb):
    played = list(disturb(ALL[name]))
    assert played
    for call in played:
        assert_nobody_is_left(call)


@pytest.mark.parametrize("name", ALL)
def test_an_update_at_any_step_changes_nothing_for_the_caller(name):
    expected = ALL[name].play()
    for call in ALL[name].updated(text="Hello"):
        assert (said(call), bridges(call)) == (said(expected), bridges(expected))
