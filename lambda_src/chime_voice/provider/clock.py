"""Time as the provider sees it, so that tests can move it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from chime_voice.provider.errors import HandOn

# Enough to answer CloudFormation, or to hand the event on, before Lambda ends the process.
MARGIN = 20.0


class Clock(Protocol):
    """The time of day, and how long this invocation still lives."""

    def now(self) -> float:
        """Seconds since the epoch."""

    def sleep(self, seconds: float) -> None:
        """Let time pass."""

    def remaining(self) -> float:
        """Seconds until Lambda ends this invocation."""


class LambdaClock:
    """The real one."""

    def __init__(self, remaining_milliseconds: Callable[[], int]) -> None:
        self._remaining_milliseconds = remaining_milliseconds

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)

    def remaining(self) -> float:
        """Seconds until Lambda ends this invocation."""
        return self._remaining_milliseconds() / 1000


def pause(clock: Clock, seconds: float) -> None:
    """Wait, or ask for another invocation when this one would not outlive the wait.

    Raises:
        HandOn: less than the wait and a margin is left.
    """
    if clock.remaining() < seconds + MARGIN:
        raise HandOn
    clock.sleep(seconds)
