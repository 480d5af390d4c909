"""What went to the functions of a call, and what came back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

from constructs_lib.pstn.invoking import Kind
from constructs_lib.routing.model import Target


@dataclasses.dataclass(frozen=True, kw_only=True)
class Exchange:
    """One event and its answer."""

    time: float
    """When the answer came, or nobody waited for it any more; seconds since the epoch."""
    region: str
    function: str
    """The function's name."""
    event: Mapping[str, Any]
    kind: Kind
    """How the invocation went."""
    answer: Any
    """None when there was none."""
    error: str
    """Why there is no answer."""
    seconds: float
    """How long the function took."""
    read: bool
    """Whether the service goes by the actions of the answer."""
    entries: int
    """How long the timeline was by then."""

    @property
    def type(self) -> str:
        """InvocationEventType."""
        return str(self.event["InvocationEventType"])

    @property
    def sequence(self) -> int:
        """Of the event."""
        return int(self.event["Sequence"])

    @property
    def actions(self) -> list[Any]:
        """The actions answered; empty when there are none, or the answer is no response."""
        given = self.answer.get("Actions") if isinstance(self.answer, dict) else None
        return given if isinstance(given, list) else []

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "time": self.time,
            "region": self.region,
            "function": self.function,
            "type": self.type,
            "sequence": self.sequence,
            "event": dict(self.event),
            "outcome": self.kind,
            "answer": self.answer,
            "error": self.error,
            "seconds": self.seconds,
            "read": self.read,
        }


@dataclasses.dataclass(kw_only=True)
class Attempt:
    """One target that was asked to take the call."""

    target: Target
    outcome: Literal["answered", "failed-over", "failed"] = "answered"
    """`answered`: its function took the call, be it to refuse the caller. `failed-over`: the next target was tried.
    `failed`: it did not take the call, and nobody else was asked."""
    reason: str = ""
    """Why it did not take the call."""

    def fail(self, reason: str) -> None:
        """It did not take the call."""
        self.outcome, self.reason = "failed", reason

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        function = self.target.function
        return {
            "priority": self.target.priority,
            "region": self.target.region,
            "application": self.target.application_name or self.target.application_id,
            "application_id": self.target.application_id,
            "function": function.name if function else None,
            "outcome": self.outcome,
            "reason": self.reason,
        }
