"""StartBotConversation, meetings, VoiceFocus, and keys that end audio."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.account import Quotas
from constructs_lib.pstn.parties import HangUp, Party, Press, Say
from constructs_lib.pstn.policy import Policy
from tests.pstn.phone import CALLER, NUMBER, Each, Handler, action, bridge, hang_up, network, pause, play_audio, speak

BOT = "arn:aws:lex:us-east-1:123456789012:bot-alias/ABCDEFGHIJ/TSTALIASID"
WELCOME = {
    "SessionState": {"SessionAttributes": {"tier": "gold"}, "DialogAction": {"Type": "ElicitIntent"}},
    "WelcomeMessages": [{"Content": "How can I help?", "ContentType": "PlainText"}],
}


def bot(**parameters):
    return action("StartBotConversation", **({"BotAliasArn": BOT, "LocaleId": "en_US"} | parameters))


def join(**parameters):
    return action("JoinChimeMeeting", **({"JoinToken": "token", "MeetingId": "meeting-1"} | parameters))


def mute(**parameters):
    given = {"Operation": "Mute", "MeetingId": "meeting-1", "AttendeeList": ["attendee-1"]}
    return action("ModifyChimeMeetingAttendees", **(given | parameters))


def other_leg(event):
    left = [each for each in event["CallDetails"]["Participants"] if each.get("Status") == "Connected"]
    return [hang_up(CallId=each["CallId"]) for each in left]


def inbound(handler, *steps, party=None, **options):
    world = network(handler, **options)
    call = world.dial(to=NUMBER, caller=CALLER, party=party or Party(does=steps))
    world.run()
    return call


def test_what_a_party_says_comes_back_as_the_intent_of_the_bot():
    handler = Handler(NEW_INBOUND_CALL=[bot(Configuration=WELCOME)], ACTION_SUCCESSFUL=[hang_up()])
    call = inbound(handler, Say(intent="Billing", slots={"Account": "42"}, state="Fulfilled"))
    assert [each.content for each in call.heard] == ["How can I help?"]
    data = handler.events[1]["ActionData"]
    slot = {"Value": {"OriginalValue": "42", "InterpretedValue": "42", "ResolvedValues": ["42"]}, "Values": []}
    intent = {"Name": "Billing", "Slots": {"Account": slot}, "State": "Fulfilled", "ConfirmationState": "None"}
    result = data["IntentResult"]
    assert data["CallId"] == result["SessionId"] == call.leg_a.call_id
    assert result["SessionState"] == {"SessionAttributes": {"tier": "gold"}, "Intent": intent}
    assert [each["Intent"]["Name"] for each in result["Interpretations"]] == ["Billing", "FallbackIntent"]
    assert ["NluConfidence" in each for each in result["Interpretations"]] == [True, False]


def test_a_party_that_says_nothing_ends_as_the_fallback_intent():
    handler = Handler(NEW_INBOUND_CALL=[bot()], ACTION_SUCCESSFUL=[hang_up()])
    call = inbound(handler, policy=Policy(bot_patience_seconds=12))
    intent = handler.events[1]["ActionData"]["IntentResult"]["SessionState"]["Intent"]
    assert (intent["Name"], intent["State"]) == ("FallbackIntent", "Failed")
    assert call.timeline[-1].time - call.timeline[0].time == 12


def test_a_caller_may_leave_the_bot():
    handler = Handler(NEW_INBOUND_CALL=[bot()])
    inbound(handler, HangUp())
    assert handler.kinds == ["NEW_INBOUND_CALL", "HANGUP"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (action("StartBotConversation"), "InvalidActionParameter"),
        (bot(BotAliasArn="my-bot"), "InvalidActionParameter"),
        (bot(BotAliasArn=BOT.replace("us-east-1", "us-west-2")), "ResourceNotFound"),
        (bot(Configuration={"WelcomeMessages": WELCOME["WelcomeMessages"]}), "InvalidActionParameter"),
        (bot(Configuration=WELCOME | {"WelcomeMessages": [{"Content": "Hello"}]}), "InvalidActionParameter"),
        (bot(Configuration={"SessionState": {"DialogAction": {"Type": "Close"}}}), "InvalidActionParameter"),
        (
            bot(Configuration={"SessionState": {"SessionAttributes": {"a": "b" * 10_240}}}),
            "InvalidActionParameter",
        ),
        (action("JoinChimeMeeting"), "InvalidActionParameter"),
        (join(JoinToken=""), "InvalidActionParameter"),
        (mute(), "InvalidActionParameter"),
        (mute(Operation="Silence"), "InvalidActionParameter"),
        (mute(AttendeeList=[]), "InvalidActionParameter"),
        (mute(AttendeeList=["a"] * 101), "InvalidActionParameter"),
        (action("VoiceFocus"), "MissingRequiredActionParameter"),
        (action("VoiceFocus", Enable=1), "InvalidActionParameter"),
    ],
)
def test_a_parameter_outside_of_its_limits_fails_the_action(given, error):
    handler = Handler(NEW_INBOUND_CALL=[given], ACTION_FAILED=[hang_up()])
    inbound(handler)
    assert handler.events[1]["InvocationEventType"] == "ACTION_FAILED"
    assert handler.events[1]["ActionData"]["ErrorType"] == error


@pytest.mark.parametrize("given", [bot(), join()])
def test_a_bridged_call_has_no_bot_and_no_meeting(given):
    handler = Handler(
        NEW_INBOUND_CALL=[bridge()],
        ACTION_SUCCESSFUL=[given],
        ACTION_FAILED=[hang_up(ParticipantTag="LEG-B"), hang_up()],
    )
    inbound(handler)
    assert handler.last("ACTION_FAILED")["ActionData"]["ErrorType"] == "InvalidActionParameter"
    assert "bridged" in handler.last("ACTION_FAILED")["ActionData"]["ErrorMessage"]


def test_a_meeting_is_the_second_leg_and_is_hung_up_like_one():
    handler = Handler(NEW_INBOUND_CALL=[join()], HANGUP=other_leg)
    call = inbound(handler, HangUp())
    (_, leg_b) = handler.last("ACTION_SUCCESSFUL")["CallDetails"]["Participants"]
    assert (leg_b["ParticipantTag"], leg_b["To"], leg_b["Status"]) == ("LEG-B", "SMA", "Connected")
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP", "HANGUP"]
    assert call.answered_by == "us-east-1"


def test_a_meeting_does_none_of_the_other_partys_steps():
    handler = Handler(NEW_INBOUND_CALL=[join()], HANGUP=other_leg)
    world = network(handler)
    steps = Party(does=(Press(keys="1"), HangUp()))
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True), bridged=steps)
    world.run()
    assert call.leg_b.up
    assert len(call.todo["LEG-B"]) == 2


def test_joining_reports_success_in_the_middle_of_a_list():
    handler = Handler(
        NEW_INBOUND_CALL=[join(), pause()],
        ACTION_SUCCESSFUL=Each({"SchemaVersion": "1.0"}, [hang_up()]),
        HANGUP=other_leg,
    )
    inbound(handler)
    assert [event["ActionData"]["Type"] for event in handler.events[1:3]] == ["JoinChimeMeeting", "Pause"]


@pytest.mark.parametrize(
    ("joined", "given", "succeeds"),
    [
        (join(), mute(ParticipantTag="LEG-B"), True),
        (join(), mute(Operation="Unmute"), True),
        (action("JoinChimeMeeting", JoinToken="token"), mute(), True),
        (join(), mute(MeetingId="meeting-2"), False),
    ],
)
def test_attendees_are_muted_in_the_meeting_that_the_call_is_in(joined, given, succeeds):
    handler = Handler(
        NEW_INBOUND_CALL=[joined], ACTION_SUCCESSFUL=Each([given], other_leg), ACTION_FAILED=other_leg, HANGUP=[]
    )
    inbound(handler)
    assert ("ACTION_FAILED" not in handler.kinds) is succeeds
    if not succeeds:
        assert handler.last("ACTION_FAILED")["ActionData"]["ErrorList"] == []


def test_a_meeting_that_cannot_be_joined_has_the_documented_shape():
    handler = Handler(NEW_INBOUND_CALL=[join()], ACTION_FAILED=[hang_up()])
    inbound(handler, action_failures={"JoinChimeMeeting": ("ErrorJoiningMeeting", "Error while joining meeting.")})
    data = handler.events[1]["ActionData"]
    assert data["Error"] == "ErrorJoiningMeeting: Error while joining meeting."
    assert "ErrorType" not in data


def test_a_party_may_talk_to_a_meeting_as_long_as_it_likes():
    world = network(Handler(NEW_INBOUND_CALL=[join()], HANGUP=other_leg))
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run()
    assert call.attention.leg_tag == "LEG-A"
    world.run(1800)
    assert call.state == "answered"
    world.hang_up(call)
    world.run()
    assert call.timeline[-1].time - call.timeline[0].time == 1800


def test_voice_focus_is_for_five_a_second_in_the_account():
    focus = action("VoiceFocus", Enable=True)
    handler = Handler(
        NEW_INBOUND_CALL=[focus] * 4, ACTION_SUCCESSFUL=[hang_up()], ACTION_FAILED=[pause(), focus, hang_up()]
    )
    world = network(handler)
    for _ in range(2):
        world.dial(to=NUMBER, caller=CALLER)
    world.run()
    failed = [event for event in handler.events if event["InvocationEventType"] == "ACTION_FAILED"]
    assert [event["ActionData"]["ErrorType"] for event in failed] == ["ActionExecutionThrottled"]


@pytest.mark.parametrize(("quotas", "fails"), [(None, False), (Quotas(), True), (Quotas(bots=1), False)])
def test_by_default_an_account_may_use_no_bot_if_quotas_are_asked_for(quotas, fails):
    handler = Handler(NEW_INBOUND_CALL=[bot()], ACTION_SUCCESSFUL=[hang_up()], ACTION_FAILED=[hang_up()])
    inbound(handler, Say(intent="Billing"), quotas=quotas)
    assert (handler.events[1]["ActionData"].get("ErrorType") == "ActionExecutionThrottled") is fails


@pytest.mark.parametrize(("keys", "seconds"), [("1", 45), ("1#", 2), ("*", 2)])
def test_a_terminator_ends_audio_and_another_key_does_not(keys, seconds):
    handler = Handler(
        NEW_INBOUND_CALL=[play_audio(Repeat=9, PlaybackTerminators=["#", "*"])], ACTION_SUCCESSFUL=[hang_up()]
    )
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(2)
    world.press(call, keys)
    world.run()
    assert call.timeline[-1].time - call.timeline[0].time == seconds


def test_audio_without_terminators_is_ended_by_no_key():
    handler = Handler(NEW_INBOUND_CALL=[play_audio()], ACTION_SUCCESSFUL=[hang_up()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(2)
    world.press(call, "#")
    world.run()
    assert call.timeline[-1].time - call.timeline[0].time == 5


@pytest.mark.parametrize(("cuts", "at"), [(False, 23), (True, 13)])
def test_whether_the_end_of_one_leg_cuts_an_action_on_the_other_is_a_matter_of_policy(cuts, at):
    handler = Handler(
        NEW_INBOUND_CALL=[bridge()], ACTION_SUCCESSFUL=[pause(20_000, ParticipantTag="LEG-A"), speak("Later")],
        HANGUP=Each([hang_up(ParticipantTag="LEG-A")], []),
    )  # fmt: skip
    world = network(handler, policy=Policy(hang_up_of_other_leg_cuts_action=cuts))
    call = world.dial(to=NUMBER, caller=CALLER, bridged=Party(hangs_up_after=10))
    world.run()
    told = next(entry for entry in call.timeline if entry.detail.startswith("HANGUP"))
    assert told.time - call.timeline[0].time == at
    assert handler.kinds.count("HANGUP") == 2


def test_an_action_that_is_cut_by_the_end_of_the_other_leg_did_not_fail():
    handler = Handler(
        NEW_INBOUND_CALL=[bridge()], ACTION_SUCCESSFUL=[pause(20_000, ParticipantTag="LEG-A")],
        HANGUP=Each([hang_up(ParticipantTag="LEG-A")], []),
    )  # fmt: skip
    policy = Policy(hang_up_of_other_leg_cuts_action=True, reports_action_cut_by_hang_up=True)
    world = network(handler, policy=policy)
    world.dial(to=NUMBER, caller=CALLER, bridged=Party(hangs_up_after=10))
    world.run()
    assert "ACTION_FAILED" not in handler.kinds


def test_keys_in_a_bot_conversation_are_lost():
    handler = Handler(NEW_INBOUND_CALL=[bot()], ACTION_SUCCESSFUL=[hang_up()])
    inbound(handler, Press(keys="1"), Say(intent="Billing"))
    assert handler.events[1]["ActionData"]["IntentResult"]["SessionState"]["Intent"]["Name"] == "Billing"
