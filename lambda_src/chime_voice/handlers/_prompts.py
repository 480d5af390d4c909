"""What a caller hears: a text that is spoken, or a sound in its place.

The sound of `text` is `audio`, that of `thanks_text` is `thanks_audio`: a key in the bucket `prompts`.
"""

from __future__ import annotations

from chime_voice.handlers import _parameters
from chime_voice.sma import (
    AudioSource,
    Hangup,
    PlayAudio,
    Speak,
    respond,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from chime_voice.sma import CallEvent


def problems(parameters: Mapping[str, Any], *names: str) -> list[str]:
    """What is wrong with the texts of these names."""
    from chime_voice.handlers._checks import problems_of
    from chime_voice.sma import limits

    given = {name: _parameters.at_its_longest(parameters[name]) for name in names if name in parameters}
    return problems_of(*(lambda n=name, t=text: limits.text(n, t, 1000) for name, text in given.items()))


def say(name: str, default: str, call_id: str) -> Speak | PlayAudio:
    """A prompt by its name, for one leg; the default text where it was given neither text nor sound."""
    found = sound_of(name)
    if found is not None:
        return PlayAudio(audio_source=found, call_id=call_id)
    return Speak(text=_parameters.text(name, default), call_id=call_id)


def end(call: CallEvent, name: str, default: str) -> dict[str, Any]:
    """Say a prompt to the one whom the call began with, and hang up; what was kept with the call is cleared."""
    leg = call.leg_a.call_id
    return respond(say(name, default, leg), Hangup(call_id=leg), attributes={})


def sound_of(prompt: str) -> AudioSource | None:
    """The sound in place of a text, where there is one."""
    return sound(prompt.removesuffix("text") + "audio")


def sound(name: str) -> AudioSource | None:
    """The sound in a parameter, such as `ringback_audio`, where there are one and its bucket."""
    bucket, key = _parameters.text("prompts"), _parameters.text(name)
    return AudioSource(bucket_name=bucket, key=key) if bucket and key else None
