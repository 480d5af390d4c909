"""The meetings of one account at one Region's endpoint, and what can be asked about them.

A meeting is one for each ClientRequestToken, an attendee one for each ExternalUserId of a meeting: both are idempotency
tokens (https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_meeting-chime_CreateMeeting.html and
API_meeting-chime_CreateAttendee.html). What a repeated request says otherwise is ignored here. A meeting lasts until it is
deleted; the real service also ends one that nobody is in.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from typing import Any

from constructs_lib.local.voice.errors import NotFound

Wire = dict[str, Any]

# Members of a meeting that it has from its request.
_GIVEN = ("MediaRegion", "MeetingHostId", "ExternalMeetingId", "MeetingFeatures", "PrimaryMeetingId", "TenantIds")
_EVERYTHING = {"Audio": "SendReceive", "Video": "SendReceive", "Content": "SendReceive"}
# Clients want addresses; nobody is there, and nobody ever will be: https://www.rfc-editor.org/rfc/rfc2606
_PLACEMENT = {
    "AudioHostUrl": "audio.meetings.invalid:3478",
    "AudioFallbackUrl": "wss://audio.meetings.invalid/calls",
    "SignalingUrl": "wss://signal.meetings.invalid/control",
    "TurnControlUrl": "https://turn.meetings.invalid/v2/turn_sessions",
    "EventIngestionUrl": "https://events.meetings.invalid/client-events",
}


class Meetings:
    """Each public method is an operation, named as in boto3: from the request's members to the answer's.

    Args:
        account: twelve digits.
        region: whose endpoint this is; the meeting's media may be elsewhere.
    """

    def __init__(self, account: str, region: str) -> None:
        self._account = account
        self._region = region
        self._meetings: dict[str, Wire] = {}
        self._by_token: dict[str, str] = {}
        self._attendees: dict[str, dict[str, Wire]] = {}

    def create_meeting(self, given: Mapping[str, Any]) -> Wire:
        """Make a meeting, or answer the one that was made with this token and is still there."""
        known = self._meetings.get(self._by_token.get(given["ClientRequestToken"], ""))
        if known:
            return {"Meeting": known}
        id_ = str(uuid.uuid4())
        meeting = {
            **{name: given.get(name) for name in _GIVEN},
            "MeetingId": id_,
            "MeetingArn": f"arn:aws:chime:{self._region}:{self._account}:meeting/{id_}",
            "MediaPlacement": _PLACEMENT,
        }
        self._meetings[id_], self._attendees[id_] = meeting, {}
        self._by_token[given["ClientRequestToken"]] = id_
        return {"Meeting": meeting}

    def get_meeting(self, given: Mapping[str, Any]) -> Wire:
        """Tell about a meeting."""
        return {"Meeting": self._meeting(given)}

    def delete_meeting(self, given: Mapping[str, Any]) -> None:
        """End a meeting. Calls that are in it are not told."""
        id_ = self._meeting(given)["MeetingId"]
        del self._meetings[id_], self._attendees[id_]

    def create_attendee(self, given: Mapping[str, Any]) -> Wire:
        """Let somebody in, with a token to join with."""
        attendees = self._attendees[self._meeting(given)["MeetingId"]]
        id_, user = str(uuid.uuid4()), given["ExternalUserId"]
        attendee = {
            "ExternalUserId": user,
            "AttendeeId": id_,
            "JoinToken": base64.b64encode(f"{id_}:{uuid.uuid4()}".encode()).decode(),
            "Capabilities": given.get("Capabilities", _EVERYTHING),
        }
        return {"Attendee": attendees.setdefault(user, attendee)}

    def _meeting(self, given: Mapping[str, Any]) -> Wire:
        meeting = self._meetings.get(given["MeetingId"])
        if meeting is None:
            raise NotFound(f"meeting {given['MeetingId']} does not exist in {self._region}")
        return meeting
