"""Greet and keep a call waiting until it is updated: say something, transfer it, hold on, hang up.

An `Updater`, or whoever else may update the application's calls, sends the argument `action`: `say` with `text`,
`transfer` with `to`, `hold`, or `hang_up`. A transfer goes to the numbers in `transfers` alone. What else is asked for is
ignored and logged; so are `transfer` and `hold` while the call is connected with somebody. A call that was made by the
API waits alike. When one of two hangs up, the other is hung up too.
"""

from __future__ import annotations

from chime_voice.handlers import _bridge, _parameters, _prompts
from chime_voice.sma import (
    CallEvent,
    Calls,
    Pause,
    PlayAudio,
    Speak,
    hang_up_all,
    keep_actions,
    limits,
    respond,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from chime_voice.sma import Action

PARAMETERS = {
    "text": str,
    "audio": str,
    "hold_audio": str,
    "rounds": int,
    "unavailable_text": str,
    "unavailable_audio": str,
    "goodbye_text": str,
    "goodbye_audio": str,
    "prompts": str,
    "transfers": list,
    "caller_id": str,
    "ring_seconds": int,
    "ringback_audio": str,
}
"""`text`: the greeting. `hold_audio`: played while the caller waits; half a minute of silence by default. `rounds`: how
often, 1 to 500, 20 by default; then the call ends with `goodbye_text`. `transfers`: the numbers that a transfer may go to,
none by default. `unavailable_text`: said when nobody answers there; the caller waits on. Each text has a sound in its
place, `audio` or `goodbye_audio`, a key in the bucket `prompts`. `caller_id`: what the called one sees, a number of your
own; the caller's by default. `ring_seconds`: 1 to 120, 30 by default. `ringback_audio`: heard while it rings."""

_HELD = "held"
_SILENCE = 30_000

app = Calls()
handler = app.handler


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters' values: asked at synthesis, before anybody calls."""
    from chime_voice.handlers._checks import problems_of

    numbers = {f"transfers {at}": number for at, number in enumerate(parameters.get("transfers", ()), 1)}
    return [
        *_prompts.problems(parameters, "text", "unavailable_text", "goodbye_text"),
        *problems_of(lambda: limits.number("rounds", parameters.get("rounds"), 1, 500)),
        *_bridge.problems(parameters, numbers),
    ]


@app.on("NEW_INBOUND_CALL", "CALL_ANSWERED")
def _greet(call: CallEvent) -> dict[str, Any]:
    return _hold(call, _prompts.say("text", "Please hold the line.", call.leg_a.call_id))


@app.on("CALL_UPDATE_REQUESTED")
def _update(call: CallEvent) -> dict[str, Any]:
    action, text, to = (call.arguments.get(name, "") for name in ("action", "text", "to"))
    if action == "hang_up":
        return hang_up_all(call)
    if action == "say" and text:
        said = Speak(text=text, call_id=call.leg_a.call_id)
        return respond(said) if _is_connected(call) else _hold(call, said)
    if action == "hold" and not _is_connected(call):
        return _hold(call)
    if action == "transfer" and not _is_connected(call) and to in _parameters.sequence("transfers"):
        return respond(_bridge.to(to, call))
    return _ignored(call)


@app.on("ACTION_SUCCESSFUL")
def _hold_on(call: CallEvent) -> dict[str, Any]:
    if _is_connected(call) or call.action_type not in ("Pause", "PlayAudio", "Speak"):
        return keep_actions()
    held = _rounds_of(call) + 1
    if held < _parameters.number("rounds", 20):
        return _hold(call, held=held)
    return _prompts.end(call, "goodbye_text", "Sorry, nobody is free. Goodbye.")


@app.on("ACTION_FAILED")
def _not_connected(call: CallEvent) -> dict[str, Any]:
    if call.action_type != "CallAndBridge" or not call.leg_a.is_up:
        return hang_up_all(call)
    return _hold(call, _prompts.say("unavailable_text", "Nobody answers. Please hold the line.", call.leg_a.call_id))


def _hold(call: CallEvent, *before: Action, held: int = 0) -> dict[str, Any]:
    """Wait once; the event that it is over brings the next round. What happens in between begins the rounds anew."""
    leg = call.leg_a.call_id
    sound = _prompts.sound("hold_audio")
    wait = (
        PlayAudio(audio_source=sound, call_id=leg) if sound else Pause(duration_in_milliseconds=_SILENCE, call_id=leg)
    )
    return respond(*before, wait, attributes={_HELD: str(held)})


def _is_connected(call: CallEvent) -> bool:
    """Whether there is somebody else; a leg that nobody answered stays among the participants."""
    return call.has_leg_b and call.leg_b.is_up


def _rounds_of(call: CallEvent) -> int:
    return int(call.attributes.get(_HELD, "0"))


def _ignored(call: CallEvent) -> dict[str, Any]:
    """Go on as before; the update has cut off the waiting. The log does not say what was sent: that may be anything."""
    import json

    reason = (
        "action must be hang_up, say with text, or, while the call is not connected with somebody, hold, or transfer "
        "with a number of transfers as to"
    )
    print(json.dumps({"update": "ignored", "reason": reason, "transaction_id": call.transaction_id}))
    return keep_actions() if _is_connected(call) else _hold(call, held=_rounds_of(call))
