"""Actions that bring a call into a meeting.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/join-chime-meeting.html and
https://docs.aws.amazon.com/chime-sdk/latest/dg/mute-unmute.html
"""

from __future__ import annotations

from chime_voice.sma import limits
from chime_voice.sma.actions.action import Action, leg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class JoinChimeMeeting(Action):
    """Bring a call into an Amazon Chime SDK meeting, as a second leg. Not a call that is bridged.

    Args:
        join_token: of the attendee, from CreateAttendee.
        meeting_id: of a meeting that was made with the `chime-sdk-meetings` API, which needs it.
        call_id: the leg that joins.
        participant_tag: the same, as `LEG-A`.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        join_token: str,
        meeting_id: str | None = None,
        call_id: str | None = None,
        participant_tag: str | None = None,
    ) -> None:
        super().__init__(
            JoinToken=limits.text("join_token", join_token),
            MeetingId=limits.optional_text("meeting_id", meeting_id),
            CallId=limits.optional_text("call_id", call_id),
            ParticipantTag=limits.word("participant_tag", participant_tag, "LEG-A"),
        )


class ModifyChimeMeetingAttendees(Action):
    """Mute or unmute attendees of the meeting that the call is in.

    Args:
        operation: `Mute` or `Unmute`.
        meeting_id: the meeting.
        attendee_list: 1 to 100 attendee ids.
        call_id: the leg in the meeting.
        participant_tag: the same, as `LEG-A` or `LEG-B`; the meeting is usually `LEG-B`.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        operation: str,
        meeting_id: str,
        attendee_list: Sequence[str],
        call_id: str | None = None,
        participant_tag: str | None = None,
    ) -> None:
        super().__init__(
            Operation=limits.one_of("operation", operation, "Mute", "Unmute"),
            MeetingId=limits.text("meeting_id", meeting_id),
            AttendeeList=limits.texts("attendee_list", attendee_list, 1, 100),
            **leg(call_id, participant_tag),
        )
