"""The vocabulary of calls: what the service tells a SIP media application's function, and what it can be told to do.

It imports next to nothing, and of itself only what a handler uses, since a caller waits while a function starts; that
is why its values are written by hand and are not dataclasses, and why names are loaded when they are first asked for.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/pstn-invocations.html and the pages named at each action.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from chime_voice.sma.actions.action import Action
    from chime_voice.sma.actions.audio import AudioSource, PlayAudio, Speak, Speech, VoiceFocus
    from chime_voice.sma.actions.bots import BotConfiguration, StartBotConversation, WelcomeMessage
    from chime_voice.sma.actions.digits import PlayAudioAndGetDigits, ReceiveDigits, SendDigits, SpeakAndGetDigits
    from chime_voice.sma.actions.flow import Hangup, Pause
    from chime_voice.sma.actions.legs import CallAndBridge, PstnEndpoint, VoiceConnectorEndpoint
    from chime_voice.sma.actions.meetings import JoinChimeMeeting, ModifyChimeMeetingAttendees
    from chime_voice.sma.actions.recording import (
        CallRecordingDestination,
        PauseCallRecording,
        RecordAudio,
        RecordingDestination,
        ResumeCallRecording,
        StartCallRecording,
        StopCallRecording,
    )
    from chime_voice.sma.calls import Calls, FailOver
    from chime_voice.sma.event import CallEvent
    from chime_voice.sma.parts import Participant, Recording
    from chime_voice.sma.response import hang_up_all, keep_actions, respond

_MODULES = {
    "Action": "actions.action",
    "AudioSource": "actions.audio",
    "BotConfiguration": "actions.bots",
    "CallAndBridge": "actions.legs",
    "CallEvent": "event",
    "CallRecordingDestination": "actions.recording",
    "Calls": "calls",
    "FailOver": "calls",
    "Hangup": "actions.flow",
    "JoinChimeMeeting": "actions.meetings",
    "ModifyChimeMeetingAttendees": "actions.meetings",
    "Participant": "parts",
    "Pause": "actions.flow",
    "PauseCallRecording": "actions.recording",
    "PlayAudio": "actions.audio",
    "PlayAudioAndGetDigits": "actions.digits",
    "PstnEndpoint": "actions.legs",
    "ReceiveDigits": "actions.digits",
    "RecordAudio": "actions.recording",
    "Recording": "parts",
    "RecordingDestination": "actions.recording",
    "ResumeCallRecording": "actions.recording",
    "SendDigits": "actions.digits",
    "Speak": "actions.audio",
    "SpeakAndGetDigits": "actions.digits",
    "Speech": "actions.audio",
    "StartBotConversation": "actions.bots",
    "StartCallRecording": "actions.recording",
    "StopCallRecording": "actions.recording",
    "VoiceConnectorEndpoint": "actions.legs",
    "VoiceFocus": "actions.audio",
    "WelcomeMessage": "actions.bots",
    "hang_up_all": "response",
    "keep_actions": "response",
    "respond": "response",
}

__all__ = [
    "Action",
    "AudioSource",
    "BotConfiguration",
    "CallAndBridge",
    "CallEvent",
    "CallRecordingDestination",
    "Calls",
    "FailOver",
    "Hangup",
    "JoinChimeMeeting",
    "ModifyChimeMeetingAttendees",
    "Participant",
    "Pause",
    "PauseCallRecording",
    "PlayAudio",
    "PlayAudioAndGetDigits",
    "PstnEndpoint",
    "ReceiveDigits",
    "RecordAudio",
    "Recording",
    "RecordingDestination",
    "ResumeCallRecording",
    "SendDigits",
    "Speak",
    "SpeakAndGetDigits",
    "Speech",
    "StartBotConversation",
    "StartCallRecording",
    "StopCallRecording",
    "VoiceConnectorEndpoint",
    "VoiceFocus",
    "WelcomeMessage",
    "hang_up_all",
    "keep_actions",
    "respond",
]


if not TYPE_CHECKING:  # or else a misspelt name would be an object to a type checker

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        # Not importlib, which a process that only starts has not loaded yet.
        value = getattr(__import__(f"{__name__}.{_MODULES[name]}", fromlist=[name]), name)
        globals()[name] = value  # asked for once
        return value


def __dir__() -> list[str]:
    return __all__
