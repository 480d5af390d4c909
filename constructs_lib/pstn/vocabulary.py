"""What an answer may say: every action of the service with its parameters, their types and limits, played here or not.

Facts: the page of each action under https://docs.aws.amazon.com/chime-sdk/latest/dg/, listed at
https://docs.aws.amazon.com/chime-sdk/latest/dg/specify-actions.html.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import Literal

KEYS = "[0-9*#]"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Text:
    """A string that is not empty."""

    longest: int | None = None
    """Characters; None: no limit is known."""
    one_of: tuple[str, ...] = ()
    """Empty: any text."""
    pattern: str = ""
    """Of the whole text; empty: any."""
    looks: str = ""
    """The pattern in words."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Number:
    """A whole number, or that as text, which the service takes too."""

    low: int = 0
    high: int | None = None
    one_of: tuple[int, ...] = ()
    """Empty: any within the limits."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Flag:
    """True or false."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Items:
    """A list."""

    of: Type
    fewest: int = 0
    most: int | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pairs:
    """An object with names of the handler's own, and text for values."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shape:
    """An object with fields of these names."""

    required: Mapping[str, Type] = dataclasses.field(default_factory=dict)
    optional: Mapping[str, Type] = dataclasses.field(default_factory=dict)

    @functools.cached_property
    def fields(self) -> Mapping[str, Type]:
        """All of them."""
        return {**self.required, **self.optional}


Type = Text | Number | Flag | Items | Pairs | Shape


@dataclasses.dataclass(frozen=True, kw_only=True)
class ActionType(Shape):
    """An action's parameters, besides CallId and ParticipantTag, which every one takes."""

    leg: Literal["default", "documented as required"] = "default"
    """Whether the documentation lets CallId be left out. The service does: it takes the leg that was invoked about."""


E164 = Text(pattern=r"\+?[1-9][0-9]{1,14}", looks="a phone number in E.164 form, such as +12065550100")
BOT_ALIAS_ARN = Text(
    pattern=r"arn:[^:]+:lex:[^:]+:[0-9]{12}:bot-alias/[^/]+/[^/]+",
    looks="the ARN of a bot alias: arn:aws:lex:REGION:ACCOUNT:bot-alias/BOT/ALIAS",
)
USER_PART = r"[a-zA-Z0-9&=+$/%\-_!~*().]{1,36}"

_AUDIO = Shape(required={"Type": Text(one_of=("S3",)), "BucketName": Text(), "Key": Text()})
_KEY_LIST = Items(of=Text(pattern=KEYS, looks="one key: 0 to 9, * or #"))
_LOCATION = Text(
    pattern="[^:/]+(/.*)?", looks="a bucket's name, or that and a prefix, such as recordings/desk; no s3://"
)
_VOICE = {
    "Engine": Text(one_of=("standard", "neural")),
    "LanguageCode": Text(),
    "TextType": Text(one_of=("text", "ssml")),
    "VoiceId": Text(),
}
_SAID = {"Text": Text(longest=1000)}
_COLLECTED: dict[str, Type] = {
    "InputDigitsRegex": Text(),
    "MinNumberOfDigits": Number(high=128),
    "MaxNumberOfDigits": Number(low=1, high=128),
    "TerminatorDigits": _KEY_LIST,
    "InBetweenDigitsDurationInMilliseconds": Number(low=1),
    "Repeat": Number(low=1),
}
_WAIT = {"RepeatDurationInMilliseconds": Number(low=1)}
_ENDPOINT = Shape(
    required={"BridgeEndpointType": Text(one_of=("PSTN", "AWS")), "Uri": Text()},
    optional={"Arn": Text()},
)
_MESSAGE = Shape(required={"Content": Text(), "ContentType": Text(one_of=("PlainText", "SSML"))})
_SESSION = Shape(
    optional={
        "SessionAttributes": Pairs(),
        "DialogAction": Shape(required={"Type": Text(one_of=("Delegate", "ElicitIntent"))}),
    }
)

ACTIONS: dict[str, ActionType] = {
    "CallAndBridge": ActionType(
        required={"CallerIdNumber": E164, "Endpoints": Items(of=_ENDPOINT, fewest=1, most=1)},
        optional={"CallTimeoutSeconds": Number(low=1, high=120), "RingbackTone": _AUDIO, "SipHeaders": Pairs()},
    ),
    "Hangup": ActionType(optional={"SipResponseCode": Number(one_of=(0, 480, 486))}),
    "JoinChimeMeeting": ActionType(required={"JoinToken": Text()}, optional={"MeetingId": Text()}),
    "ModifyChimeMeetingAttendees": ActionType(
        required={
            "Operation": Text(one_of=("Mute", "Unmute")),
            "MeetingId": Text(),
            "AttendeeList": Items(of=Text(), fewest=1, most=100),
        }
    ),
    "Pause": ActionType(required={"DurationInMilliseconds": Number(low=100, high=30_000)}),
    "PauseCallRecording": ActionType(leg="documented as required"),
    "PlayAudio": ActionType(
        required={"AudioSource": _AUDIO}, optional={"PlaybackTerminators": _KEY_LIST, "Repeat": Number(low=1)}
    ),
    "PlayAudioAndGetDigits": ActionType(
        required={"AudioSource": _AUDIO, "FailureAudioSource": _AUDIO, **_WAIT}, optional=_COLLECTED
    ),
    "ReceiveDigits": ActionType(
        required={
            "InputDigitsRegex": Text(),
            "InBetweenDigitsDurationInMilliseconds": Number(low=1),
            "FlushDigitsDurationInMilliseconds": Number(low=1),
        }
    ),
    "RecordAudio": ActionType(
        required={
            "RecordingDestination": Shape(
                required={"Type": Text(one_of=("S3",)), "BucketName": Text()},
                optional={
                    "Prefix": Text(
                        longest=979, pattern=r"[a-zA-Z0-9!\-_.*'()/]*", looks="letters, digits and !-_.*'()/ only"
                    )
                },
            ),
            "RecordingTerminators": _KEY_LIST,
        },
        optional={
            "DurationInSeconds": Number(low=1),
            "SilenceDurationInSeconds": Number(low=1, high=1000),
            "SilenceThreshold": Number(low=1, high=1000),
        },
    ),
    "ResumeCallRecording": ActionType(leg="documented as required"),
    "SendDigits": ActionType(
        required={"Digits": Text(longest=50, pattern="[0-9*#A-D,]*", looks="0 to 9, *, #, A to D and commas only")},
        optional={"ToneDurationInMilliseconds": Number(low=50, high=24_000)},
        leg="documented as required",
    ),
    "Speak": ActionType(required=_SAID, optional=_VOICE, leg="documented as required"),
    "SpeakAndGetDigits": ActionType(
        required={"SpeechParameters": Shape(required=_SAID, optional=_VOICE), **_WAIT},
        optional={"FailureSpeechParameters": Shape(required=_SAID, optional=_VOICE), **_COLLECTED},
        leg="documented as required",
    ),
    "StartBotConversation": ActionType(
        required={"BotAliasArn": BOT_ALIAS_ARN},
        optional={
            "LocaleId": Text(),
            "Configuration": Shape(optional={"SessionState": _SESSION, "WelcomeMessages": Items(of=_MESSAGE)}),
        },
    ),
    "StartCallRecording": ActionType(
        required={
            "Track": Text(one_of=("BOTH", "INCOMING", "OUTGOING")),
            "Destination": Shape(required={"Type": Text(one_of=("S3",)), "Location": _LOCATION}),
        },
        leg="documented as required",
    ),
    "StopCallRecording": ActionType(leg="documented as required"),
    "VoiceFocus": ActionType(required={"Enable": Flag()}, leg="documented as required"),
}

LEG = {"CallId": Text(), "ParticipantTag": Text(one_of=("LEG-A", "LEG-B"))}
