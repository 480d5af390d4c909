"""How far a scan is: one line that moves on a terminal, plain lines elsewhere, nothing where it is quick."""

from __future__ import annotations

import os
import threading
import time
from typing import TextIO

from constructs_lib.routing.words import visible

_QUIET = 2.0
# Not on a terminal every line stays.
_EVERY = 5.0


class Progress:
    """Tells on a stream what is done now; several threads may call it.

    Args:
        stream: where to; a terminal is told more often.
        name: of the command.
    """

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._moves = stream.isatty()
        self._next = time.monotonic() + _QUIET
        self._lock = threading.Lock()
        self._shown = False

    def __call__(self, what: str) -> None:
        """Say what is done now, if that is not too often."""
        with self._lock:
            if time.monotonic() < self._next:
                return
            self._next = time.monotonic() + (0.1 if self._moves else _EVERY)
            text = f"{self._name}: {visible(what)}"
            if self._moves:
                columns = os.get_terminal_size(self._stream.fileno()).columns
                print(f"\r\033[K{text[: columns - 1]}", end="", file=self._stream, flush=True)
                self._shown = True
            else:
                print(text, file=self._stream, flush=True)

    def end(self) -> None:
        """Leave an empty line to whoever writes next."""
        with self._lock:
            if self._shown:
                print("\r\033[K", end="", file=self._stream, flush=True)
                self._shown = False


class Waiting:
    """The real time, in which a wait ends at once when the scan does.

    Args:
        progress: is told of waits.
        over: set when the scan ends.
    """

    def __init__(self, progress: Progress, over: threading.Event) -> None:
        self._progress = progress
        self._over = over

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self._progress(f"waiting {seconds:g} s, for the service throttles or does not answer")
        self._over.wait(seconds)

    def remaining(self) -> float:
        """As long as it takes."""
        return float("inf")
