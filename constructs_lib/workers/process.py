"""One warm process that runs one function: started, asked one event at a time, ended with all its children.

Two pipes carry lines of JSON, what is asked and what is answered; a third one only tells the process that we are gone. The
handler's own output goes through a fourth and never mixes with them.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

START_SECONDS = 20.0
"""How long a process may take until its handler is loaded. Lambda gives 10 s; this machine may be slower."""
LONGEST_LOG = 64 * 1024
"""Bytes of a log that are kept, the last ones."""
_LONGEST_LINE = 64 * 1024 * 1024
_LOOK_EVERY = 0.2
_CHUNK = 1 << 16


class StoppedError(Exception):
    """The process did not answer; it has been ended. The message says how, in Lambda's words."""


class TooSlowError(Exception):
    """It did not answer in time; it has been ended."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Program:
    """What to start for a function.

    Attributes:
        command: the interpreter, its options and our program.
        environment: all variables.
        folder: the working directory.
        setup: what the program is told first.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    setup: Mapping[str, Any]


class Process:
    """A running program; one user at a time.

    Args:
        program: what to start.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, program: Program) -> None:
        ours: list[int] = []
        theirs: list[int] = []
        try:
            for theirs_writes in (False, True, False, True):
                reading, writing = os.pipe()
                ours.append(reading if theirs_writes else writing)
                theirs.append(writing if theirs_writes else reading)
            self._process = subprocess.Popen(
                [*program.command, *(str(pipe) for pipe in theirs[:3])],
                cwd=program.folder,
                env=dict(program.environment),
                stdin=subprocess.DEVNULL,
                stdout=theirs[3],
                stderr=theirs[3],
                pass_fds=theirs[:3],
                start_new_session=True,
            )
        except BaseException:
            _close(ours)
            raise
        finally:
            _close(theirs)
        self._pipes = ours
        self._requests, self._answers, _, self._log = ours
        self._answered = bytearray()
        self._logged = _Tail()
        for pipe in ours:
            os.set_blocking(pipe, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._answers, selectors.EVENT_READ)
        self._selector.register(self._log, selectors.EVENT_READ)
        self._ended = False
        self._setup = json.dumps(dict(program.setup))

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not self._ended and self._process.poll() is None

    def load(self) -> str:
        """Wait until the handler is loaded, if it is not yet. Answers why it could not be; empty when it is.

        Raises:
            StoppedError: the process ended.
        """
        if not self._setup:
            return ""
        try:
            answer = self.ask(self._setup, START_SECONDS)
        except TooSlowError:
            raise StoppedError(f"Runtime.InitError: the handler was not loaded within {START_SECONDS:.0f} s") from None
        self._setup = ""
        failed = str(answer.get("failed", ""))
        if failed:
            self.end()
        return failed

    def ask(self, line: str, seconds: float) -> dict[str, Any]:
        """Send a line and wait for the answer.

        Raises:
            StoppedError: the process ended, or answered what is none.
            TooSlowError: no answer in time.
        """
        try:
            return self._ask(memoryview(f"{line}\n".encode()), time.monotonic() + seconds)
        except BaseException:
            self.end()
            raise

    def take_log(self) -> str:
        """What was written to the log since it was last taken."""
        self._read_log()
        return self._logged.take()

    def kill(self) -> None:
        """Kill it and what it started, from any thread; who waits for an answer learns it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Kill it and put everything away. What it wrote to its log can still be taken."""
        if self._ended:
            return
        self._ended = True
        self.kill()
        self._process.wait()
        self._read_log()
        self._selector.close()
        _close(self._pipes)
        self._pipes.clear()

    def _ask(self, rest: memoryview, deadline: float) -> dict[str, Any]:
        rest = self._write(rest)
        if rest:
            self._selector.register(self._requests, selectors.EVENT_WRITE)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TooSlowError
            ready = self._selector.select(min(left, _LOOK_EVERY))
            for key, _ in ready:
                if key.fd == self._log:
                    self._read_log()
                elif key.fd == self._requests:
                    rest = self._write(rest)
                    if not rest:
                        self._selector.unregister(self._requests)
                elif self._read_answers():
                    return self._answer()
            # A child of the handler may hold the pipes open after the process itself is gone.
            if not ready and self._process.poll() is not None:
                raise StoppedError(self._how_it_ended())

    def _write(self, rest: memoryview) -> memoryview:
        try:
            while rest:
                rest = rest[os.write(self._requests, rest) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            raise StoppedError(self._how_it_ended()) from None
        return rest

    def _read_answers(self) -> bool:
        """Read what is there; whether a line is complete.

        Raises:
            StoppedError: there will be none.
        """
        chunk = os.read(self._answers, _CHUNK)
        if not chunk:
            raise StoppedError(self._how_it_ended())
        self._answered += chunk
        if len(self._answered) > _LONGEST_LINE:
            raise StoppedError("Runtime.ExitError: the handler wrote to a pipe that is not its own")
        return chunk.endswith(b"\n")

    def _answer(self) -> dict[str, Any]:
        line, self._answered = bytes(self._answered), bytearray()
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise StoppedError("Runtime.ExitError: the answer is no JSON: nested too deeply, or not written by us")
        return answer

    def _read_log(self) -> None:
        """Read what is there; nothing is lost by waiting, since an answer is written after its log."""
        if self._log not in self._pipes:
            return
        with contextlib.suppress(BlockingIOError):
            while True:
                chunk = os.read(self._log, _CHUNK)
                if not chunk:
                    self._selector.unregister(self._log)
                    os.close(self._log)
                    self._pipes.remove(self._log)
                    return
                self._logged.add(chunk)

    def _how_it_ended(self) -> str:
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "Runtime.ExitError: the handler closed pipes that are not its own"
        if status >= 0:
            return f"Runtime.ExitError: the process ended by itself with exit status {status}"
        return f"Runtime.ExitError: the process was killed by {signal.Signals(-status).name}"


class _Tail:
    """The end of a log."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._left_out = 0

    def add(self, chunk: bytes) -> None:
        self._kept += chunk
        if len(self._kept) > 2 * LONGEST_LOG:
            self._cut()

    def take(self) -> str:
        if len(self._kept) > LONGEST_LOG:
            self._cut()
        text = self._kept.decode(errors="replace")
        if self._left_out:
            text = f"[{self._left_out} bytes left out]\n{text}"
        self._kept, self._left_out = bytearray(), 0
        return text

    def _cut(self) -> None:
        surplus = len(self._kept) - LONGEST_LOG
        self._left_out += surplus
        del self._kept[:surplus]


def _close(pipes: Sequence[int]) -> None:
    for pipe in pipes:
        with contextlib.suppress(OSError):
            os.close(pipe)
