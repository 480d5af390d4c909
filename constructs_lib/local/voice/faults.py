"""Faults on request: which call, what happens to it."""

from __future__ import annotations

import dataclasses
import fnmatch
from typing import Literal

from constructs_lib.local.voice.errors import ERRORS, ServiceFailure, ServiceUnavailable, Throttled, VoiceError
from constructs_lib.local.voice.model import Operation
from constructs_lib.local.voice.wire import NoAnswer

Kind = Literal[
    "throttle",  # 429, nothing happens
    "refuse",  # the error named by `code`, nothing happens
    "error_before",  # 500, nothing happens
    "error_after",  # 500, although it was done
    "timeout_before",  # no answer within the client's patience, nothing happens
    "timeout_after",  # no answer, although it was done
    "closed_before",  # the connection breaks, nothing happens
    "closed_after",  # the connection breaks, although it was done
    "latency",  # an answer, `seconds` later
    "region_down",  # nobody listens
]
KINDS: tuple[str, ...] = Kind.__args__  # type: ignore[attr-defined]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault, in wait for its calls.

    Args:
        kind: what happens.
        operation: a shell pattern of operation names, as `Create*`.
        region: a shell pattern of endpoint Regions.
        count: how many calls it hits; None for all until it is cleared.
        skip: how many matching calls pass before the first is hit.
        seconds: for `latency`.
        code: for `refuse`, as `AccessDeniedException`; passes by the operations that have no such error.
    """

    kind: Kind
    operation: str = "*"
    region: str = "*"
    count: int | None = 1
    skip: int = 0
    seconds: float = 0.0
    code: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"fault kind must be one of {', '.join(KINDS)}, got {self.kind!r}")
        if self.kind == "refuse" and self.code not in ERRORS:
            raise ValueError(f"fault 'refuse' needs a code, one of {', '.join(ERRORS)}, got {self.code!r}")
        if self.kind == "latency" and self.seconds <= 0:
            raise ValueError(f"fault 'latency' needs seconds above 0, got {self.seconds:g}")
        if self.count is not None and self.count < 1:
            raise ValueError(f"count must be 1 or more, or absent for all, got {self.count}")

    def matches(self, operation: Operation, region: str) -> bool:
        """Whether a call is one of those that it waits for."""
        can = self.kind != "refuse" or self.code in operation.errors
        return can and self.names(operation) and fnmatch.fnmatchcase(region, self.region)

    def names(self, operation: Operation) -> bool:
        """Whether it is meant for this operation."""
        return fnmatch.fnmatchcase(operation.name, self.operation)


class Faults:
    """The faults in wait. The first that matches a call and still counts is the one that happens."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Put one more in wait."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Forget all."""
        self._waiting.clear()

    def waiting(self) -> tuple[Fault, ...]:
        """What is left, with what remains of counts and skips."""
        return tuple(self._waiting)

    def take(self, operation: Operation, region: str) -> Fault | None:
        """The fault that hits this call, counted."""
        for position, fault in enumerate(self._waiting):
            if not fault.matches(operation, region):
                continue
            if fault.skip:
                self._waiting[position] = dataclasses.replace(fault, skip=fault.skip - 1)
                continue
            if fault.count == 1:
                del self._waiting[position]
            elif fault.count is not None:
                self._waiting[position] = dataclasses.replace(fault, count=fault.count - 1)
            return fault
        return None


def happen_before(fault: Fault | None, operation: Operation) -> None:
    """Raise what keeps the call from being done."""
    match fault.kind if fault else None:
        case "throttle":
            # The tagging operations have no throttling error in the model.
            raise _modelled(operation, Throttled("Rate exceeded (injected)"))
        case "refuse" if fault:
            raise ERRORS[fault.code](f"{fault.code} (injected)")
        case "error_before":
            raise ServiceFailure("the service failed (injected)")
        case "timeout_before":
            raise NoAnswer("timeout")
        case "closed_before":
            raise NoAnswer("closed")
        case "region_down":
            raise NoAnswer("refused")


def happen_after(fault: Fault | None) -> None:
    """Raise what keeps the client from hearing that the call was done."""
    match fault.kind if fault else None:
        case "error_after":
            raise ServiceFailure("the service failed (injected)")
        case "timeout_after":
            raise NoAnswer("timeout")
        case "closed_after":
            raise NoAnswer("closed")


def _modelled(operation: Operation, error: VoiceError) -> VoiceError:
    return error if error.code in operation.errors else ServiceUnavailable(error.message)
