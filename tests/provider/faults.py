"""Every fault at every call of a step, for types that are no single thing of the service."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.provider.matrix import CELLS
from tests.provider.stage import FAULTS, Fault, Stage

Step = Callable[[Stage], Iterator[None]]
"""Prepares, yields once, acts (now faults befall), and checks."""


def play(step: Step, stage: Stage, fault: Fault | None) -> list[str]:
    """One cell; the calls that the step made."""
    running = step(stage)
    next(running)
    stage.calls.clear()
    stage.fault = fault
    with pytest.raises(StopIteration):
        next(running)
    return stage.calls


def every_fault(name: str, step: Step, new_stage: Callable[[], Stage]) -> list[str]:
    """What goes wrong in any cell; empty when nothing does."""
    calls = play(step, new_stage(), None)
    assert calls
    wrong = []
    for at in range(1, len(calls) + 1):
        for kind in FAULTS:
            CELLS[name] += 1
            try:
                play(step, new_stage(), Fault(kind, at))
            except AssertionError as broken:
                wrong.append(f"{kind} at call {at} ({calls[at - 1]}): {str(broken).splitlines()[0]}")
    return wrong
