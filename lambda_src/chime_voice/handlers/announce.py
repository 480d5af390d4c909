"""Say a text and hang up. The text can name the Region, so that a caller hears which one answered.

A call that was made by the API stays up for ten seconds after the text, so that it can be updated: an update with an
argument `text` says that one and hangs up.
"""

from __future__ import annotations

from chime_voice.handlers import _prompts
from chime_voice.sma import CallEvent, Calls, Hangup, Pause, PlayAudio, Speak, keep_actions, respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PARAMETERS = {"text": str, "audio": str, "prompts": str}
"""`text`: what is said, at most 1000 characters; `Hello from {region}` by default. `audio`: a sound in its place, a key in
the bucket `prompts`."""

app = Calls()
handler = app.handler


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters' values: asked at synthesis, before anybody calls."""
    return _prompts.problems(parameters, "text")


@app.on("NEW_INBOUND_CALL")
def _greet(call: CallEvent) -> dict[str, Any]:
    leg = call.leg_a.call_id
    return respond(_greeting(leg), Hangup(call_id=leg))


@app.on("CALL_ANSWERED")
def _tell(call: CallEvent) -> dict[str, Any]:
    leg = call.leg_a.call_id
    return respond(_greeting(leg), Pause(duration_in_milliseconds=10_000, call_id=leg), Hangup(call_id=leg))


@app.on("CALL_UPDATE_REQUESTED")
def _tell_news(call: CallEvent) -> dict[str, Any]:
    text = call.arguments.get("text")
    if not text:
        return keep_actions()
    leg = call.leg_a.call_id
    return respond(Speak(text=text, call_id=leg), Hangup(call_id=leg))


def _greeting(leg: str) -> Speak | PlayAudio:
    return _prompts.say("text", "Hello from {region}", leg)
