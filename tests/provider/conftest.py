"""Tells the size of the crash matrix at the end of the run."""

from __future__ import annotations

from typing import Any

from tests.provider.matrix import CELLS


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if CELLS:
        parts = ", ".join(f"{name} {count}" for name, count in sorted(CELLS.items()))
        terminalreporter.write_line(f"crash matrix: {CELLS.total()} cells ({parts})")
