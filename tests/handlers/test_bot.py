import json

import pytest
from chime_voice.handlers import bot

from tests.handlers.happened import A, B, actions_of, event, failed, hung_up, parameters_of, succeeded

ALIAS = "arn:aws:lex:us-west-2:123456789012:bot-alias/BOTBOTBOT1/ALIASALIA1"
BILLING = "+12065550142"
TALK = "StartBotConversation"


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    monkeypatch.setenv("CHIME_VOICE_BOT", ALIAS.replace("us-west-2", "{region}"))
    monkeypatch.setenv("CHIME_VOICE_ROUTES", json.dumps({"Billing": BILLING}))


def answer(raw):
    return bot.handler(raw, None)


def understood(intent, state="ReadyForFulfillment"):
    return succeeded(TALK, IntentResult={"SessionState": {"Intent": {"Name": intent, "State": state}}})


def uris(response):
    return [end["Uri"] for end in parameters_of(response, "CallAndBridge")["Endpoints"]]


@pytest.mark.parametrize("kind", ["NEW_INBOUND_CALL", "CALL_ANSWERED"])
def test_the_bot_of_the_region_talks_to_the_caller(kind):
    assert parameters_of(answer(event(kind)), TALK) == {"BotAliasArn": ALIAS, "LocaleId": "en_US", "CallId": A}


def test_the_bot_says_a_welcome_where_there_is_one(monkeypatch):
    monkeypatch.setenv("CHIME_VOICE_WELCOME_TEXT", "Welcome to {region}.")
    configuration = parameters_of(answer(event("NEW_INBOUND_CALL")), TALK)["Configuration"]
    assert configuration["WelcomeMessages"] == [{"Content": "Welcome to us-west-2.", "ContentType": "PlainText"}]


def test_the_caller_is_connected_by_intent():
    assert uris(answer(understood("Billing"))) == [BILLING]


@pytest.mark.parametrize("raw", [understood("Weather"), understood("Billing", "Failed"), succeeded(TALK), failed(TALK)])
def test_anything_else_falls_back_to_a_sentence_and_the_end(raw):
    response = answer(raw)
    assert actions_of(response) == ["Speak", "Hangup"]
    assert "cannot help" in parameters_of(response, "Speak")["Text"]


@pytest.mark.parametrize("raw", [understood("Weather"), failed(TALK)])
def test_the_fallback_may_be_a_number(raw, monkeypatch):
    monkeypatch.setenv("CHIME_VOICE_FALLBACK", "+12065550149")
    assert uris(answer(raw)) == ["+12065550149"]


def test_a_number_that_nobody_answers_is_told_and_the_call_ends():
    response = answer(failed("CallAndBridge", "CallNotAnswered"))
    assert actions_of(response) == ["Speak", "Hangup"]
    assert "nobody answers" in parameters_of(response, "Speak")["Text"]


def test_a_caller_who_left_while_the_bot_listened_is_not_connected():
    gone = understood("Billing")
    gone["CallDetails"]["Participants"][0]["Status"] = "Disconnected"
    assert answer(gone)["Actions"] == []


def test_the_other_one_is_hung_up_too():
    assert parameters_of(answer(hung_up(legs="aB")), "Hangup") == {"CallId": B}


def test_a_call_without_a_bot_is_left_to_the_next_region(monkeypatch):
    monkeypatch.delenv("CHIME_VOICE_BOT")
    with pytest.raises(ValueError, match="bot_alias_arn"):
        answer(event("NEW_INBOUND_CALL"))


def test_what_cannot_work_is_told_at_synthesis():
    good = {"bot": ALIAS.replace("us-west-2", "{region}"), "routes": {"Billing": BILLING}, "fallback": BILLING}
    assert bot.problems(good) == []
    assert "bot must be the ARN of a bot's alias" in bot.problems({**good, "bot": "BOTBOTBOT1"})[0]
    assert "routes Billing must be a phone number" in bot.problems({**good, "routes": {"Billing": "desk"}})[0]
    assert "routes must have at least one intent" in bot.problems({**good, "routes": {}})[0]
    assert "fallback must be a phone number" in bot.problems({**good, "fallback": "+desk"})[0]
    assert bot.problems({**good, "fallback": "Goodbye."}) == []
