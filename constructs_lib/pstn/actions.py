"""The actions: what each checks, does and reports. A new one is a function and a line in `PLAYED`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any

from constructs_lib.pstn.bridging import call_and_bridge
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.errors import NotSimulated
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outcomes import ActionFailed, Cut, Done, Outcome, audio_source, hang_up_of, number, pick_up
from constructs_lib.pstn.responses import Action
from constructs_lib.pstn.signals import Drop, HungUp, Input, Play, Updated, Wait

MAX_TEXT = 1000


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """How an action is played."""

    play: Callable[[Call, Leg, Mapping[str, Any]], Play[Outcome]]
    reports_mid_list: bool = False
    """Success is reported even when more actions follow."""


def perform(call: Call, action: Action, leg: Leg) -> Play[Outcome]:
    """Play one action on a leg.

    Raises:
        ActionFailed: the service would answer ACTION_FAILED.
        NotSimulated: the service can do it, the simulator cannot.
    """
    kind = PLAYED.get(action.type)
    if kind is None:
        raise NotSimulated(f"{action.type} is not simulated yet ({action.place}, {call.region})")
    call.note("action", _summary(action, leg), action.data(leg.call_id))
    if not leg.up:
        raise ActionFailed("InvalidActionParameter", f"{leg.tag} is down")
    return (yield from kind.play(call, leg, action.parameters))


def speak(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Outcome]:
    """Speech, not interruptible; answers the call."""
    text = parameters.get("Text")
    if not text:
        raise ActionFailed("MissingRequiredActionParameter", "Text is missing")
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise ActionFailed("InvalidActionParameter", f"Text must be a string of at most {MAX_TEXT} characters")
    yield from pick_up(call, leg)
    call.hear(leg, "speech", text)
    spoken = re.sub(r"<[^>]*>", "", text) if parameters.get("TextType") == "ssml" else text
    return (yield from _last(leg, len(spoken) / call.policy.speech_characters_per_second))


def play_audio(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Outcome]:
    """An audio file, interruptible; answers the call."""
    audio = audio_source(parameters, "AudioSource")
    repeat = number(call, parameters, "Repeat", default=1, low=1)
    yield from pick_up(call, leg)
    call.hear(leg, "audio", audio)
    return (yield from _last(leg, repeat * call.policy.audio_seconds, interruptible=True))


def pause(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Outcome]:
    """Silence, interruptible; does not answer the call."""
    if "DurationInMilliseconds" not in parameters:
        raise ActionFailed("InvalidActionParameter", "DurationInMilliseconds is missing")
    milliseconds = number(call, parameters, "DurationInMilliseconds", default=0, low=100, high=30_000)
    return (yield from _last(leg, milliseconds / 1000, interruptible=True))


def hang_up(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Outcome]:
    """The end of a leg; reported by HANGUP, not by ACTION_SUCCESSFUL."""
    code = int(number(call, parameters, "SipResponseCode", default=0, low=0))
    if code not in {0, 480, 486}:
        raise ActionFailed("InvalidActionParameter", f"SipResponseCode must be 0, 480 or 486, but is {code}")
    yield Drop(leg, code)
    return Cut(HungUp(leg.call_id, code), by_application=True)


PLAYED: dict[str, Kind] = {
    "CallAndBridge": Kind(play=call_and_bridge, reports_mid_list=True),
    "Hangup": Kind(play=hang_up),
    "Pause": Kind(play=pause),
    "PlayAudio": Kind(play=play_audio),
    "Speak": Kind(play=speak),
}


def _last(leg: Leg, seconds: float, *, interruptible: bool = False) -> Play[Outcome]:
    """Let time pass, unless the leg goes down or, for interruptible actions, the call is updated.

    What happens to the other leg meanwhile is seen after the action.
    """
    gone = hang_up_of(leg)

    def ends(given: Input) -> bool:
        return gone(given) or (interruptible and isinstance(given, Updated))

    got = yield Wait(ends, seconds=seconds)
    if isinstance(got, HungUp | Updated):
        return Cut(got)
    return Done()


def _summary(action: Action, leg: Leg) -> str:
    shown = action.parameters.get("Text") or action.parameters.get("Uri")
    return f"{action.type} on {leg.tag}" + (f": {shown}" if shown else "")
