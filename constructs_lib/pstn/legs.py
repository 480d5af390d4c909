"""Legs: the service's connections with the parties of a call."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

Direction = Literal["Inbound", "Outbound"]
Status = Literal["Connected", "Disconnected"]


@dataclasses.dataclass(kw_only=True, eq=False)
class Leg:
    """One connection; its direction is seen from the application."""

    call_id: str
    tag: str
    """LEG-A, or LEG-B for a bridged party."""
    to: str
    from_: str
    direction: Direction
    started: float
    status: Status | None = None
    """None until it is answered: the service's first events have no Status."""
    sip_headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    to_connector: bool = False
    """Whether it leads to the system behind a Voice Connector rather than into the telephone network."""
    answered: float | None = None
    """When, in seconds since the epoch; None if it never was."""
    ended: float | None = None
    """When; None while it is up."""

    @property
    def up(self) -> bool:
        """Ringing or connected."""
        return self.status != "Disconnected"

    def participant(self) -> dict[str, Any]:
        """The leg as CallDetails shows it."""
        shown: dict[str, Any] = {
            "CallId": self.call_id,
            "ParticipantTag": self.tag,
            "To": self.to,
            "From": self.from_,
            "Direction": self.direction,
            "StartTimeInMilliseconds": str(int(self.started * 1000)),
        }
        if self.status:
            shown["Status"] = self.status
        if self.sip_headers:
            shown["SipHeaders"] = dict(self.sip_headers)
        return shown
