"""What happened in a call, entry by entry."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

What = Literal[
    "call",  # how it came in, or went out
    "rule",  # the SIP rule that matched, or that none did
    "attempt",  # a target is tried
    "failover",  # why a target did not take the call
    "event",  # the function is invoked
    "reply",  # what it answered
    "action",  # an action begins
    "failed",  # an action failed
    "leg",  # a leg rings, is answered, is down
    "warning",  # accepted, but not as documented
    "ended",
]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened."""

    time: float
    """Seconds since the epoch, as the call's own time goes."""
    region: str
    """Where; empty outside of any Region."""
    what: What
    detail: str
    """In words."""
    data: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """The event, action or answer itself."""

    def to_dict(self) -> dict[str, Any]:
        """As JSON, without the data: events, answers and actions are in the record of a call beside the timeline."""
        return {"time": self.time, "region": self.region, "what": self.what, "detail": self.detail}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Heard:
    """Something that a party heard."""

    time: float
    region: str
    leg: str
    kind: Literal["speech", "audio"]
    content: str
    """The text, or the audio file as BUCKET/KEY."""

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return dataclasses.asdict(self)
