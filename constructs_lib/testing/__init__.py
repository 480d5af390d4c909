"""pytest helpers for the tests of those who use the constructs.

`from constructs_lib.testing import call` places a call to an app or a handler and answers a line that is told what the
caller does, and what must be true. `constructs_lib.testing.calls` has the fixture `phone`, and
`constructs_lib.testing.cloud` has `local_cloud`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs_lib.testing.calls import call

__all__ = ["call"]


def __getattr__(name: str) -> Any:
    """Load late: who imports the local cloud's fixture needs no calls."""
    if name == "call":
        from constructs_lib.testing.calls import call

        return call
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
