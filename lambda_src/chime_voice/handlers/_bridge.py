"""Connecting a caller with somebody else, as several templates do."""

from __future__ import annotations

from chime_voice.handlers import _parameters, _prompts
from chime_voice.sma import CallAndBridge, PstnEndpoint, limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from chime_voice.sma import CallEvent

_RINGS_FOR = 30


def problems(parameters: Mapping[str, Any], numbers: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with `to`, `caller_id`, `ring_seconds`, and with more numbers by what they are called."""
    from chime_voice.handlers._checks import problems_of

    named = {name: parameters[name] for name in ("to", "caller_id") if name in parameters} | dict(numbers or {})
    return problems_of(
        *(lambda n=name, v=number: limits.e164(n, v) for name, number in named.items()),
        lambda: limits.number("ring_seconds", parameters.get("ring_seconds"), 1, 120),
    )


def to(number: str, call: CallEvent) -> CallAndBridge:
    """Call a number and connect the caller with it.

    The parameters `ring_seconds`, `ringback_audio` and `caller_id` say how. By default it rings for 30 seconds, with the
    service's own tone, and shows the caller's number; one that is withheld cannot be shown, so then the called number is.
    """
    return CallAndBridge(
        caller_id_number=_shown(call),
        endpoint=PstnEndpoint(uri=number),
        call_timeout_seconds=_parameters.number("ring_seconds", _RINGS_FOR),
        ringback_tone=_prompts.sound("ringback_audio"),
    )


def unavailable(call: CallEvent) -> dict[str, Any]:
    """Say that nobody answers, with the parameters `unavailable_text` or `unavailable_audio`, and hang up."""
    return _prompts.end(call, "unavailable_text", "Sorry, nobody answers. Please call again later.")


def _shown(call: CallEvent) -> str:
    given = _parameters.text("caller_id")
    if given:
        return given
    try:
        return limits.e164("the caller's number", call.leg_a.from_)
    except ValueError:
        return limits.e164("caller_id, or the number that was called,", call.leg_a.to)
