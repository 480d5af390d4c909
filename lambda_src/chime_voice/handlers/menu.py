"""Ask the caller for a key and connect the call with the number behind it.

A wrong key, or none, is asked again; after the last attempt, and where nobody answers, the caller hears so and the call
ends. When one of the two hangs up the other is hung up too. A call that was made by the API is served alike.
"""

from __future__ import annotations

from chime_voice.handlers import _bridge, _parameters, _prompts, _question
from chime_voice.sma import CallEvent, Calls, hang_up_all, keep_actions, limits, respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PARAMETERS = {
    "options": dict,
    "text": str,
    "audio": str,
    "invalid_text": str,
    "invalid_audio": str,
    "goodbye_text": str,
    "goodbye_audio": str,
    "unavailable_text": str,
    "unavailable_audio": str,
    "prompts": str,
    "attempts": int,
    "caller_id": str,
    "ring_seconds": int,
    "ringback_audio": str,
}
"""`options`: a number by key, `{"1": "+1…"}`; keys are 0 to 9 and *, since # ends an input. `text`: the question; it names
the keys by default. `invalid_text`: said after a wrong key or none. `goodbye_text`: said after the last attempt.
`unavailable_text`: said when nobody answers. Each has a sound of the same name in its place, `audio` or `invalid_audio`,
a key in the bucket `prompts`. `attempts`: 1 to 10, 3 by default. `caller_id`: what the called one sees, a number of your
own; the caller's by default. `ring_seconds`: 1 to 120, 30 by default. `ringback_audio`: heard while it rings."""
REQUIRED = ("options",)

_KEYS = frozenset("0123456789*")
_GOODBYE = "Goodbye."

app = Calls()
handler = app.handler


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters' values: asked at synthesis, before anybody calls."""
    from chime_voice.handlers._checks import problems_of

    options: Mapping[str, str] = parameters.get("options", {"1": "+12065550100"})
    found = problems_of(lambda: limits.number("attempts", parameters.get("attempts"), 1, 10))
    if not options or not _KEYS.issuperset(options):
        found.append(
            f"options must have single keys, 0 to 9 or *, since # ends an input; got {', '.join(options) or 'none'}"
        )
    numbers = {f"options {key}": number for key, number in options.items()}
    texts = _prompts.problems(parameters, "text", "invalid_text", "goodbye_text", "unavailable_text")
    return [*found, *texts, *_bridge.problems(parameters, numbers)]


@app.on("NEW_INBOUND_CALL", "CALL_ANSWERED")
def _ask(call: CallEvent) -> dict[str, Any]:
    keys = "".join(_parameters.mapping("options"))
    return respond(
        _question.ask(
            ("text", f"Please press {' or '.join(keys)}."),
            ("invalid_text", "Sorry, that is not one of the keys."),
            call.leg_a.call_id,
            repeat=_parameters.number("attempts", 3),
            input_digits_regex=f"^[{keys}]$",
            min_number_of_digits=1,
            max_number_of_digits=1,
        )
    )


@app.on("ACTION_SUCCESSFUL")
def _connect(call: CallEvent) -> dict[str, Any]:
    if call.action_type not in _question.ACTIONS:
        return keep_actions()
    number = _parameters.mapping("options").get(call.received_digits or "")
    return respond(_bridge.to(number, call)) if number else _prompts.end(call, "goodbye_text", _GOODBYE)


@app.on("ACTION_FAILED")
def _sorry(call: CallEvent) -> dict[str, Any]:
    if not call.leg_a.is_up:
        return hang_up_all(call)
    if call.action_type in _question.ACTIONS:
        return _prompts.end(call, "goodbye_text", _GOODBYE)
    if call.action_type == "CallAndBridge":
        return _bridge.unavailable(call)
    return hang_up_all(call)
