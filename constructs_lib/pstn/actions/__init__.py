"""The actions: what each checks, does and reports. A new one is a function in a module of its theme and a line in `PLAYED`.

- `parameters`: what the vocabulary allows
- `flow`, `sound`, `digits`, `recording`, `bridging`, `meetings`, `bots`
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from constructs_lib.pstn.actions import bots, digits, flow, meetings, recording, sound
from constructs_lib.pstn.actions.bridging import call_and_bridge
from constructs_lib.pstn.actions.parameters import check
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outcomes import ActionFailed, Results
from constructs_lib.pstn.responses import Action
from constructs_lib.pstn.signals import Play


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """How an action is played."""

    play: Callable[[Call, Leg, Mapping[str, Any]], Play[Results]]
    reports_mid_list: bool = False
    """Success is reported even when more actions follow."""


def perform(call: Call, action: Action, leg: Leg) -> Play[Results]:
    """Play one action on a leg.

    Raises:
        ActionFailed: the service would answer ACTION_FAILED.
        CutShort: it ended with a leg, or for an update.
    """
    call.note("action", _summary(action, leg), action.data(leg.call_id))
    if not leg.up:
        raise ActionFailed("InvalidActionParameter", f"{leg.tag} is down")
    check(action)
    if action.type in call.account_wide.action_failures:
        raise ActionFailed(*call.account_wide.action_failures[action.type])
    return (yield from PLAYED[action.type].play(call, leg, action.parameters))


PLAYED: dict[str, Kind] = {
    "CallAndBridge": Kind(play=call_and_bridge, reports_mid_list=True),
    "Hangup": Kind(play=flow.hang_up, reports_mid_list=True),
    "JoinChimeMeeting": Kind(play=meetings.join_chime_meeting, reports_mid_list=True),
    "ModifyChimeMeetingAttendees": Kind(play=meetings.modify_chime_meeting_attendees, reports_mid_list=True),
    "Pause": Kind(play=flow.pause),
    "PauseCallRecording": Kind(play=recording.pause_call_recording),
    "PlayAudio": Kind(play=sound.play_audio),
    "PlayAudioAndGetDigits": Kind(play=digits.play_audio_and_get_digits, reports_mid_list=True),
    "ReceiveDigits": Kind(play=digits.receive_digits),
    "RecordAudio": Kind(play=recording.record_audio, reports_mid_list=True),
    "ResumeCallRecording": Kind(play=recording.resume_call_recording),
    "SendDigits": Kind(play=digits.send_digits),
    "Speak": Kind(play=sound.speak),
    "SpeakAndGetDigits": Kind(play=digits.speak_and_get_digits),
    "StartBotConversation": Kind(play=bots.start_bot_conversation),
    "StartCallRecording": Kind(play=recording.start_call_recording),
    "StopCallRecording": Kind(play=recording.stop_call_recording),
    "VoiceFocus": Kind(play=sound.voice_focus),
}


def _summary(action: Action, leg: Leg) -> str:
    shown = action.parameters.get("Text") or action.parameters.get("Uri")
    return f"{action.type} on {leg.tag}" + (f": {shown}" if shown else "")
