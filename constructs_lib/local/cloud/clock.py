"""The service's time: the wall clock's, faster if wished, and movable."""

from __future__ import annotations

import threading
import time


class CloudClock:
    """A clock that runs `speed` times as fast as the machine's, and jumps when it is told to.

    Args:
        speed: 1 is the machine's own pace.
    """

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._lock = threading.Lock()
        self._since, self._epoch = time.monotonic(), time.time()

    @property
    def speed(self) -> float:
        """How many times as fast as ours its time passes."""
        return self._speed

    def now(self) -> float:
        """Seconds since the epoch."""
        with self._lock:
            return self._now()

    def sleep(self, seconds: float) -> None:
        """Wait as long as a client would have to: what makes a request slow is not sped up."""
        time.sleep(seconds)

    def advance(self, seconds: float) -> None:
        """Jump ahead."""
        with self._lock:
            self._epoch += seconds

    def run(self, speed: float) -> None:
        """Go on at another pace."""
        with self._lock:
            self._since, self._epoch = time.monotonic(), self._now()
            self._speed = speed

    def _now(self) -> float:
        return self._epoch + (time.monotonic() - self._since) * self._speed
