"""What a call can be told to do, one class an action, under the service's names."""

from chime_voice.sma.actions.action import Action
from chime_voice.sma.actions.audio import AudioSource, PlayAudio, Speak
from chime_voice.sma.actions.flow import Hangup, Pause
from chime_voice.sma.actions.legs import CallAndBridge, PstnEndpoint, VoiceConnectorEndpoint

__all__ = [
    "Action",
    "AudioSource",
    "CallAndBridge",
    "Hangup",
    "Pause",
    "PlayAudio",
    "PstnEndpoint",
    "Speak",
    "VoiceConnectorEndpoint",
]
