"""What the demo shows: one line a step with the time it took, one a check, and what moves while one waits."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from typing import TextIO

GREEN, RED, DIM, BOLD = "32", "31", "2", "1"


@dataclasses.dataclass
class Check:
    """One thing that must be true."""

    what: str
    ok: bool
    seen: str


@dataclasses.dataclass
class Step:
    """One part of the story."""

    title: str
    seconds: float = 0.0
    checks: list[Check] = dataclasses.field(default_factory=list)


class Screen:
    """Writes the story as it goes. On a terminal the current line lives; elsewhere a line is written once."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._live = out.isatty()
        self._colour = self._live and "NO_COLOR" not in os.environ
        self._started = time.monotonic()
        self._doing = ""
        self._lock = threading.Lock()
        self.steps: list[Step] = []

    @property
    def seconds(self) -> float:
        """Since the demo began."""
        return time.monotonic() - self._started

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """A part of the story; its line is there from the beginning on."""
        step = Step(title)
        self.steps.append(step)
        began = time.monotonic()
        self._doing = ""
        if not self._live:
            self.line(f"{self._clock()} {title} ...")
        done = threading.Event()
        ticking = threading.Thread(target=self._tick, args=(title, began, done), daemon=True)
        if self._live:
            ticking.start()
        try:
            yield step
        finally:
            step.seconds = time.monotonic() - began
            done.set()
            if self._live:
                ticking.join()
                self._erase()
                self.line(f"{self._clock()} {self.bold(title)}{self._took(step)}")
            elif step.seconds >= 1:
                self.line(f"{'':9}{step.seconds:.1f} s")
            for check in step.checks:
                self._show_check(check)

    def check(self, step: Step, what: str, ok: bool, seen: object = "") -> None:
        """Note whether something is as it must be; what was seen instead is shown when it is not."""
        step.checks.append(Check(what, ok, str(seen)))

    def doing(self, what: str) -> None:
        """What the current step is busy with, for the living line."""
        self._doing = what

    def line(self, text: str = "") -> None:
        """A line."""
        with self._lock:
            print(text, file=self._out, flush=True)

    def block(self, text: str) -> None:
        """Lines that belong to the step before."""
        for each in text.rstrip().splitlines():
            self.line(f"{'':9}{each}")
        self.line()

    def bold(self, text: str) -> str:
        """For headings."""
        return self._paint(text, BOLD)

    def verdict(self, text: str, ok: bool) -> str:
        """Green or red."""
        return self._paint(text, GREEN if ok else RED)

    def _show_check(self, check: Check) -> None:
        mark = self.verdict("ok   " if check.ok else "FAIL ", check.ok)
        self.line(f"{'':9}{mark}{check.what}" + ("" if check.ok else f": {check.seen}"))

    def _tick(self, title: str, began: float, done: threading.Event) -> None:
        while not done.wait(0.2):
            text = f"{self._clock()} {title}  {time.monotonic() - began:.0f} s  {self._doing}"
            width = shutil.get_terminal_size().columns - 1  # a line that wraps could not be erased
            with self._lock:
                self._out.write(f"\r\x1b[2K{text[:width]}")
                self._out.flush()

    def _erase(self) -> None:
        with self._lock:
            self._out.write("\r\x1b[2K")

    def _clock(self) -> str:
        return self._paint(f"[{self.seconds:5.1f} s]"[:9].ljust(8), DIM)

    def _took(self, step: Step) -> str:
        return self._paint(f"  {step.seconds:.1f} s", DIM) if step.seconds >= 1 else ""

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text
