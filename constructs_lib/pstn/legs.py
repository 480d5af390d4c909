"""Legs: the service's connections with the parties of a call."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Mapping
from typing import Any, Literal

Direction = Literal["Inbound", "Outbound"]
Status = Literal["Connected", "Disconnected"]


class Recording(enum.Enum):
    """Of a whole leg; the value says what was done with it last."""

    NEVER = "was never started"
    ON = "is on"
    PAUSED = "is paused"
    STOPPED = "was stopped"


@dataclasses.dataclass(kw_only=True)
class Listener:
    """ReceiveDigits on a leg."""

    matches: Callable[[str], object]
    between: float
    """Seconds without a key after which the digits are looked at."""
    flush: float
    """Seconds after the first key after which the function is told of them in any case."""
    parameters: Mapping[str, Any]
    """Of the action."""
    digits: str = ""
    """Since the function was told last."""
    told: int = 0
    """How often it was."""


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
    connector: str = ""
    """The ARN of the Voice Connector that it goes through, to the system behind it; empty: to the telephone network."""
    meeting: str = ""
    """The meeting that it leads to; empty if it leads to a party."""
    sends_headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the far end is sent."""
    recording: Recording = Recording.NEVER
    listener: Listener | None = None
    answered: float | None = None
    """When, in seconds since the epoch; None if it never was."""
    ended: float | None = None
    """When; None while it is up."""

    @property
    def up(self) -> bool:
        """Ringing or connected."""
        return self.status != "Disconnected"

    def participant(self, *, left: bool = False) -> dict[str, Any]:
        """The leg as CallDetails shows it.

        Args:
            left: its far end is gone, which the call has not dealt with yet.
        """
        shown: dict[str, Any] = {
            "CallId": self.call_id,
            "ParticipantTag": self.tag,
            "To": self.to,
            "From": self.from_,
            "Direction": self.direction,
            "StartTimeInMilliseconds": str(int(self.started * 1000)),
        }
        status = "Disconnected" if left else self.status
        if status:
            shown["Status"] = status
        if self.sip_headers:
            shown["SipHeaders"] = dict(self.sip_headers)
        return shown
