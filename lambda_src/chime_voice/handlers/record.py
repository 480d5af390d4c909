"""Connect the caller with one number, and record the call when the caller, or an update of the call, says so.

The caller's keys are *1 to start, *2 to pause, *3 to go on and *0 to stop; an update of the call has an argument
`recording` with `start`, `pause`, `resume` or `stop`. Both parties are told before anything is recorded; where that fails,
nothing is. The service starts the recording of a call once: after it was stopped, it stays off. When one of the two hangs
up the other is hung up too. A call that was made by the API is served alike.
"""

from __future__ import annotations

from chime_voice.handlers import _bridge, _parameters, _prompts
from chime_voice.sma import (
    CallEvent,
    CallRecordingDestination,
    Calls,
    PauseCallRecording,
    ReceiveDigits,
    ResumeCallRecording,
    StartCallRecording,
    StopCallRecording,
    hang_up_all,
    keep_actions,
    limits,
    respond,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PARAMETERS = {
    "to": str,
    "recordings": str,
    "prefix": str,
    "consent_text": str,
    "consent_audio": str,
    "unavailable_text": str,
    "unavailable_audio": str,
    "prompts": str,
    "caller_id": str,
    "ring_seconds": int,
    "ringback_audio": str,
}
"""`to`: the number. `recordings`: the bucket for recordings. `prefix`: how their keys begin; the service's own by default.
`consent_text`: said to both before recording starts. `unavailable_text`: said when nobody answers. Each has a sound of the
same name in its place, `consent_audio`, a key in the bucket `prompts`. `caller_id`: what the called one sees, a number of
your own; the caller's by default. `ring_seconds`: 1 to 120, 30 by default. `ringback_audio`: heard while it rings."""
REQUIRED = ("to", "recordings")

_KEYS = {"*1": "start", "*2": "pause", "*3": "resume", "*0": "stop"}
_CHANGES = {"pause": PauseCallRecording, "resume": ResumeCallRecording, "stop": StopCallRecording}
_STATE = "recording"
"""Kept with the call: `announced` while the parties are told, `started` once the recording runs; then it stays so."""

app = Calls()
handler = app.handler


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters' values: asked at synthesis, before anybody calls."""
    from chime_voice.handlers._checks import problems_of

    prefix = _parameters.at_its_longest(parameters.get("prefix", "-"))
    return [
        *_bridge.problems(parameters),
        *problems_of(lambda: limits.key_prefix("prefix", prefix)),
        *_prompts.problems(parameters, "consent_text", "unavailable_text"),
    ]


@app.on("NEW_INBOUND_CALL", "CALL_ANSWERED")
def _connect(call: CallEvent) -> dict[str, Any]:
    return respond(_bridge.to(_parameters.text("to"), call))


@app.on("ACTION_SUCCESSFUL")
def _done(call: CallEvent) -> dict[str, Any]:
    if call.action_type == "CallAndBridge":
        return respond(
            ReceiveDigits(
                input_digits_regex=r"^\*[0-3]$",
                in_between_digits_duration_in_milliseconds=1000,
                flush_digits_duration_in_milliseconds=3000,
                call_id=call.leg_a.call_id,
            )
        )
    return keep_actions(attributes={_STATE: "started"} if call.action_type == "StartCallRecording" else None)


@app.on("DIGITS_RECEIVED")
def _pressed(call: CallEvent) -> dict[str, Any]:
    command = _KEYS.get(call.received_digits or "")
    return _do(call, command) if command else keep_actions()


@app.on("CALL_UPDATE_REQUESTED")
def _updated(call: CallEvent) -> dict[str, Any]:
    command = call.arguments.get("recording")
    announced = call.attributes.get(_STATE) == "announced"
    if announced and command not in _CHANGES and _prompts.sound_of("consent_text"):
        return _start(call)  # the update has cut off a sound: once more, from the beginning
    return _do(call, command)


@app.on("ACTION_FAILED")
def _failed(call: CallEvent) -> dict[str, Any]:
    if call.action_type == "CallAndBridge" and call.leg_a.is_up:
        return _bridge.unavailable(call)
    if len(call.connected_legs) < 2:
        return hang_up_all(call)
    # Two people talk, and a recording that fails is no reason to cut them off. One that was announced can be tried again.
    return keep_actions(attributes={} if call.attributes.get(_STATE) == "announced" else None)


def _do(call: CallEvent, command: str | None) -> dict[str, Any]:
    """Start, pause, resume or stop; the service itself refuses what is not in order, which changes nothing."""
    if len(call.connected_legs) < 2:
        return keep_actions()
    if command == "start" and call.attributes.get(_STATE) is None:
        return _start(call)
    change = _CHANGES.get(command or "")
    return respond(change(call_id=call.leg_a.call_id)) if change else keep_actions()


def _start(call: CallEvent) -> dict[str, Any]:
    told = [
        _prompts.say("consent_text", "This call is recorded from now on.", leg.call_id) for leg in call.connected_legs
    ]
    bucket, prefix = _parameters.text("recordings"), _parameters.text("prefix")
    start = StartCallRecording(
        call_id=call.leg_a.call_id,
        track="BOTH",
        destination=CallRecordingDestination(location=f"{bucket}/{prefix}" if prefix else bucket),
    )
    return respond(*told, start, attributes={_STATE: "announced"})
