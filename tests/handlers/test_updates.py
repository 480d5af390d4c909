import json

import pytest
from chime_voice.handlers import updates

from tests.handlers.happened import B, actions_of, event, failed, hung_up, parameters_of, succeeded, update

DESK = "+12065550142"


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("CHIME_VOICE_TRANSFERS", json.dumps([DESK, "+12065550143"]))
    monkeypatch.setenv("CHIME_VOICE_ROUNDS", "3")


def answer(raw):
    return updates.handler(raw, None)


@pytest.mark.parametrize("kind", ["NEW_INBOUND_CALL", "CALL_ANSWERED"])
def test_a_caller_is_greeted_and_waits(kind):
    response = answer(event(kind))
    assert actions_of(response) == ["Speak", "Pause"]
    assert parameters_of(response, "Speak")["Text"] == "Please hold the line."


def test_the_wait_is_a_sound_where_there_is_one(monkeypatch):
    monkeypatch.setenv("CHIME_VOICE_PROMPTS", "prompts")
    monkeypatch.setenv("CHIME_VOICE_HOLD_AUDIO", "hold.wav")
    assert actions_of(answer(event("NEW_INBOUND_CALL"))) == ["Speak", "PlayAudio"]


def test_the_wait_goes_on_round_by_round_and_then_ends():
    response = answer(event("NEW_INBOUND_CALL"))
    rounds = 0
    while "Pause" in actions_of(response):
        rounds += 1
        response = answer(succeeded("Pause", attributes=response["TransactionAttributes"]))
    assert rounds == 3
    assert actions_of(response) == ["Speak", "Hangup"]


def test_an_update_says_something_and_the_wait_begins_anew():
    response = answer(update(action="say", text="You are the next one.", attributes={"held": "2"}))
    assert actions_of(response) == ["Speak", "Pause"]
    assert parameters_of(response, "Speak")["Text"] == "You are the next one."
    assert response["TransactionAttributes"] == {"held": "0"}


def test_an_update_transfers_to_a_number_of_the_list():
    bridge = parameters_of(answer(update(action="transfer", to=DESK)), "CallAndBridge")
    assert bridge["Endpoints"] == [{"BridgeEndpointType": "PSTN", "Uri": DESK}]


@pytest.mark.parametrize(
    "arguments",
    [
        {"action": "transfer", "to": "+19005550100"},
        {"action": "transfer"},
        {"action": "say"},
        {"action": "dance"},
        {},
    ],
)
def test_anything_else_is_ignored_and_the_wait_goes_on_where_it_was(arguments, capsys):
    response = answer(update(**arguments, attributes={"held": "1"}))
    assert actions_of(response) == ["Pause"]
    assert response["TransactionAttributes"] == {"held": "1"}
    line = capsys.readouterr().out
    assert json.loads(line)["update"] == "ignored"
    assert "+1900" not in line


def test_nobody_can_be_called_without_a_list(monkeypatch):
    monkeypatch.delenv("CHIME_VOICE_TRANSFERS")
    assert actions_of(answer(update(action="transfer", to=DESK))) == ["Pause"]


@pytest.mark.parametrize("arguments", [{"action": "hold"}, {"action": "transfer", "to": DESK}])
def test_two_who_talk_are_not_parted_by_a_hold_or_another_transfer(arguments):
    assert "Actions" not in answer(update(**arguments, legs="AB"))


def test_two_who_talk_can_be_told_something_and_hung_up():
    assert actions_of(answer(update(action="say", text="One more minute.", legs="AB"))) == ["Speak"]
    assert actions_of(answer(update(action="hang_up", legs="AB"))) == ["Hangup", "Hangup"]


def test_a_hold_is_a_wait_without_words():
    assert actions_of(answer(update(action="hold"))) == ["Pause"]


def test_a_transfer_that_nobody_answers_goes_back_to_waiting():
    response = answer(failed("CallAndBridge", "CallNotAnswered"))
    assert actions_of(response) == ["Speak", "Pause"]
    assert "Nobody answers" in parameters_of(response, "Speak")["Text"]


def test_a_wait_that_ended_because_of_a_transfer_is_not_begun_again():
    assert "Actions" not in answer(succeeded("Pause", legs="AB"))


def test_after_a_transfer_that_failed_the_wait_goes_on_round_by_round():
    assert actions_of(answer(succeeded("Pause", legs="Ab"))) == ["Pause"]
    assert actions_of(answer(update(action="hold", legs="Ab"))) == ["Pause"]


def test_the_other_one_is_hung_up_too():
    assert parameters_of(answer(hung_up(legs="aB")), "Hangup") == {"CallId": B}


def test_any_other_failure_ends_the_call():
    assert actions_of(answer(failed("Speak"))) == ["Hangup"]


def test_what_cannot_work_is_told_at_synthesis():
    assert updates.problems({"transfers": [DESK]}) == []
    assert "transfers 2 must be a phone number" in updates.problems({"transfers": [DESK, "206"]})[0]
    assert "rounds must be a whole number, 1 to 500" in updates.problems({"rounds": 0})[0]
    assert "goodbye_text" in updates.problems({"goodbye_text": ""})[0]
