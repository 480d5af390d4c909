"""A question for digits, spoken or played."""

from __future__ import annotations

from chime_voice.handlers import _parameters, _prompts
from chime_voice.sma import PlayAudioAndGetDigits, SpeakAndGetDigits, Speech

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ACTIONS = ("SpeakAndGetDigits", "PlayAudioAndGetDigits")
"""What `ask` makes: the types of the actions that the service then reports on."""

_SECONDS = 5
"""How long a caller may think before the question comes again."""


def ask(
    question: tuple[str, str], failure: tuple[str, str], call_id: str, **collecting: Any
) -> SpeakAndGetDigits | PlayAudioAndGetDigits:
    """A question for digits, and what follows on digits that are not valid: each a prompt's name and its default text.

    A question with a sound plays it again on digits that are not valid where those have no sound; a question without one
    is spoken, and so is the rest.

    Args:
        question: asked first.
        failure: said in between.
        call_id: the leg that is asked.
        collecting: what `SpeakAndGetDigits` takes besides; it waits for five seconds by default.
    """
    collecting.setdefault("repeat_duration_in_milliseconds", _SECONDS * 1000)
    asked = _prompts.sound_of(question[0])
    if asked is not None:
        failed = _prompts.sound_of(failure[0]) or asked
        return PlayAudioAndGetDigits(audio_source=asked, failure_audio_source=failed, call_id=call_id, **collecting)
    return SpeakAndGetDigits(
        speech_parameters=Speech(text=_parameters.text(*question)),
        failure_speech_parameters=Speech(text=_parameters.text(*failure)),
        call_id=call_id,
        **collecting,
    )
