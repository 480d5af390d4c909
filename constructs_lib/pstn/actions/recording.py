"""RecordAudio, and recordings of whole legs."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.actions.parameters import keys, number
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg, Recording
from constructs_lib.pstn.outcomes import ActionFailed, CutShort, Results, first, pick_up, pressed, wait
from constructs_lib.pstn.parties import Attention
from constructs_lib.pstn.signals import Drop, HungUp, Input, Play, Talked

FOREVER = float("inf")
DEFAULT_PREFIX = "Amazon-Chime-SMA-Call-Recordings"


def record_audio(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Record until a terminator, silence, or the end of the time; interruptible. Answers the call.

    Without DurationInSeconds and SilenceDurationInSeconds, neither of which has a default here (the policy may give the
    second one), it lasts until a terminator, or until the party loses patience and hangs up.
    """
    yield from pick_up(call, leg)
    terminator = yield from _record(call, leg, parameters)
    destination = parameters["RecordingDestination"]
    call.recordings.append(leg.call_id)
    prefix = str(destination.get("Prefix") or "")
    name = f"{call.transaction_id}_{leg.call_id}_{len(call.recordings)}.wav"
    key = f"{prefix.rstrip('/')}/{name}" if prefix else name
    stored = {"Type": "S3", "BucketName": destination["BucketName"], "Key": key}
    return {"RecordingDestination": stored} | ({"RecordingTerminatorUsed": terminator} if terminator else {})


def _record(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[str]:
    """The terminator that ended it; empty if none did."""
    terminators = keys(parameters, "RecordingTerminators")
    ends = call.now() + number(parameters, "DurationInSeconds", FOREVER)
    silence = number(parameters, "SilenceDurationInSeconds", call.policy.silence_ends_recording_after or FOREVER)
    is_terminator = pressed(leg, terminators)

    def wants(given: Input) -> bool:
        return is_terminator(given) or (isinstance(given, Talked) and given.call_id == leg.call_id)

    while True:
        until = min(ends, call.now() + silence)
        limit = None if until == FOREVER else until - call.now()
        attends = (Attention(leg.tag, "recording"),)
        got = yield from wait(call, leg, limit, wants=wants, interruptible=True, attends=attends)
        if not isinstance(got, Talked):
            if got is None and limit is None:
                call.note("leg", f"the far end of {leg.tag} loses patience with the recording")
                yield Drop(leg, 0)
                raise CutShort(HungUp(leg.call_id))
            return first(got, terminators)
        talks = min(got.seconds, ends - call.now())
        got = yield from wait(call, leg, talks, wants=is_terminator, interruptible=True)
        if got is not None or call.now() >= ends:
            return first(got, terminators)


def start_call_recording(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Record a leg from now on, once in its life."""
    yield from ()
    if leg.recording is not Recording.NEVER:
        raise ActionFailed(
            "InvalidActionParameter",
            f"{leg.tag} is recorded already, or was: a leg is recorded once",
            remedy="leave it out, or pause and resume the recording instead of stopping it",
        )
    leg.recording = Recording.ON
    bucket, _, prefix = parameters["Destination"]["Location"].partition("/")
    began = time.gmtime(leg.started)
    day = time.strftime("%Y/%m/%d", began)
    moment = f"{time.strftime('%Y-%m-%d-%H-%M-%S', began)}-{int(leg.started * 1000) % 1000:03}"
    key = f"{prefix.strip('/') or DEFAULT_PREFIX}/{day}/{moment}_{call.transaction_id}_{leg.call_id}.wav"
    return {"CallRecordingDestination": {"Type": "S3", "Location": f"{bucket}/{key}"}}


def stop_call_recording(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """End the recording of a leg for good."""
    return (yield from _turn(call, leg, parameters, {Recording.ON, Recording.PAUSED}, Recording.STOPPED))


def pause_call_recording(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Record silence instead."""
    return (yield from _turn(call, leg, parameters, {Recording.ON}, Recording.PAUSED))


def resume_call_recording(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Record what is heard again."""
    return (yield from _turn(call, leg, parameters, {Recording.PAUSED}, Recording.ON))


def _turn(call: Call, leg: Leg, parameters: Mapping[str, Any], from_: set[Recording], to: Recording) -> Play[Results]:
    del call, parameters
    yield from ()
    if leg.recording not in from_:
        # No finding: keys and updates come in any order, and a handler that leaves it to the service to refuse is not wrong.
        raise ActionFailed("InvalidActionParameter", f"the recording of {leg.tag} {leg.recording.value}")
    leg.recording = to
    return {}
