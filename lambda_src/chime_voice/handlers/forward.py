"""Connect the caller with one number, and take a message where nobody answers.

The message is recorded until the caller presses # or is silent; without a bucket for it, the caller hears that nobody
answers. A mobile phone's own voicemail counts as an answer: let it ring shorter than that waits. When one of the two
hangs up the other is hung up too. A call that was made by the API is served alike.
"""

from __future__ import annotations

from chime_voice.handlers import _bridge, _parameters, _prompts
from chime_voice.sma import (
    CallEvent,
    Calls,
    RecordAudio,
    RecordingDestination,
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
    "voicemail_text": str,
    "voicemail_audio": str,
    "thanks_text": str,
    "thanks_audio": str,
    "unavailable_text": str,
    "unavailable_audio": str,
    "prompts": str,
    "caller_id": str,
    "ring_seconds": int,
    "ringback_audio": str,
}
"""`to`: the number. `recordings`: the bucket for messages; none are taken by default. `prefix`: how their keys begin.
`voicemail_text`: asks for a message. `thanks_text`: said after it. `unavailable_text`: said when nobody answers and no
message is taken. Each has a sound of the same name in its place, `thanks_audio`, a key in the bucket `prompts`.
`caller_id`: what the called one sees, a number of your own; the caller's by default. `ring_seconds`: 1 to 120, 30 by
default. `ringback_audio`: heard while it rings."""
REQUIRED = ("to",)

_LONGEST_MESSAGE = 180
_SILENCE = 5
_STEP = "step"

app = Calls()
handler = app.handler


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters' values: asked at synthesis, before anybody calls."""
    from chime_voice.handlers._checks import problems_of

    prefix = _parameters.at_its_longest(parameters.get("prefix", "-"))
    return [
        *_bridge.problems(parameters),
        *problems_of(lambda: limits.key_prefix("prefix", prefix)),
        *_prompts.problems(parameters, "voicemail_text", "thanks_text", "unavailable_text"),
    ]


@app.on("NEW_INBOUND_CALL", "CALL_ANSWERED")
def _forward(call: CallEvent) -> dict[str, Any]:
    return respond(_bridge.to(_parameters.text("to"), call))


@app.on("ACTION_FAILED")
def _nobody(call: CallEvent) -> dict[str, Any]:
    if not call.leg_a.is_up or call.action_type not in ("CallAndBridge", "RecordAudio"):
        return hang_up_all(call)
    leg = call.leg_a.call_id
    if call.action_type == "CallAndBridge" and _parameters.text("recordings"):
        ask = _prompts.say("voicemail_text", "Nobody answers. Please leave a message, and press pound.", leg)
        return respond(ask, _record(leg), attributes={_STEP: "voicemail"})
    return _bridge.unavailable(call)


@app.on("ACTION_SUCCESSFUL")
def _thank(call: CallEvent) -> dict[str, Any]:
    if call.action_type != "RecordAudio":
        return keep_actions()
    return _prompts.end(call, "thanks_text", "Thank you. Goodbye.")


@app.on("CALL_UPDATE_REQUESTED")
def _go_on(call: CallEvent) -> dict[str, Any]:
    # An update is for somebody else, but it has cut off the message that was being recorded.
    if call.attributes.get(_STEP) == "voicemail":
        return respond(_record(call.leg_a.call_id))
    return keep_actions()


def _record(leg: str) -> RecordAudio:
    bucket, prefix = _parameters.text("recordings"), _parameters.text("prefix")
    return RecordAudio(
        recording_destination=RecordingDestination(bucket_name=bucket, prefix=prefix or None),
        recording_terminators=["#"],
        duration_in_seconds=_LONGEST_MESSAGE,
        silence_duration_in_seconds=_SILENCE,
        call_id=leg,
    )
