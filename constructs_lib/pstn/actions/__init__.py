"""The actions: what each checks, does and reports. A new one is a function in a module of its theme and a line in `PLAYED`.

- `parameters`: what is refused
- `flow`, `sound`, `digits`, `recording`, `bridging`, `meetings`, `bots`
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Literal

from constructs_lib.pstn.actions import bots, digits, flow, meetings, recording, sound
from constructs_lib.pstn.actions.bridging import call_and_bridge
from constructs_lib.pstn.actions.parameters import check
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outcomes import ActionFailed, Results
from constructs_lib.pstn.policy import Policy
from constructs_lib.pstn.responses import Action
from constructs_lib.pstn.signals import Play


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """How an action is played."""

    play: Callable[[Call, Leg, Mapping[str, Any]], Play[Results]]
    mid_list_success: Literal["no", "yes", "unknown"] = "no"
    """Whether success is reported even when more actions follow."""

    def reports(self, policy: Policy) -> bool:
        """Whether success is reported while more actions follow."""
        by_policy = {"no": False, "yes": policy.mid_list_success, "unknown": policy.mid_list_success_of_newer_actions}
        return by_policy[self.mid_list_success]


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
    "CallAndBridge": Kind(play=call_and_bridge, mid_list_success="yes"),
    "Hangup": Kind(play=flow.hang_up),
    "JoinChimeMeeting": Kind(play=meetings.join_chime_meeting, mid_list_success="yes"),
    "ModifyChimeMeetingAttendees": Kind(play=meetings.modify_chime_meeting_attendees, mid_list_success="yes"),
    "Pause": Kind(play=flow.pause),
    "PauseCallRecording": Kind(play=recording.pause_call_recording),
    "PlayAudio": Kind(play=sound.play_audio),
    "PlayAudioAndGetDigits": Kind(play=digits.play_audio_and_get_digits, mid_list_success="yes"),
    "ReceiveDigits": Kind(play=digits.receive_digits),
    "RecordAudio": Kind(play=recording.record_audio, mid_list_success="yes"),
    "ResumeCallRecording": Kind(play=recording.resume_call_recording),
    "SendDigits": Kind(play=digits.send_digits),
    "Speak": Kind(play=sound.speak),
    "SpeakAndGetDigits": Kind(play=digits.speak_and_get_digits, mid_list_success="unknown"),
    "StartBotConversation": Kind(play=bots.start_bot_conversation, mid_list_success="unknown"),
    "StartCallRecording": Kind(play=recording.start_call_recording),
    "StopCallRecording": Kind(play=recording.stop_call_recording),
    "VoiceFocus": Kind(play=sound.voice_focus),
}


def _summary(action: Action, leg: Leg) -> str:
    speech = action.parameters.get("SpeechParameters")
    said = (speech if isinstance(speech, dict) else action.parameters).get("Text")
    return f"{action.type} on {leg.tag}" + (f": {said}" if said else "")
