"""Whole conversations with the templates notify, updates, bot and meeting, also with one thing going wrong at every step."""

import json

import pytest
from chime_voice.handlers import bot, meeting, notify, updates

from constructs_lib.pstn.parties import HangUp, Press, Say, Wait
from tests.handlers.aws import PIN, SECRET, Aws
from tests.handlers.steps import (
    APPLICATION,
    DISTURBANCES,
    Conversation,
    actions,
    assert_nobody_is_left,
    bridges,
    give,
    patient,
    said,
)

DESK = "+12065550142"
ONE, SEVEN = Press(keys="1"), Press(keys="7")
LEAVES = patient(hangs_up_after=20)
BILLING, WEATHER = Say(intent="Billing"), Say(intent="Weather")
NOTIFY = {
    "confirmed": Conversation(template=notify, outbound=True, party=patient(does=(ONE,))),
    "confirmed at last": Conversation(template=notify, outbound=True, party=patient(does=(SEVEN, SEVEN, ONE))),
    "wrong": Conversation(template=notify, outbound=True, party=patient(does=(SEVEN,) * 3)),
    "silent": Conversation(template=notify, outbound=True),
    "declined": Conversation(template=notify, outbound=True, party=patient(answers=False)),
}
UPDATES = {
    "inbound": Conversation(template=updates, bridged=LEAVES),
    "unanswered": Conversation(template=updates, bridged=patient(answers=False)),
    "outbound": Conversation(template=updates, outbound=True, bridged=LEAVES),
}
BOT = {
    "connected": Conversation(template=bot, party=patient(does=(BILLING,)), bridged=LEAVES),
    "unknown": Conversation(template=bot, party=patient(does=(WEATHER,))),
    "failed": Conversation(template=bot, party=patient(does=(Say(intent="Billing", state="Failed"),))),
    "unanswered": Conversation(template=bot, party=patient(does=(BILLING,)), bridged=patient(answers=False)),
    "called": Conversation(template=bot, outbound=True, party=patient(does=(BILLING,)), bridged=LEAVES),
}
KNOWN, UNKNOWN = Press(keys=f"{PIN}#"), Press(keys="99#")
MEETING = {
    "joined": Conversation(template=meeting, party=patient(does=(KNOWN, Wait(seconds=60), HangUp()))),
    "joined at last": Conversation(
        template=meeting, party=patient(does=(UNKNOWN, UNKNOWN, KNOWN, Wait(seconds=60), HangUp()))
    ),
    "wrong": Conversation(template=meeting, party=patient(does=(UNKNOWN,) * 3)),
    "silent": Conversation(template=meeting),
}
ALL = {
    f"{name} {how}": conversation
    for name, conversations in (("notify", NOTIFY), ("updates", UPDATES), ("bot", BOT), ("meeting", MEETING))
    for how, conversation in conversations.items()
}


@pytest.fixture(autouse=True)
def parameters(monkeypatch, request):
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    give(
        monkeypatch,
        bot="arn:aws:lex:us-east-1:123456789012:bot-alias/BOTBOTBOT1/ALIASALIA1",
        routes={"Billing": DESK},
        transfers=[DESK],
        rounds="4",
        pins=SECRET,
    )
    # AWS without a wire: the wire is tested event by event.
    aws = Aws()

    def client(service, region):
        return aws

    monkeypatch.setattr(meeting, "_client", client)
    return aws


@pytest.mark.parametrize("how", ["confirmed", "confirmed at last"])
def test_somebody_who_presses_a_one_in_the_end_has_confirmed(how, capsys):
    call = NOTIFY[how].play()
    assert_nobody_is_left(call)
    assert said(call)[0] == "This is a message for you. Press 1 to confirm."
    assert said(call)[-1] == "Thank you. Goodbye."
    assert [json.loads(line)["confirmed"] for line in capsys.readouterr().out.splitlines()] == [True]


@pytest.mark.parametrize("how", ["wrong", "silent", "declined"])
def test_anybody_else_has_not(how, capsys):
    call = NOTIFY[how].play()
    assert_nobody_is_left(call)
    assert said(call)[-1:] == ([] if how == "declined" else ["Goodbye."])
    assert [json.loads(line)["confirmed"] for line in capsys.readouterr().out.splitlines()] == [False]


def after_an_update(how, **arguments):
    """The call, updated once after ten seconds of waiting."""
    world, call = UPDATES[how].begin()
    world.run(10)
    world.update_call(application_id=APPLICATION, transaction_id=call.transaction_id, arguments=arguments)
    world.run()
    return call


def test_a_waiting_caller_is_let_go_in_the_end():
    call = UPDATES["inbound"].play()
    assert_nobody_is_left(call)
    assert actions(call) == ["Speak", "Pause", "Pause", "Pause", "Pause", "Speak", "Hangup"]


def test_a_waiting_caller_hears_an_update_and_waits_on():
    call = after_an_update("inbound", action="say", text="You are the next one.")
    assert_nobody_is_left(call)
    assert said(call) == ["Please hold the line.", "You are the next one.", "Sorry, nobody is free. Goodbye."]


@pytest.mark.parametrize("how", ["inbound", "outbound"])
def test_a_waiting_caller_is_transferred_and_hung_up_when_the_other_leaves(how):
    call = after_an_update(how, action="transfer", to=DESK)
    assert_nobody_is_left(call)
    assert (bridges(call), said(call)) == ([DESK], ["Please hold the line."])


def test_a_waiting_caller_whose_transfer_fails_waits_on():
    call = after_an_update("unanswered", action="transfer", to=DESK)
    assert_nobody_is_left(call)
    assert bridges(call) == [DESK]
    assert said(call)[1:] == ["Nobody answers. Please hold the line.", "Sorry, nobody is free. Goodbye."]


def test_a_waiting_caller_is_hung_up_by_an_update():
    call = after_an_update("inbound", action="hang_up")
    assert_nobody_is_left(call)
    assert said(call) == ["Please hold the line."]


@pytest.mark.parametrize("how", ["connected", "called"])
def test_a_bot_connects_by_intent(how):
    call = BOT[how].play()
    assert_nobody_is_left(call)
    assert (actions(call)[0], bridges(call)) == ("StartBotConversation", [DESK])


@pytest.mark.parametrize("how", ["unknown", "failed"])
def test_a_caller_whom_the_bot_cannot_help_is_told(how):
    call = BOT[how].play()
    assert_nobody_is_left(call)
    assert (said(call)[-1], bridges(call)) == ("Sorry, I cannot help you with that. Goodbye.", [])


@pytest.mark.parametrize("how", ["joined", "joined at last"])
def test_a_caller_with_a_pin_is_in_the_meeting_until_hanging_up(how, parameters):
    call = MEETING[how].play()
    assert_nobody_is_left(call)
    assert actions(call).count("JoinChimeMeeting") == 1
    assert list(parameters.meetings) == ["weekly-review"]


@pytest.mark.parametrize("how", ["wrong", "silent"])
def test_a_caller_without_a_pin_is_in_no_meeting(how, parameters):
    call = MEETING[how].play()
    assert_nobody_is_left(call)
    assert said(call)[-1] == "Goodbye."
    assert parameters.meetings == {}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("disturb", DISTURBANCES)
def test_whatever_goes_wrong_at_any_step_nobody_is_left_on_the_line(name, disturb):
    played = list(disturb(ALL[name]))
    assert len(played) > 2
    for call in played:
        assert_nobody_is_left(call)


@pytest.mark.parametrize("name", [name for name in ALL if not name.startswith("updates")])
def test_an_update_at_any_step_changes_nothing_for_the_caller(name):
    expected = ALL[name].play()
    for call in ALL[name].updated(text="Hello"):
        assert (said(call), bridges(call)) == (said(expected), bridges(expected))


@pytest.mark.parametrize("name", [f"updates {how}" for how in UPDATES])
@pytest.mark.parametrize("action", ["say", "hold", "transfer", "hang_up", "dance"])
def test_any_update_at_any_step_leaves_nobody_on_the_line(name, action):
    for call in ALL[name].updated(action=action, text="News", to=DESK):
        assert_nobody_is_left(call)
