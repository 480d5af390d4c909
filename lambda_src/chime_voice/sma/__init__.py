"""The vocabulary of calls: what the service tells a SIP media application's function, and what it can be told to do.

It imports next to nothing, since a caller waits while a function starts; that is why its values are written by hand and
are not dataclasses.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/pstn-invocations.html and the pages named at each action.
"""

from chime_voice.sma.actions import (
    Action,
    AudioSource,
    CallAndBridge,
    Hangup,
    Pause,
    PlayAudio,
    PstnEndpoint,
    Speak,
    VoiceConnectorEndpoint,
)
from chime_voice.sma.calls import Calls
from chime_voice.sma.event import CallEvent, Participant
from chime_voice.sma.response import keep_actions, respond

__all__ = [
    "Action",
    "AudioSource",
    "CallAndBridge",
    "CallEvent",
    "Calls",
    "Hangup",
    "Participant",
    "Pause",
    "PlayAudio",
    "PstnEndpoint",
    "Speak",
    "VoiceConnectorEndpoint",
    "keep_actions",
    "respond",
]
