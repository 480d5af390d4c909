"""pytest helpers for the tests of those who use the constructs.

- `call` places a call to an app or a handler and answers a line that is told what the caller does, and what must be true;
- `assert_routes` says which Regions answer a trigger, in order, and which do when some are down;
- `routes_snapshot` and `assert_routes_unchanged` hold all routes of an app against a committed text.

`constructs_lib.testing.calls` has the fixture `phone`, and `constructs_lib.testing.cloud` has `local_cloud`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs_lib.testing.calls import call
    from constructs_lib.testing.routes import assert_routes
    from constructs_lib.testing.snapshots import assert_routes_unchanged, routes_snapshot

__all__ = ["assert_routes", "assert_routes_unchanged", "call", "routes_snapshot"]

_MODULES = {
    "assert_routes": "routes",
    "assert_routes_unchanged": "snapshots",
    "call": "calls",
    "routes_snapshot": "snapshots",
}


def __getattr__(name: str) -> Any:
    """Load late: who imports the local cloud's fixture needs no calls."""
    if name in _MODULES:
        return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
