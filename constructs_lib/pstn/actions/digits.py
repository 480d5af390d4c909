"""Digits: collected after a prompt, listened for in the background, and sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from constructs_lib.pstn.actions.parameters import keys, number
from constructs_lib.pstn.actions.sound import hear_audio, hear_speech
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg, Listener
from constructs_lib.pstn.outcomes import NOTHING, ActionFailed, Results, pick_up, pressed, wait
from constructs_lib.pstn.parties import Attention
from constructs_lib.pstn.signals import Play, Pressed, Send

COMMA_SECONDS = 0.5
Prompt = Callable[[], float]
"""Lets the far end hear it, and says how long that takes."""


def speak_and_get_digits(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Speech, and digits typed during it or after it; not interruptible. Answers the call."""
    speech = parameters["SpeechParameters"]
    failure = parameters.get("FailureSpeechParameters")
    return (
        yield from _get_digits(
            call,
            leg,
            parameters,
            prompt=lambda: hear_speech(call, leg, speech),
            sorry=lambda: hear_speech(call, leg, {**speech, **failure}) if failure else 0.0,
        )
    )


def play_audio_and_get_digits(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """An audio file, and digits typed during it or after it; not interruptible. Answers the call."""
    return (
        yield from _get_digits(
            call,
            leg,
            parameters,
            prompt=lambda: hear_audio(call, leg, parameters["AudioSource"]),
            sorry=lambda: hear_audio(call, leg, parameters["FailureAudioSource"]),
        )
    )


def receive_digits(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """From now on digits of this leg are listened for, whatever else the call does; until then they are lost."""
    del call
    yield from ()
    between = number(parameters, "InBetweenDigitsDurationInMilliseconds", 0) / 1000
    flush = number(parameters, "FlushDigitsDurationInMilliseconds", 0) / 1000
    leg.listener = Listener(
        matches=_matcher(parameters),
        between=between,
        flush=flush,
        parameters={"CallId": leg.call_id, **parameters},
    )
    return {"ReceivedDigits": ""}


def send_digits(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Tones to the far end, one after the other; a comma is half a second of silence. Not interruptible."""
    tone = number(parameters, "ToneDurationInMilliseconds", 250) / 1000
    for part in re.findall(",+|[^,]+", parameters["Digits"]):
        if part[0] == ",":
            yield from wait(call, leg, COMMA_SECONDS * len(part))
        else:
            yield from wait(call, leg, tone * len(part))
            yield Send(leg, part)
    return NOTHING


def _get_digits(call: Call, leg: Leg, parameters: Mapping[str, Any], *, prompt: Prompt, sorry: Prompt) -> Play[Results]:
    """Prompt and collect, as often as `Repeat` says; after each failure comes the failure prompt.

    The first key ends the prompt. Without one, an attempt ends RepeatDuration after the prompt; after a key,
    InBetweenDigitsDuration later. What is typed during the failure prompt is lost.
    """
    attempt = _Attempt(call, leg, parameters)
    yield from pick_up(call, leg)
    for _ in range(min(int(number(parameters, "Repeat", 1)), call.policy.max_attempts)):
        digits = yield from attempt.play(prompt())
        if digits is not None:
            return {"ReceivedDigits": digits}
        yield from wait(call, leg, sorry())
    raise ActionFailed(call.policy.no_valid_digits_error, "no valid digits were entered")


class _Attempt:
    """One prompt and what is typed to it."""

    def __init__(self, call: Call, leg: Leg, parameters: Mapping[str, Any]) -> None:
        self._call = call
        self._leg = leg
        self._fewest = int(number(parameters, "MinNumberOfDigits", 0))
        self._most = int(number(parameters, "MaxNumberOfDigits", 128))
        self._terminators = keys(parameters, "TerminatorDigits", "#")
        self._first = number(parameters, "RepeatDurationInMilliseconds", 0) / 1000
        self._between = number(parameters, "InBetweenDigitsDurationInMilliseconds", self._first * 1000) / 1000
        self._matches = _matcher(parameters)

    def play(self, prompt_seconds: float) -> Play[str | None]:
        """The digits; None when they are not valid, or there are none."""
        typed = yield from self._typed(prompt_seconds)
        if not typed:
            typed = yield from self._typed(self._first, attends=(Attention(self._leg.tag, "digits"),))
        digits = ""
        while typed:
            for key in typed:
                if key in self._terminators:
                    return self._valid(digits, key)
                digits += key
                if len(digits) == self._most:
                    return self._valid(digits)
            typed = yield from self._typed(self._between)
        return self._valid(digits) if digits else None

    def _typed(self, seconds: float, *, attends: tuple[Attention, ...] = ()) -> Play[str]:
        got = yield from wait(self._call, self._leg, seconds, wants=pressed(self._leg), attends=attends)
        return got.keys if isinstance(got, Pressed) else ""

    def _valid(self, digits: str, terminator: str = "") -> str | None:
        # Whether the terminator is matched too is not documented; there are examples for both.
        entered = digits if self._matches(digits) else digits + terminator
        return entered if self._fewest <= len(entered) <= self._most and self._matches(entered) else None


def _matcher(parameters: Mapping[str, Any]) -> Callable[[str], object]:
    """Whether digits match InputDigitsRegex anywhere, as an unanchored pattern does."""
    return re.compile(parameters.get("InputDigitsRegex") or "").search
