"""Every event as documented, and what interrupts which action."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.actions import PLAYED
from constructs_lib.pstn.parties import Answer, HangUp, Party, Press, Say, Update, Wait
from tests.pstn.phone import (
    CALLER,
    NUMBER,
    Each,
    Handler,
    action,
    bridge,
    get_digits,
    hang_up,
    network,
    pause,
    play_audio,
    record,
    speak,
)
from tests.pstn.strategies import WELL_FORMED

ENVELOPE = {"SchemaVersion", "Sequence", "InvocationEventType", "CallDetails"}
DETAILS = {"TransactionId", "AwsAccountId", "AwsRegion", "SipMediaApplicationId", "Participants"}
LEG = {"CallId", "ParticipantTag", "To", "From", "Direction", "StartTimeInMilliseconds"}
LISTEN = action("ReceiveDigits", **WELL_FORMED["ReceiveDigits"])


def leave(event):
    """Hang up whoever is left, leg B first."""
    left = [each for each in event["CallDetails"]["Participants"] if each.get("Status") == "Connected"]
    return [hang_up(CallId=each["CallId"]) for each in reversed(left)]


def inbound(handler, *steps, **options):
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(does=steps), **options)
    world.run()
    return call


def outbound(handler, *steps, **options):
    world = network(handler)
    place = {"application_id": "announce@us-east-1", "region": "us-east-1", "caller": NUMBER, "called": CALLER}
    call = world.create_call(**place, party=Party(does=steps), **options)
    world.run()
    return call


INBOUND = Handler(NEW_INBOUND_CALL=[speak()], CALL_UPDATE_REQUESTED=[LISTEN, pause()], DIGITS_RECEIVED=[hang_up()])


@pytest.mark.parametrize(
    ("kind", "play", "action_data"),
    [
        ("NEW_INBOUND_CALL", inbound, None),
        (
            "ACTION_SUCCESSFUL",
            inbound,
            {"Type": "Speak", "Parameters": {"CallId", "Text", "ParticipantTag"}},
        ),
        (
            "CALL_UPDATE_REQUESTED",
            lambda each: inbound(each, Update(arguments={"a": "b"})),
            {"Type": "CallUpdateRequest", "Parameters": {"Arguments"}},
        ),
        (
            "DIGITS_RECEIVED",
            lambda each: inbound(each, Update(), Press(keys="1")),
            {
                "Type": "ReceiveDigits",
                "Parameters": {"CallId", *WELL_FORMED["ReceiveDigits"]},
                "ReceivedDigits": "1",
            },
        ),
        (
            "HANGUP",
            inbound,
            {"Type": "Hangup", "Parameters": {"CallId", "ParticipantTag", "SipResponseCode"}},
        ),
        ("NEW_OUTBOUND_CALL", outbound, None),
        (
            "NEW_OUTBOUND_CALL",
            lambda each: outbound(each, arguments={"a": "b"}),
            {"Type": "CallCreateRequest", "Parameters": {"Arguments"}},
        ),
        ("RINGING", outbound, None),
        ("CALL_ANSWERED", outbound, None),
    ],
)
def test_each_event_has_the_documented_fields(kind, play, action_data):
    handler = Handler(**INBOUND.answers)
    play(handler)
    event = handler.last(kind)
    assert set(event) == ENVELOPE | ({"ActionData"} if action_data else set())
    rule = set() if kind in ("NEW_OUTBOUND_CALL", "RINGING", "CALL_ANSWERED") else {"SipRuleId"}
    assert set(event["CallDetails"]) == DETAILS | rule
    (leg,) = event["CallDetails"]["Participants"]
    assert set(leg) - {"Status"} == LEG
    assert isinstance(leg["StartTimeInMilliseconds"], str)
    if action_data:
        data = event["ActionData"]
        assert data | {"Parameters": set(data["Parameters"])} == action_data


def test_a_success_echoes_the_parameters_with_the_leg_that_was_taken():
    handler = Handler(NEW_INBOUND_CALL=[get_digits(MaxNumberOfDigits="1")], ACTION_SUCCESSFUL=[hang_up()])
    call = inbound(handler, Press(keys="1"))
    given = get_digits(MaxNumberOfDigits="1")["Parameters"]
    assert handler.events[1]["ActionData"] == {
        "Type": "SpeakAndGetDigits",
        "Parameters": {"CallId": call.leg_a.call_id, **given},
        "ReceivedDigits": "1",
    }


@pytest.mark.parametrize("kind", sorted(set(PLAYED) - {"Hangup"}))
def test_every_action_of_a_well_formed_list_succeeds_and_is_reported(kind):
    first = {
        "ModifyChimeMeetingAttendees": [action("JoinChimeMeeting", **WELL_FORMED["JoinChimeMeeting"])],
        "PauseCallRecording": [action("StartCallRecording", **WELL_FORMED["StartCallRecording"])],
        "StopCallRecording": [action("StartCallRecording", **WELL_FORMED["StartCallRecording"])],
        "ResumeCallRecording": [
            action("StartCallRecording", **WELL_FORMED["StartCallRecording"]),
            action("PauseCallRecording"),
        ],
    }.get(kind, [])
    goes_on = {"SchemaVersion": "1.0"}
    asked = [*first, action(kind, **WELL_FORMED[kind])]
    handler = Handler(
        NEW_INBOUND_CALL=asked,
        ACTION_SUCCESSFUL=lambda event: leave(event) if event["ActionData"]["Type"] == kind else goes_on,
        HANGUP=leave,
    )
    step = {"StartBotConversation": Say(intent="Billing"), "RecordAudio": Press(keys="#")}.get(kind, Press(keys="1#"))
    inbound(handler, step)
    assert handler.last("ACTION_SUCCESSFUL")["ActionData"]["Type"] == kind
    assert "ACTION_FAILED" not in handler.kinds


LASTING = {
    "Pause": (pause(20_000), True),
    "PlayAudio": (play_audio(Repeat=4), True),
    "RecordAudio": (record(DurationInSeconds=20), True),
    "Speak": (speak("a" * 300), False),
    "SpeakAndGetDigits": (get_digits("a" * 225), False),
    "PlayAudioAndGetDigits": (action("PlayAudioAndGetDigits", **WELL_FORMED["PlayAudioAndGetDigits"]), False),
    "SendDigits": (action("SendDigits", Digits="1" * 20, ToneDurationInMilliseconds=1000), False),
    "StartBotConversation": (action("StartBotConversation", **WELL_FORMED["StartBotConversation"]), False),
    "CallAndBridge": (bridge(), False),
}


def test_every_action_that_takes_time_is_known_here():
    at_once = {"Hangup", "JoinChimeMeeting", "ModifyChimeMeetingAttendees", "ReceiveDigits", "VoiceFocus"}
    recordings = {f"{verb}CallRecording" for verb in ("Start", "Stop", "Pause", "Resume")}
    assert set(LASTING) == set(PLAYED) - at_once - recordings


@pytest.mark.parametrize("kind", LASTING)
def test_an_update_interrupts_audio_recordings_and_pauses_and_waits_for_everything_else(kind):
    lasting, interrupted = LASTING[kind]
    handler = Handler(
        NEW_INBOUND_CALL=[lasting], ACTION_SUCCESSFUL=[pause()], ACTION_FAILED=[pause()], CALL_UPDATE_REQUESTED=leave,
        HANGUP=leave,
    )  # fmt: skip
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, bridged=Party(rings_seconds=20))
    world.run(2)
    world.update_call(application_id="announce@us-east-1", transaction_id=call.transaction_id, arguments={"a": "b"})
    world.run()
    told = handler.events[1:3] if interrupted else handler.events[2:3]
    assert told[-1]["InvocationEventType"] == "CALL_UPDATE_REQUESTED"
    assert handler.kinds.count("CALL_UPDATE_REQUESTED") == 1
    if interrupted:
        assert (told[0]["InvocationEventType"], told[0]["ActionData"]["Type"]) == ("ACTION_INTERRUPTED", kind)
    else:
        assert "ACTION_INTERRUPTED" not in handler.kinds
        assert handler.events[1]["ActionData"]["Type"] == kind


@pytest.mark.parametrize("kind", LASTING)
def test_a_caller_may_leave_during_every_action_and_hangup_alone_is_told(kind):
    handler = Handler(NEW_INBOUND_CALL=[LASTING[kind][0], speak()], HANGUP=leave)
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(hangs_up_after=2), bridged=Party(rings_seconds=20))
    world.run()
    assert handler.kinds == ["NEW_INBOUND_CALL", "HANGUP"]
    assert (call.ended_because, call.timeline[-1].time - call.timeline[0].time) == ("the caller hung up", 2)
    assert not any(leg.up for leg in call.legs)


@pytest.mark.parametrize("kind", sorted(set(LASTING) - {"CallAndBridge", "StartBotConversation"}))
def test_the_other_party_may_leave_during_every_action_and_is_told_after_it(kind):
    handler = Handler(
        NEW_INBOUND_CALL=[bridge()],
        ACTION_SUCCESSFUL=Each([LASTING[kind][0], pause(30_000)], []),
        ACTION_FAILED=[pause(30_000)],
        HANGUP=leave,
    )
    world = network(handler)
    call = world.dial(
        to=NUMBER, caller=CALLER, bridged=Party(does=(Answer(), Wait(seconds=3), HangUp())), party=Party(patience=99)
    )
    world.run(5)
    assert call.leg_b.up
    world.run()
    assert handler.kinds.count("HANGUP") == 2
    assert handler.last("HANGUP")["CallDetails"]["Participants"][1]["Status"] == "Disconnected"
    assert not any(leg.up for leg in call.legs)
