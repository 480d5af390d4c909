"""What a meeting needs of AWS: a secret with PINs, and a service that makes one meeting a name."""

from __future__ import annotations

import json
from typing import Any

SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:pins-AbCdEf"
PIN = "471108"
PINS = {PIN: "weekly-review", "471109": "all-hands"}


class Aws:
    """Both services as a client of boto3."""

    def __init__(self) -> None:
        self.name = SECRET
        self.secret = json.dumps(PINS)
        self.meetings: dict[str, str] = {}
        self.attendees: list[tuple[str, str]] = []

    def get_secret_value(self, **asked: str) -> dict[str, Any]:
        assert asked == {"SecretId": self.name}
        return {"SecretString": self.secret}

    def create_meeting(self, **asked: str) -> dict[str, Any]:
        assert asked["MediaRegion"]
        assert asked["ExternalMeetingId"] == asked["ClientRequestToken"]
        meeting_id = self.meetings.setdefault(asked["ClientRequestToken"], f"meeting-{len(self.meetings)}")
        return {"Meeting": {"MeetingId": meeting_id}}

    def create_attendee(self, **asked: str) -> dict[str, Any]:
        self.attendees.append((asked["MeetingId"], asked["ExternalUserId"]))
        return {"Attendee": {"AttendeeId": "a", "JoinToken": f"token-{len(self.attendees)}"}}
