"""JoinChimeMeeting and ModifyChimeMeetingAttendees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outcomes import NOTHING, ActionFailed, Results, pick_up
from constructs_lib.pstn.signals import Play

MEETINGS = "+17035550122"
"""What the leg to a meeting comes from, in the service's examples."""


def join_chime_meeting(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Connect a call that has no second leg with a meeting, which becomes LEG-B. Answers the call."""
    if call.leg_b is not None and call.leg_b.up:
        raise ActionFailed("InvalidActionParameter", "a bridged call cannot join a meeting")
    yield from pick_up(call, leg)
    call.leg_b = Leg(
        call_id=call.new_id(), tag="LEG-B", to="SMA", from_=MEETINGS, direction="Outbound", started=call.now(),
        status="Connected", meeting=str(parameters.get("MeetingId") or "unnamed"),
    )  # fmt: skip
    call.note("leg", f"LEG-B is in the meeting {call.leg_b.meeting}")
    return NOTHING


def modify_chime_meeting_attendees(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Mute or unmute attendees of the meeting that the call is in. Who attends it is not known here."""
    del leg
    yield from ()
    there = call.leg_b.meeting if call.leg_b is not None and call.leg_b.up else ""
    if not there:
        raise ActionFailed(
            "InvalidActionParameter",
            "the call is not connected to a meeting",
            remedy="answer with it after JoinChimeMeeting has succeeded",
            ErrorList=[],
        )
    if there not in ("unnamed", parameters["MeetingId"]):
        raise ActionFailed(
            "InvalidActionParameter",
            f"the call is in the meeting {there}",
            remedy="give the MeetingId that JoinChimeMeeting had",
            ErrorList=[],
        )
    return NOTHING
