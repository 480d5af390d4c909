"""Time: virtual, which jumps from one moment to the next, or by a clock."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from constructs_lib.pstn.invoking import Invoked

Do = Callable[[], None]
Moments = list[tuple[float, int, Do]]
T = TypeVar("T")
START = 1_795_424_400.0
"""2026-11-23T09:00:00Z."""


class Clock(Protocol):
    """A clock that others may speed up or move forward."""

    def now(self) -> float:
        """Seconds since the epoch."""


class Time(Protocol):
    """What a network needs of time. Whatever was put off is done one at a time."""

    def now(self) -> float:
        """Seconds since the epoch."""

    def after(self, seconds: float, do: Do, *, working: bool = False) -> None:
        """Do something later; `working` counts seconds of the machine that runs functions, not of the calls."""

    def work(self, job: Callable[[], Invoked], then: Callable[[Invoked], None]) -> None:
        """Do a job that takes time, and go on with its result."""


class VirtualTime:
    """Takes no real time: jumps to the next moment as soon as all is done that was due. For one thread.

    A job is done at once, and its result arrives as many seconds later as it says that it took.

    Args:
        start: where it begins, in seconds since the epoch.
    """

    def __init__(self, start: float = START) -> None:
        self._now = start
        self._moments: Moments = []
        self._order = itertools.count()

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._now

    def after(self, seconds: float, do: Do, *, working: bool = False) -> None:  # noqa: ARG002  (one time for both)
        """Do something later."""
        heapq.heappush(self._moments, (self._now + seconds, next(self._order), do))

    def work(self, job: Callable[[], Invoked], then: Callable[[Invoked], None]) -> None:
        """Do a job now, and hand over its result when it would have been ready."""
        result = job()
        self.after(result.seconds, lambda: then(result))

    def run(self, until: float | None = None, *, stop: Callable[[], bool] = lambda: False) -> None:
        """Jump from moment to moment until nothing is left to do.

        Args:
            until: at the latest up to here, in seconds since the epoch.
            stop: asked when all is done that was due: whether to stop there.
        """
        while self._moments and (until is None or self._moments[0][0] <= until):
            if self._moments[0][0] > self._now and stop():
                break
            moment, _, do = heapq.heappop(self._moments)
            self._now = max(self._now, moment)
            do()
        if until is not None:
            self._now = max(self._now, until)


class RealTime:
    """Goes by a clock. One thread does what is due; every job has a thread of its own.

    Args:
        clock: of the calls. It may go faster than the machine's, or be moved forward at any time.
    """

    LOOK = 0.02
    """Seconds between two looks at the clock while something is due later: it may have been moved."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._order = itertools.count()
        self._moments: dict[bool, Moments] = {False: [], True: []}
        self._changed = threading.Condition()
        self._closed = False
        self._driver = threading.Thread(target=self._drive, name="pstn", daemon=True)
        self._driver.start()

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._clock.now()

    def after(self, seconds: float, do: Do, *, working: bool = False) -> None:
        """Do something later, on the driver's thread."""
        with self._changed:
            heapq.heappush(self._moments[working], (self._time(working) + seconds, next(self._order), do))
            self._changed.notify()

    def work(self, job: Callable[[], Invoked], then: Callable[[Invoked], None]) -> None:
        """Do a job on a thread of its own."""

        def run() -> None:
            result = job()
            self.after(0, lambda: then(result))

        threading.Thread(target=run, name="pstn-function", daemon=True).start()

    def close(self) -> None:
        """Stop: nothing that was put off is done any more. Jobs that run are left to end."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if threading.current_thread() is not self._driver:
            self._driver.join()

    def _time(self, working: bool) -> float:
        return time.monotonic() if working else self._clock.now()

    def _drive(self) -> None:
        while True:
            with self._changed:
                do = self._due()
                while do is None and not self._closed:
                    self._changed.wait(self.LOOK if any(self._moments.values()) else None)
                    do = self._due()
                if self._closed:
                    return
            assert do is not None  # noqa: S101  (the loop above ends with one, or closed)
            try:
                do()
            except Exception:
                # One broken call must not stop the others.
                logging.getLogger(__name__).exception("the phone network met an error of its own")

    def _due(self) -> Do | None:
        for working, moments in self._moments.items():
            if moments and moments[0][0] <= self._time(working):
                return heapq.heappop(moments)[2]
        return None
