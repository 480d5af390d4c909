import json

import pytest
from chime_voice.handlers import notify

from tests.handlers.happened import CALL, actions_of, event, failed, hung_up, parameters_of, succeeded

ASKED = "SpeakAndGetDigits"


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("CHIME_VOICE_TEXT", "The road is closed.")


def answer(raw):
    return notify.handler(raw, None)


def new_call(**arguments):
    return event("NEW_OUTBOUND_CALL", "CallCreateRequest", parameters={"Arguments": arguments})


def logged(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_called_one_hears_the_message_and_how_to_confirm_it():
    asked = parameters_of(answer(event("CALL_ANSWERED")), ASKED)
    assert asked["SpeechParameters"]["Text"] == "The road is closed. Press 1 to confirm."
    assert (asked["InputDigitsRegex"], asked["Repeat"]) == ("^1$", 3)


def test_the_text_of_the_call_wins_and_is_kept_with_it():
    kept = answer(new_call(text="Your table is ready."))["TransactionAttributes"]
    said = parameters_of(answer(event("CALL_ANSWERED", attributes=kept)), ASKED)["SpeechParameters"]["Text"]
    assert said == "Your table is ready. Press 1 to confirm."


def test_a_call_without_arguments_keeps_nothing():
    assert answer(event("NEW_OUTBOUND_CALL")) == {"SchemaVersion": "1.0", "Actions": []}


def test_a_text_of_a_call_that_is_too_long_is_cut_and_the_question_stays():
    text = "x" * 1500
    said = parameters_of(answer(event("CALL_ANSWERED", attributes={"text": text})), ASKED)["SpeechParameters"]["Text"]
    assert len(said) == 1000
    assert said.endswith("x Press 1 to confirm.")


def test_a_one_is_thanked_for_and_logged_without_a_number(capsys):
    response = answer(succeeded(ASKED, ReceivedDigits="1"))
    assert actions_of(response) == ["Speak", "Hangup"]
    assert parameters_of(response, "Speak")["Text"] == "Thank you. Goodbye."
    assert logged(capsys) == [{"confirmed": True, "transaction_id": CALL}]


@pytest.mark.parametrize("raw", [failed(ASKED), succeeded(ASKED, ReceivedDigits="7"), succeeded(ASKED)])
def test_anything_else_ends_with_a_goodbye_and_is_logged(raw, capsys):
    response = answer(raw)
    assert parameters_of(response, "Speak")["Text"] == "Goodbye."
    assert actions_of(response)[-1] == "Hangup"
    assert logged(capsys) == [{"confirmed": False, "transaction_id": CALL}]


def test_a_call_leaves_one_line_when_it_ends_after_its_answer(capsys):
    kept = answer(succeeded(ASKED, ReceivedDigits="1"))["TransactionAttributes"]
    answer(hung_up(attributes=kept))
    assert len(logged(capsys)) == 1


def test_a_call_that_nobody_answers_is_logged_as_not_confirmed(capsys):
    assert answer(hung_up())["Actions"] == []
    assert logged(capsys) == [{"confirmed": False, "transaction_id": CALL}]


def test_a_sound_takes_the_place_of_the_message_but_not_of_the_text_of_a_call(monkeypatch):
    monkeypatch.setenv("CHIME_VOICE_PROMPTS", "prompts")
    monkeypatch.setenv("CHIME_VOICE_AUDIO", "closed.wav")
    asked = parameters_of(answer(event("CALL_ANSWERED")), "PlayAudioAndGetDigits")
    assert asked["AudioSource"] == {"Type": "S3", "BucketName": "prompts", "Key": "closed.wav"}
    assert actions_of(answer(event("CALL_ANSWERED", attributes={"text": "News"}))) == [ASKED]


def test_a_sound_may_thank_and_say_goodbye(monkeypatch):
    monkeypatch.setenv("CHIME_VOICE_PROMPTS", "prompts")
    monkeypatch.setenv("CHIME_VOICE_THANKS_AUDIO", "thanks.wav")
    assert actions_of(answer(succeeded(ASKED, ReceivedDigits="1"))) == ["PlayAudio", "Hangup"]


def test_a_call_that_comes_in_is_refused():
    assert parameters_of(answer(event("NEW_INBOUND_CALL")), "Hangup")["SipResponseCode"] == 480


def test_what_cannot_be_said_or_asked_is_told_at_synthesis():
    assert notify.problems({}) == []
    assert notify.problems({"text": "x" * 980, "confirm_text": "y" * 19}) == []
    assert "999 characters together" in notify.problems({"text": "x" * 980, "confirm_text": "y" * 20})[0]
    assert "text must be text that is not empty" in notify.problems({"text": ""})[0]
    assert "attempts must be a whole number, 1 to 10" in notify.problems({"attempts": 11})[0]
