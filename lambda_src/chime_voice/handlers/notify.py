"""Call somebody with a message and ask for a 1 as confirmation: the handler of calls that a `Dialer` places.

The message is the argument `text` of the call, else the parameter. A wrong key, or none, is asked again; then the call
ends. Every call leaves one line in the log, `{"confirmed": true, "transaction_id": …}`, also one that nobody answered. A
call that comes in is refused.
"""

from __future__ import annotations

from chime_voice.handlers import _parameters, _prompts, _question
from chime_voice.sma import (
    CallEvent,
    Calls,
    Hangup,
    SpeakAndGetDigits,
    Speech,
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
    "confirm_text": str,
    "thanks_text": str,
    "thanks_audio": str,
    "goodbye_text": str,
    "goodbye_audio": str,
    "prompts": str,
    "attempts": int,
}
"""`text`: the message where the call brings none. `confirm_text`: the question behind it, `Press 1 to confirm.` by default;
both together have at most 1000 characters, and a longer message of a call is cut. `audio`: message and question in one
sound, where the call brings no text. `thanks_text`: said after a 1. `goodbye_text`: said after the last attempt. These two
have a sound in their place, `thanks_audio` and `goodbye_audio`; sounds are keys in the bucket `prompts`. `attempts`: 1 to
10, 3 by default."""

_SECONDS = 5
"""How long somebody may think before the message comes again."""
_LONGEST = 1000
_TEXT = "This is a message for you."
_CONFIRM = "Press 1 to confirm."
_GOODBYE = "Goodbye."

app = Calls()
handler = app.handler


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters' values: asked at synthesis, before anybody is called."""
    from chime_voice.handlers._checks import problems_of

    found = _prompts.problems(parameters, "text", "confirm_text", "thanks_text", "goodbye_text")
    text, confirm = parameters.get("text", _TEXT), parameters.get("confirm_text", _CONFIRM)
    if not found and len(_parameters.at_its_longest(f"{text} {confirm}")) > _LONGEST:
        found.append(f"text and confirm_text must have at most {_LONGEST - 1} characters together")
    return [*found, *problems_of(lambda: limits.number("attempts", parameters.get("attempts"), 1, 10))]


@app.on("NEW_OUTBOUND_CALL")
def _remember(call: CallEvent) -> dict[str, Any]:
    text = call.arguments.get("text")
    return respond(attributes={"text": text} if text else None)


@app.on("CALL_ANSWERED")
def _tell(call: CallEvent) -> dict[str, Any]:
    return respond(_ask(call))


@app.on("ACTION_SUCCESSFUL")
def _confirmed(call: CallEvent) -> dict[str, Any]:
    if call.action_type not in _question.ACTIONS:
        return keep_actions()
    if call.received_digits != "1":
        return _end(call, "goodbye_text", _GOODBYE, confirmed=False)
    return _end(call, "thanks_text", "Thank you. Goodbye.", confirmed=True)


@app.on("ACTION_FAILED")
def _unconfirmed(call: CallEvent) -> dict[str, Any]:
    if call.action_type in _question.ACTIONS and call.leg_a.is_up:
        return _end(call, "goodbye_text", _GOODBYE, confirmed=False)
    return hang_up_all(call)


@app.on("HANGUP")
def _over(call: CallEvent) -> dict[str, Any]:
    if "confirmed" not in call.attributes:
        _log(call, confirmed=False)
    return hang_up_all(call)


def _ask(call: CallEvent) -> Action:
    collecting: dict[str, Any] = {
        "call_id": call.leg_a.call_id,
        "repeat": _parameters.number("attempts", 3),
        "repeat_duration_in_milliseconds": _SECONDS * 1000,
        "input_digits_regex": "^1$",
        "min_number_of_digits": 1,
        "max_number_of_digits": 1,
    }
    given = call.attributes.get("text")
    if not given and _prompts.sound("audio") is not None:
        return _question.ask(("text", ""), ("text", ""), **collecting)
    confirm = _parameters.text("confirm_text", _CONFIRM)
    text = (given or _parameters.text("text", _TEXT))[: _LONGEST - 1 - len(confirm)]
    return SpeakAndGetDigits(speech_parameters=Speech(text=f"{text} {confirm}"), **collecting)


def _end(call: CallEvent, prompt: str, default: str, *, confirmed: bool) -> dict[str, Any]:
    _log(call, confirmed=confirmed)
    leg = call.leg_a.call_id
    attributes = {**call.attributes, "confirmed": str(confirmed)}
    return respond(_prompts.say(prompt, default, leg), Hangup(call_id=leg), attributes=attributes)


def _log(call: CallEvent, *, confirmed: bool) -> None:
    import json

    print(json.dumps({"confirmed": confirmed, "transaction_id": call.transaction_id}))
