"""Actions that a caller hears.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/speak.html,
https://docs.aws.amazon.com/chime-sdk/latest/dg/play-audio.html and
https://docs.aws.amazon.com/chime-sdk/latest/dg/voice-focus.html
"""

from __future__ import annotations

from chime_voice.sma import limits
from chime_voice.sma.actions.action import Action, leg
from chime_voice.sma.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class AudioSource(Value):
    """A sound in a bucket of the same account: PCM WAV, at most 50 MB.

    Args:
        bucket_name: the bucket; it must let `voiceconnector.chime.amazonaws.com` read it.
        key: the object, of content type `audio/wav`.
    """

    __slots__ = ()

    def __init__(self, *, bucket_name: str, key: str) -> None:
        super().__init__(Type="S3", BucketName=limits.text("bucket_name", bucket_name), Key=limits.text("key", key))


class Speech(Value):
    """What is said and how, inside of another action.

    Args:
        text: at most 1000 characters.
        engine: `standard`, the default, or `neural`; not every voice has both.
        language_code: such as `en-US`; the voice's own by default.
        text_type: `text`, the default, or `ssml`.
        voice_id: of Amazon Polly, `Joanna` by default.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        text: str,
        engine: str | None = None,
        language_code: str | None = None,
        text_type: str | None = None,
        voice_id: str | None = None,
    ) -> None:
        super().__init__(
            Text=limits.text("text", text, 1000),
            Engine=limits.word("engine", engine, "standard", "neural"),
            LanguageCode=limits.optional_text("language_code", language_code),
            TextType=limits.word("text_type", text_type, "text", "ssml"),
            VoiceId=limits.optional_text("voice_id", voice_id),
        )


class Speak(Action):
    """Say a text. Answers a call that is not answered yet.

    Args:
        text: at most 1000 characters.
        call_id: the leg that hears it; this action has no default for it.
        engine: `standard`, the default, or `neural`; not every voice has both.
        language_code: such as `en-US`; the voice's own by default.
        text_type: `text`, the default, or `ssml`.
        voice_id: of Amazon Polly, `Joanna` by default.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        text: str,
        call_id: str,
        engine: str | None = None,
        language_code: str | None = None,
        text_type: str | None = None,
        voice_id: str | None = None,
    ) -> None:
        super().__init__(
            Text=limits.text("text", text, 1000),
            CallId=limits.text("call_id", call_id),
            Engine=limits.word("engine", engine, "standard", "neural"),
            LanguageCode=limits.optional_text("language_code", language_code),
            TextType=limits.word("text_type", text_type, "text", "ssml"),
            VoiceId=limits.optional_text("voice_id", voice_id),
        )


class PlayAudio(Action):
    """Play a sound. Answers a call that is not answered yet; a call update interrupts it.

    Args:
        audio_source: the sound.
        playback_terminators: keys that stop it: 0 to 9, # and *; none by default.
        repeat: how many times it is played, once by default.
        call_id: the leg that hears it.
        participant_tag: the same, as `LEG-A` or `LEG-B`.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        audio_source: AudioSource,
        playback_terminators: Sequence[str] | None = None,
        repeat: int | None = None,
        call_id: str | None = None,
        participant_tag: str | None = None,
    ) -> None:
        super().__init__(
            AudioSource=audio_source,
            PlaybackTerminators=limits.terminators("playback_terminators", playback_terminators),
            Repeat=limits.number("repeat", repeat, 1),
            **leg(call_id, participant_tag),
        )


class VoiceFocus(Action):
    """Take the noise out of what a leg says, or leave it in again. It costs extra; an account has 5 of them a second.

    Args:
        enable: whether noise is taken out.
        call_id: the leg whose noise it is; this action has no default for it.
    """

    __slots__ = ()

    def __init__(self, *, enable: bool, call_id: str) -> None:
        super().__init__(Enable=limits.whether("enable", enable), CallId=limits.text("call_id", call_id))
