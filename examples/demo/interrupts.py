"""Ctrl-C, and the signal by which a shell ends its jobs: an interruption that can be held back for a moment."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

_held = False
_came = False


def install() -> None:
    """Take both signals for a KeyboardInterrupt."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Let nothing come between a process that starts and the variable that holds it: nobody would end it."""
    global _held, _came  # noqa: PLW0603 - signals are the whole process's business
    _held = True
    try:
        yield
    finally:
        _held = False
        came, _came = _came, False
    if came:
        raise KeyboardInterrupt


def _interrupt(_number: int, _frame: object) -> None:
    global _came  # noqa: PLW0603
    if not _held:
        raise KeyboardInterrupt
    _came = True
