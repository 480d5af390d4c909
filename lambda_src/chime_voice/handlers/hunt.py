"""Try several numbers, one after the other, until somebody answers.

A number that cannot be called at all counts as one that does not answer. A mobile phone's own voicemail counts as an
answer: let it ring shorter than that waits. When one of the two hangs up the other is hung up too. A call that was made
by the API is served alike.
"""

from __future__ import annotations

from chime_voice.handlers import _bridge, _parameters, _prompts
from chime_voice.sma import CallEvent, Calls, hang_up_all, respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PARAMETERS = {
    "numbers": list,
    "text": str,
    "audio": str,
    "unavailable_text": str,
    "unavailable_audio": str,
    "prompts": str,
    "caller_id": str,
    "ring_seconds": int,
    "ringback_audio": str,
}
"""`numbers`: whom to try, in order. `text`: said first. `unavailable_text`: said when nobody has answered. Each has a
sound of the same name in its place, `audio` or `unavailable_audio`, a key in the bucket `prompts`. `caller_id`: what the
called one sees, a number of your own; the caller's by default. `ring_seconds`: how long each rings, 1 to 120, 30 by
default. `ringback_audio`: heard while it rings."""
REQUIRED = ("numbers",)

_POSITION = "position"

app = Calls()
handler = app.handler


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters' values: asked at synthesis, before anybody calls."""
    numbers = parameters.get("numbers", ["+12065550100"])
    named = {f"numbers {position}": number for position, number in enumerate(numbers, 1)}
    return [
        *([] if numbers else ["numbers must have at least one number"]),
        *_bridge.problems(parameters, named),
        *_prompts.problems(parameters, "text", "unavailable_text"),
    ]


@app.on("NEW_INBOUND_CALL", "CALL_ANSWERED")
def _begin(call: CallEvent) -> dict[str, Any]:
    greeting = _prompts.say("text", "One moment, please.", call.leg_a.call_id)
    return respond(greeting, _bridge.to(_parameters.sequence("numbers")[0], call), attributes={_POSITION: "0"})


@app.on("ACTION_FAILED")
def _next(call: CallEvent) -> dict[str, Any]:
    given = call.attributes.get(_POSITION, "")
    if not call.leg_a.is_up or not given.isdecimal():
        return hang_up_all(call)
    # A greeting that failed has cost the caller nothing but the greeting.
    position = int(given) + (call.action_type == "CallAndBridge")
    numbers = _parameters.sequence("numbers")
    if position < len(numbers):
        return respond(_bridge.to(numbers[position], call), attributes={_POSITION: str(position)})
    return _bridge.unavailable(call)
