"""Speak, PlayAudio and VoiceFocus, and how prompts sound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.actions.parameters import keys, number
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outcomes import NOTHING, ActionFailed, Results, pick_up, pressed, wait
from constructs_lib.pstn.signals import Play

VOICE_FOCUS_A_SECOND = 5
"""Of an account; https://docs.aws.amazon.com/chime-sdk/latest/dg/voice-focus.html."""


def speak(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Speech, not interruptible; answers the call."""
    yield from pick_up(call, leg)
    yield from wait(call, leg, hear_speech(call, leg, parameters))
    return NOTHING


def play_audio(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """An audio file, interruptible, and ended by one of its terminators; answers the call."""
    yield from pick_up(call, leg)
    seconds = number(parameters, "Repeat", 1) * hear_audio(call, leg, parameters["AudioSource"])
    terminators = pressed(leg, keys(parameters, "PlaybackTerminators"))
    yield from wait(call, leg, seconds, wants=terminators, interruptible=True)
    return NOTHING


def voice_focus(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Noise suppression, on or off; at most five a second in an account."""
    del leg, parameters
    yield from ()
    if not call.account_wide.rate.passes("VoiceFocus", call.now(), VOICE_FOCUS_A_SECOND):
        raise ActionFailed(
            "ActionExecutionThrottled", f"more than {VOICE_FOCUS_A_SECOND} VoiceFocus actions a second in the account"
        )
    return NOTHING


def hear_speech(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> float:
    """Let the far end hear a text; how long that takes, in seconds."""
    text = parameters["Text"]
    call.hear(leg, "speech", text)
    spoken = re.sub(r"<[^>]*>", "", text) if parameters.get("TextType") == "ssml" else text
    return len(spoken) / call.policy.speech_characters_per_second


def hear_audio(call: Call, leg: Leg, source: Mapping[str, Any]) -> float:
    """Let the far end hear an audio file; how long that takes once, in seconds."""
    call.hear(leg, "audio", f"{source['BucketName']}/{source['Key']}")
    return call.policy.audio_seconds
