"""Every limit of a parameter, from both sides, as a number and as text. The limits are those of the guide's pages."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.parties import Party
from tests.pstn.phone import CALLER, NUMBER, Each, Handler, action, hang_up, network, speak
from tests.pstn.strategies import WELL_FORMED

HUGE = 10**400
"""More than a float holds, as JSON may: taken where the guide knows no limit."""
FEW = 3
"""Taken where more has no limit of its own, but would take long, or does not go with another parameter."""
NUMBERS = [
    ("CallAndBridge", "CallTimeoutSeconds", 1, 120),
    ("Pause", "DurationInMilliseconds", 100, 30_000),
    ("PlayAudio", "Repeat", 1, HUGE),
    ("PlayAudioAndGetDigits", "InBetweenDigitsDurationInMilliseconds", 1, HUGE),
    ("PlayAudioAndGetDigits", "MaxNumberOfDigits", 1, 128),
    ("PlayAudioAndGetDigits", "MinNumberOfDigits", 0, 128),
    ("PlayAudioAndGetDigits", "Repeat", 1, FEW),
    ("PlayAudioAndGetDigits", "RepeatDurationInMilliseconds", 1, HUGE),
    ("ReceiveDigits", "FlushDigitsDurationInMilliseconds", 501, HUGE),
    ("ReceiveDigits", "InBetweenDigitsDurationInMilliseconds", 1, FEW),
    ("RecordAudio", "DurationInSeconds", 1, HUGE),
    ("RecordAudio", "SilenceDurationInSeconds", 1, 1000),
    ("RecordAudio", "SilenceThreshold", 1, 1000),
    ("SendDigits", "ToneDurationInMilliseconds", 50, 24_000),
    ("SpeakAndGetDigits", "InBetweenDigitsDurationInMilliseconds", 1, HUGE),
    ("SpeakAndGetDigits", "MaxNumberOfDigits", 1, 128),
    ("SpeakAndGetDigits", "MinNumberOfDigits", 0, 128),
    ("SpeakAndGetDigits", "RepeatDurationInMilliseconds", 1, HUGE),
]


def error_of(kind, **parameters):
    """The ErrorType that an action fails with; None when it succeeds."""
    given = {**WELL_FORMED[kind], "ParticipantTag": "LEG-A", **parameters}
    handler = Handler(NEW_INBOUND_CALL=[speak(), action(kind, **given)], ACTION_SUCCESSFUL=Each([hang_up()], []))
    world = network(handler)
    world.dial(to=NUMBER, caller=CALLER, bridged=Party(rings_seconds=0, hangs_up_after=1))
    world.run()
    failed = [each["ActionData"] for each in handler.events if each["InvocationEventType"] == "ACTION_FAILED"]
    return failed[0]["ErrorType"] if failed else None


@pytest.mark.parametrize(("kind", "name", "lowest", "highest"), NUMBERS)
def test_a_number_is_taken_up_to_its_limits_and_not_beyond(kind, name, lowest, highest):
    beyond = [-1, lowest - 1] if highest in (HUGE, FEW) else [-1, lowest - 1, highest + 1]
    for value in beyond:
        assert error_of(kind, **{name: value}) == "InvalidActionParameter", value
        assert error_of(kind, **{name: str(value)}) == "InvalidActionParameter", value
    for value in (lowest, highest):
        # Nobody presses a key here.
        assert error_of(kind, **{name: value}) in (None, "InvalidDigitsReceived"), value
        assert error_of(kind, **{name: str(value)}) in (None, "InvalidDigitsReceived"), value


@pytest.mark.parametrize("value", ["1_000", " 1000", "1000.0", "1e3", "", "٣٠٠"])
def test_a_number_as_text_is_digits_alone(value):
    assert error_of("Pause", DurationInMilliseconds=value) == "InvalidActionParameter"


@pytest.mark.parametrize(
    ("kind", "name", "longest", "beyond", "error"),
    [
        ("Speak", "Text", "a" * 1000, "a" * 1001, "MissingRequiredActionParameter"),
        ("SendDigits", "Digits", "1" * 50, "1" * 51, "InvalidActionParameter"),
        (
            "RecordAudio",
            "RecordingDestination",
            {"Type": "S3", "BucketName": "b", "Prefix": "p" * 979},
            {"Type": "S3", "BucketName": "b", "Prefix": "p" * 980},
            "InvalidActionParameter",
        ),
        ("CallAndBridge", "SipHeaders", {f"x-{n}": "" for n in range(20)}, {f"x-{n}": "" for n in range(21)},
         "InvalidActionParameter"),
    ],
)  # fmt: skip
def test_what_is_long_is_taken_up_to_its_limit_and_not_beyond(kind, name, longest, beyond, error):
    assert error_of(kind, **{name: longest}) is None
    assert error_of(kind, **{name: beyond}) == error


def test_attendees_are_one_to_a_hundred():
    joins = action("JoinChimeMeeting", **WELL_FORMED["JoinChimeMeeting"])
    for count, fails in ((0, True), (1, False), (100, False), (101, True)):
        attendees = WELL_FORMED["ModifyChimeMeetingAttendees"] | {"AttendeeList": ["a"] * count}
        mutes = action("ModifyChimeMeetingAttendees", **attendees)
        handler = Handler(
            NEW_INBOUND_CALL=[joins],
            ACTION_SUCCESSFUL=Each([mutes], [hang_up(ParticipantTag="LEG-B"), hang_up(ParticipantTag="LEG-A")]),
        )
        world = network(handler)
        world.dial(to=NUMBER, caller=CALLER)
        world.run()
        assert ("ACTION_FAILED" in handler.kinds) is fails, count


def test_an_event_names_the_leg_though_the_action_named_it_with_an_empty_text():
    handler = Handler(NEW_INBOUND_CALL=[speak(CallId="", ParticipantTag="")], ACTION_SUCCESSFUL=[hang_up()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    parameters = handler.last("ACTION_SUCCESSFUL")["ActionData"]["Parameters"]
    assert parameters == {"CallId": call.leg_a.call_id, "ParticipantTag": "", "Text": "Hello"}
