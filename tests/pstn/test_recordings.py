"""RecordAudio, and recordings of whole legs."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.parties import Answer, HangUp, Party, Press, Talk, Wait
from tests.pstn.phone import CALLER, NUMBER, Each, Handler, action, bridge, hang_up, network, record, speak


def inbound(handler, *steps, **options):
    world = network(handler, **options)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(does=steps))
    world.run()
    return call


def ended(call):
    """Seconds after which the function was told of the recording."""
    return [entry for entry in call.timeline if entry.what == "event"][1].time - call.timeline[0].time


@pytest.mark.parametrize(
    ("parameters", "steps", "seconds", "terminator"),
    [
        ({}, (Talk(seconds=4), Press(keys="#")), 4, "#"),
        ({}, (Press(keys="1"), Wait(seconds=2), Press(keys="2#")), 2, "#"),
        ({"RecordingTerminators": ["1", "*"]}, (Press(keys="#"), Press(keys="*")), 0, "*"),
        ({"DurationInSeconds": 10}, (Talk(seconds=60),), 10, None),
        ({"DurationInSeconds": "10"}, (), 10, None),
        ({"SilenceDurationInSeconds": 3}, (Talk(seconds=4),), 7, None),
        ({"SilenceDurationInSeconds": 3}, (), 3, None),
        ({"SilenceDurationInSeconds": 3}, (Talk(seconds=4), Wait(seconds=2), Talk(seconds=4)), 13, None),
        ({"SilenceDurationInSeconds": 3, "DurationInSeconds": 6}, (Talk(seconds=4),), 6, None),
        ({"SilenceDurationInSeconds": 3, "SilenceThreshold": 100}, (Talk(seconds=4), Press(keys="#")), 4, "#"),
    ],
)
def test_a_recording_ends_with_a_terminator_its_time_or_silence(parameters, steps, seconds, terminator):
    handler = Handler(NEW_INBOUND_CALL=[record(**parameters)], ACTION_SUCCESSFUL=[hang_up()])
    call = inbound(handler, *steps)
    assert ended(call) == seconds
    data = handler.events[1]["ActionData"]
    assert data.get("RecordingTerminatorUsed") == terminator
    assert (data["RecordingDestination"]["Type"], data["RecordingDestination"]["BucketName"]) == ("S3", "voicemail")
    assert call.answered_by == "us-east-1"


def test_every_recording_has_a_key_of_its_own_under_its_prefix():
    destination = {"Type": "S3", "BucketName": "voicemail", "Prefix": "inbox/"}
    one = record(DurationInSeconds=1, RecordingDestination=destination)
    handler = Handler(NEW_INBOUND_CALL=[one], ACTION_SUCCESSFUL=Each([one], [record(DurationInSeconds=1)], [hang_up()]))
    inbound(handler)
    keys = [event["ActionData"]["RecordingDestination"]["Key"] for event in handler.events[1:4]]
    assert len(set(keys)) == 3
    assert [key.startswith("inbox/") for key in keys] == [True, True, False]
    assert all(key.endswith(".wav") and "//" not in key for key in keys)


def test_a_recording_without_an_end_lasts_as_long_as_the_patience_of_its_party():
    handler = Handler(NEW_INBOUND_CALL=[record()])
    call = inbound(handler)
    assert handler.kinds == ["NEW_INBOUND_CALL", "HANGUP"]
    assert (call.ended_because, call.timeline[-1].time - call.timeline[0].time) == ("the caller hung up", 30)


def test_a_recording_without_an_end_ends_with_the_other_leg():
    handler = Handler(NEW_INBOUND_CALL=[bridge()], ACTION_SUCCESSFUL=[record(ParticipantTag="LEG-B")])
    world = network(handler)
    call = world.dial(
        to=NUMBER, caller=CALLER, party=Party(hangs_up_after=9), bridged=Party(by_hand=True, does=(Answer(),))
    )
    world.run(20)
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP"]
    assert call.timeline[-1].time - call.timeline[0].time == 9


def test_a_caller_who_hangs_up_ends_the_recording_and_the_call():
    handler = Handler(NEW_INBOUND_CALL=[record(DurationInSeconds=60)])
    inbound(handler, Talk(seconds=3), HangUp())
    assert handler.kinds == ["NEW_INBOUND_CALL", "HANGUP"]


def test_an_update_interrupts_a_recording_also_while_somebody_talks():
    for steps in ((), (Talk(seconds=50),)):
        handler = Handler(NEW_INBOUND_CALL=[record(DurationInSeconds=60)], CALL_UPDATE_REQUESTED=[hang_up()])
        world = network(handler)
        call = world.dial(to=NUMBER, caller=CALLER, party=Party(does=steps))
        world.run(5)
        world.update_call(application_id="announce@us-east-1", transaction_id=call.transaction_id, arguments={})
        world.run()
        assert handler.kinds[1:3] == ["ACTION_INTERRUPTED", "CALL_UPDATE_REQUESTED"]
        assert handler.events[1]["ActionData"]["Type"] == "RecordAudio"
        assert call.timeline[-1].time - call.timeline[0].time == 5


def test_a_recording_reports_success_in_the_middle_of_a_list():
    handler = Handler(
        NEW_INBOUND_CALL=[record(DurationInSeconds=1), speak("Thanks"), hang_up()],
        ACTION_SUCCESSFUL={"SchemaVersion": "1.0"},
    )
    call = inbound(handler)
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP"]
    assert [each.content for each in call.heard] == ["Thanks"]


LOCATION = {"Type": "S3", "Location": "calls"}


def start(**parameters):
    return action("StartCallRecording", **({"Track": "BOTH", "Destination": LOCATION} | parameters))


@pytest.mark.parametrize(
    ("location", "beginning"),
    [
        ("calls", "calls/Amazon-Chime-SMA-Call-Recordings/2026/11/23/2026-11-23-"),
        ("calls/support/en", "calls/support/en/2026/11/23/2026-11-23-"),
    ],
)
def test_the_recording_of_a_leg_goes_to_a_key_with_its_date_and_ids(location, beginning):
    handler = Handler(
        NEW_INBOUND_CALL=[start(Destination={"Type": "S3", "Location": location})], ACTION_SUCCESSFUL=[hang_up()]
    )
    call = inbound(handler)
    where = handler.events[1]["ActionData"]["CallRecordingDestination"]
    assert where["Type"] == "S3"
    assert where["Location"].startswith(beginning)
    assert where["Location"].endswith(f"_{call.transaction_id}_{call.leg_a.call_id}.wav")


STOP, PAUSE, RESUME = (action(f"{verb}CallRecording") for verb in ("Stop", "Pause", "Resume"))


@pytest.mark.parametrize(
    ("given", "fails_with"),
    [
        ([start(), PAUSE, RESUME, PAUSE, STOP], None),
        ([start(), STOP], None),
        ([start(), start()], "recorded once"),
        ([start(), STOP, start()], "recorded once"),
        ([start(), STOP, STOP], "was stopped"),
        ([start(), STOP, RESUME], "was stopped"),
        ([start(), RESUME], "is on"),
        ([start(), PAUSE, PAUSE], "is paused"),
        ([PAUSE], "never started"),
        ([STOP], "never started"),
    ],
)
def test_a_leg_is_recorded_once_and_in_order(given, fails_with):
    handler = Handler(NEW_INBOUND_CALL=given, ACTION_SUCCESSFUL=[hang_up()], ACTION_FAILED=[hang_up()])
    inbound(handler)
    data = handler.events[1]["ActionData"]
    if fails_with is None:
        assert handler.events[1]["InvocationEventType"] == "ACTION_SUCCESSFUL"
    else:
        assert data["ErrorType"] == "InvalidActionParameter"
        assert fails_with in data["ErrorMessage"]


def test_each_leg_has_a_recording_of_its_own():
    def both(event):
        return [
            start(ParticipantTag="LEG-A"),
            start(ParticipantTag="LEG-B"),
            hang_up(ParticipantTag="LEG-B"),
            hang_up(),
        ]

    handler = Handler(NEW_INBOUND_CALL=[bridge()], ACTION_SUCCESSFUL=both)
    inbound(handler)
    assert "ACTION_FAILED" not in handler.kinds


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (action("RecordAudio"), "InvalidActionParameter"),
        (record(RecordingDestination={"Type": "S3"}), "InvalidActionParameter"),
        (record(RecordingDestination={"Type": "S3", "BucketName": "b", "Prefix": "a" * 980}), "InvalidActionParameter"),
        (record(RecordingTerminators=["##"]), "InvalidActionParameter"),
        (record(DurationInSeconds=0), "InvalidActionParameter"),
        (record(SilenceDurationInSeconds=1001), "InvalidActionParameter"),
        (record(SilenceThreshold=0), "InvalidActionParameter"),
        (start(Track="ALL"), "InvalidActionParameter"),
        (start(Destination={"Type": "S3"}), "InvalidActionParameter"),
        (start(Destination={"Type": "EFS", "Location": "b"}), "InvalidActionParameter"),
    ],
)
def test_a_parameter_outside_of_its_limits_fails_the_action(given, error):
    handler = Handler(NEW_INBOUND_CALL=[given], ACTION_FAILED=[hang_up()])
    inbound(handler)
    assert handler.events[1]["ActionData"]["ErrorType"] == error


@pytest.mark.parametrize(
    ("given", "failure", "data"),
    [
        (
            start(),
            ("NoAccessToDestination", "Error while accessing destination"),
            {"Error": "NoAccessToDestination: Error while accessing destination"},
        ),
        (
            record(DurationInSeconds=1),
            ("InvalidActionParameter", "Error occurred while uploading recording to S3 bucket"),
            {
                "ErrorType": "InvalidActionParameter",
                "ErrorMessage": "Error occurred while uploading recording to S3 bucket",
            },
        ),
        (speak(), ("AccessDenied", "no role"), {"ErrorType": "AccessDenied", "ErrorMessage": "no role"}),
    ],
)
def test_what_the_world_refuses_can_be_pretended_and_has_the_documented_shape(given, failure, data):
    handler = Handler(NEW_INBOUND_CALL=[given, speak("Never heard")], ACTION_FAILED=[hang_up()])
    call = inbound(handler, action_failures={given["Type"]: failure})
    told = handler.events[1]
    assert told["InvocationEventType"] == "ACTION_FAILED"
    assert {name: told["ActionData"][name] for name in told["ActionData"] if name.startswith("Error")} == data
    assert call.heard == []
