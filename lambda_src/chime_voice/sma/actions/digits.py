"""Actions that ask for digits, wait for them, or send some.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/speak-and-get-digits.html,
https://docs.aws.amazon.com/chime-sdk/latest/dg/play-audio-get-digits.html,
https://docs.aws.amazon.com/chime-sdk/latest/dg/listen-to-digits.html and
https://docs.aws.amazon.com/chime-sdk/latest/dg/send-digits.html
"""

from __future__ import annotations

from chime_voice.sma import limits
from chime_voice.sma.actions.action import Action, leg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from chime_voice.sma.actions.audio import AudioSource, Speech


class SpeakAndGetDigits(Action):
    """Say a text and collect digits. `CallEvent.received_digits` has them; without valid ones the action fails.

    Args:
        call_id: the leg that is asked; this action has no default for it.
        speech_parameters: the question.
        failure_speech_parameters: what is said after digits that are not valid; what it leaves out is as in the question.
            Without it, the question is asked again.
        repeat: how many times it asks, once by default.
        repeat_duration_in_milliseconds: how long it waits for digits before it asks again, 1 or more.
        input_digits_regex: what valid digits look like, from `^` to `$`: without these, a part that fits is enough.
        min_number_of_digits: 0 by default.
        max_number_of_digits: at most 128, which is the default. The guide says more than the minimum; its own example has
            both equal, so equal is allowed here.
        in_between_digits_duration_in_milliseconds: how long it waits for another digit; as long as for the first by default.
        terminator_digits: keys that end the input: 0 to 9, # and *; # by default.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        call_id: str,
        speech_parameters: Speech,
        repeat_duration_in_milliseconds: int,
        failure_speech_parameters: Speech | None = None,
        repeat: int | None = None,
        input_digits_regex: str | None = None,
        min_number_of_digits: int | None = None,
        max_number_of_digits: int | None = None,
        in_between_digits_duration_in_milliseconds: int | None = None,
        terminator_digits: Sequence[str] | None = None,
    ) -> None:
        super().__init__(
            CallId=limits.text("call_id", call_id),
            SpeechParameters=speech_parameters,
            FailureSpeechParameters=failure_speech_parameters,
            **_collecting(
                repeat=repeat,
                wait=repeat_duration_in_milliseconds,
                expression=input_digits_regex,
                fewest=min_number_of_digits,
                most=max_number_of_digits,
                in_between=in_between_digits_duration_in_milliseconds,
                terminators=terminator_digits,
            ),
        )


class PlayAudioAndGetDigits(Action):
    """Play a sound and collect digits. `CallEvent.received_digits` has them; without valid ones the action fails.

    Args:
        audio_source: the question.
        failure_audio_source: what is played after digits that are not valid.
        call_id: the leg that is asked.
        participant_tag: the same, as `LEG-A` or `LEG-B`.
        repeat: how many times it asks, once by default.
        repeat_duration_in_milliseconds: how long it waits for digits before it asks again, 1 or more.
        input_digits_regex: what valid digits look like, from `^` to `$`: without these, a part that fits is enough.
        min_number_of_digits: 0 by default.
        max_number_of_digits: at most 128, which is the default. The guide says more than the minimum; its own example has
            both equal, so equal is allowed here.
        in_between_digits_duration_in_milliseconds: how long it waits for another digit; as long as for the first by default.
        terminator_digits: keys that end the input: 0 to 9, # and *; # by default.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        audio_source: AudioSource,
        failure_audio_source: AudioSource,
        repeat_duration_in_milliseconds: int,
        call_id: str | None = None,
        participant_tag: str | None = None,
        repeat: int | None = None,
        input_digits_regex: str | None = None,
        min_number_of_digits: int | None = None,
        max_number_of_digits: int | None = None,
        in_between_digits_duration_in_milliseconds: int | None = None,
        terminator_digits: Sequence[str] | None = None,
    ) -> None:
        super().__init__(
            AudioSource=audio_source,
            FailureAudioSource=failure_audio_source,
            **leg(call_id, participant_tag),
            **_collecting(
                repeat=repeat,
                wait=repeat_duration_in_milliseconds,
                expression=input_digits_regex,
                fewest=min_number_of_digits,
                most=max_number_of_digits,
                in_between=in_between_digits_duration_in_milliseconds,
                terminators=terminator_digits,
            ),
        )


class ReceiveDigits(Action):
    """Listen for digits from now on, while the call goes on: each input that fits comes as `DIGITS_RECEIVED`.

    Digits that are pressed earlier are lost. The action itself succeeds at once, without digits.

    Args:
        input_digits_regex: what valid digits look like, from `^` to `$`: without these, a part that fits is enough.
        in_between_digits_duration_in_milliseconds: how long it waits for another digit, 1 or more.
        flush_digits_duration_in_milliseconds: how long after the first digit it sends what it has, whether that fits or
            not; more than `in_between_digits_duration_in_milliseconds`.
        call_id: the leg that is listened to.
        participant_tag: the same, as `LEG-A` or `LEG-B`.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        input_digits_regex: str,
        in_between_digits_duration_in_milliseconds: int,
        flush_digits_duration_in_milliseconds: int,
        call_id: str | None = None,
        participant_tag: str | None = None,
    ) -> None:
        between = limits.needed_number(
            "in_between_digits_duration_in_milliseconds", in_between_digits_duration_in_milliseconds, 1
        )
        flush = limits.needed_number("flush_digits_duration_in_milliseconds", flush_digits_duration_in_milliseconds, 1)
        if flush <= between:
            raise ValueError(
                "flush_digits_duration_in_milliseconds must be more than in_between_digits_duration_in_milliseconds"
            )
        super().__init__(
            InputDigitsRegex=limits.expression("input_digits_regex", input_digits_regex),
            InBetweenDigitsDurationInMilliseconds=between,
            FlushDigitsDurationInMilliseconds=flush,
            **leg(call_id, participant_tag),
        )


class SendDigits(Action):
    """Send tones to a leg, as if keys were pressed.

    Args:
        digits: 1 to 50 of 0 to 9, *, #, A to D; a comma waits for half a second.
        call_id: the leg that hears them; this action has no default for it.
        tone_duration_in_milliseconds: how long each tone is, 50 to 24000, 250 by default.
    """

    __slots__ = ()

    def __init__(self, *, digits: str, call_id: str, tone_duration_in_milliseconds: int | None = None) -> None:
        super().__init__(
            CallId=limits.text("call_id", call_id),
            Digits=limits.tones("digits", digits),
            ToneDurationInMilliseconds=limits.number(
                "tone_duration_in_milliseconds", tone_duration_in_milliseconds, 50, 24000
            ),
        )


def _collecting(
    *,
    repeat: int | None,
    wait: int,
    expression: str | None,
    fewest: int | None,
    most: int | None,
    in_between: int | None,
    terminators: Sequence[str] | None,
) -> dict[str, Any]:
    """The parameters that both ways to ask have in common."""
    fewest = limits.number("min_number_of_digits", fewest, 0, 128)
    most = limits.number("max_number_of_digits", most, 1, 128)
    if fewest is not None and most is not None and most < fewest:
        raise ValueError("max_number_of_digits must not be less than min_number_of_digits")
    return {
        "Repeat": limits.number("repeat", repeat, 1),
        "RepeatDurationInMilliseconds": limits.needed_number("repeat_duration_in_milliseconds", wait, 1),
        "InputDigitsRegex": None if expression is None else limits.expression("input_digits_regex", expression),
        "MinNumberOfDigits": fewest,
        "MaxNumberOfDigits": most,
        "InBetweenDigitsDurationInMilliseconds": limits.number(
            "in_between_digits_duration_in_milliseconds", in_between, 1
        ),
        "TerminatorDigits": limits.terminators("terminator_digits", terminators),
    }
