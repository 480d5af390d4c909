"""What is ours in the cloud: the service, the calls, and the way to look at both."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from constructs_lib.local.cloud.clock import CloudClock
from constructs_lib.local.voice.wire import WireRequest, WireResponse


class Backend:
    """One cloud's own state.

    Args:
        options: as given to the process.
        on_stop: called when a client asks the cloud to end.
    """

    def __init__(self, options: dict[str, Any], on_stop: Callable[[], None]) -> None:
        self._options = options
        self._on_stop = on_stop
        self._clock = CloudClock(float(options.get("speed", 1.0)))
        self.reset()

    def voice(self, request: WireRequest) -> WireResponse:
        return to_json(501, {"Message": request.path})

    def admin(self, request: WireRequest) -> WireResponse:
        return to_json(200, {"id": self._options["id"], "now": self._clock.now()})

    def reset(self) -> None:
        """Forget everything."""

    def close(self) -> None:
        """End what is under way."""


def to_json(status: int, document: Any) -> WireResponse:
    """An answer in JSON."""
    body = json.dumps(document, indent=2).encode()
    return WireResponse(status=status, headers={"Content-Type": "application/json"}, body=body)
