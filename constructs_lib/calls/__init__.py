"""Calls before anything is deployed: what to call, with which faults, and one line a call in somebody's hand.

From the outside in:

- `simulation`: calls to one source; `line`: one of them, step by step
- `sources`: a cloud assembly, a handler's file or a Python function as something that can be called;
  `stand_ins`: plausible values for what only a deployment knows
- `script`: what the parties do, as a text; `faults`: functions that fail on request
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs_lib.calls.errors import CallsError
    from constructs_lib.calls.line import Line
    from constructs_lib.calls.simulation import Simulation

__all__ = ["CallsError", "Line", "Simulation"]


def __getattr__(name: str) -> Any:
    """Load late: the local cloud reads scripts, and needs nothing else from here."""
    if name == "CallsError":
        from constructs_lib.calls.errors import CallsError

        return CallsError
    if name == "Line":
        from constructs_lib.calls.line import Line

        return Line
    if name == "Simulation":
        from constructs_lib.calls.simulation import Simulation

        return Simulation
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
