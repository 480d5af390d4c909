from typing import Any

import pytest
from chime_voice.sma import (
    CallRecordingDestination,
    PauseCallRecording,
    RecordAudio,
    RecordingDestination,
    ResumeCallRecording,
    StartCallRecording,
    StopCallRecording,
)

HERE = RecordingDestination(bucket_name="recordings")


def record(**parameters):
    given: dict[str, Any] = {"recording_destination": HERE, "recording_terminators": ["#"]}
    return RecordAudio(**given | parameters)


def start(**parameters):
    place = CallRecordingDestination(location="recordings")
    given: dict[str, Any] = {"call_id": "a", "track": "BOTH", "destination": place}
    return StartCallRecording(**given | parameters)


@pytest.mark.parametrize(
    ("action", "parameters"),
    [
        (
            record(),
            {"RecordingDestination": {"Type": "S3", "BucketName": "recordings"}, "RecordingTerminators": ["#"]},
        ),
        (
            record(
                recording_destination=RecordingDestination(bucket_name="recordings", prefix="desk/a"),
                recording_terminators=[],
                duration_in_seconds=10,
                silence_duration_in_seconds=1000,
                silence_threshold=100,
                participant_tag="LEG-B",
            ),
            {
                "RecordingDestination": {"Type": "S3", "BucketName": "recordings", "Prefix": "desk/a"},
                "RecordingTerminators": [],
                "DurationInSeconds": 10,
                "SilenceDurationInSeconds": 1000,
                "SilenceThreshold": 100,
                "ParticipantTag": "LEG-B",
            },
        ),
        (start(), {"CallId": "a", "Track": "BOTH", "Destination": {"Type": "S3", "Location": "recordings"}}),
        (
            start(track="INCOMING", destination=CallRecordingDestination(location="recordings/desk/a")),
            {"CallId": "a", "Track": "INCOMING", "Destination": {"Type": "S3", "Location": "recordings/desk/a"}},
        ),
        (StopCallRecording(call_id="a"), {"CallId": "a"}),
        (PauseCallRecording(call_id="a"), {"CallId": "a"}),
        (ResumeCallRecording(call_id="a"), {"CallId": "a"}),
    ],
)
def test_an_action_goes_over_the_wire_without_what_was_not_given(action, parameters):
    assert action.to_dict() == {"Type": type(action).__name__, "Parameters": parameters}


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: RecordingDestination(bucket_name=""), "bucket_name must be text"),
        (lambda: RecordingDestination(bucket_name="b", prefix="x" * 980), "at most 979 characters, got 980"),
        (lambda: RecordingDestination(bucket_name="b", prefix="a b"), "prefix must be of letters, digits and !-_.*'()/"),
        (lambda: record(recording_terminators=["A"]), "recording_terminators must be single keys"),
        (lambda: record(duration_in_seconds=0), "duration_in_seconds must be a whole number, 1 or more"),
        (lambda: record(duration_in_seconds="10"), "duration_in_seconds must be a whole number"),
        (lambda: record(silence_duration_in_seconds=1001), "silence_duration_in_seconds must be a whole number, 1 to 1000"),
        (lambda: record(silence_threshold=0), "silence_threshold must be a whole number, 1 to 1000"),
        (lambda: record(call_id="a", participant_tag="LEG-A"), "call_id and participant_tag must not both be given"),
        (lambda: start(track="ALL"), "track must be one of BOTH, INCOMING, OUTGOING"),
        (lambda: start(call_id=""), "call_id must be text"),
        (lambda: StopCallRecording(call_id=""), "call_id must be text"),
        (lambda: CallRecordingDestination(location="s3://recordings"), "location must be a bucket's name"),
        (lambda: CallRecordingDestination(location="/recordings"), "location must be a bucket's name"),
        (lambda: CallRecordingDestination(location="recordings/a b"), "the prefix in location must be of letters"),
        (lambda: CallRecordingDestination(location="recordings/"), "the prefix in location must be text"),
    ],
)  # fmt: skip
def test_an_action_beyond_the_limits_is_not_made(make, problem):
    with pytest.raises(ValueError, match="must") as error:
        make()
    assert problem in str(error.value)


def test_the_longest_prefix_is_allowed():
    assert RecordingDestination(bucket_name="b", prefix="x" * 979).to_dict()["Prefix"] == "x" * 979
