"""Running functions in warm processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

from constructs_lib.pstn.invoking import Invoked
from constructs_lib.routing.model import Function

Log = Callable[[Function, str], None]


class Workers:
    """Runs functions in warm processes, one a function; an `Invoker`, and a context manager."""

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        python: str | Path | None = None,
        endpoint_url: str | None = None,
        folder: str | Path | None = None,
        log: Log | None = None,
    ) -> None:
        self._given = (environment, python, endpoint_url, folder, log)

    def invoke(self, function: Function, event: dict[str, Any], *, time_limit: float) -> Invoked:  # noqa: ARG002
        """Run the handler once, in a process that is idle or in a new one."""
        return Invoked(kind="not_invokable", error=f"{function.name} cannot be run yet")

    def close(self) -> None:
        """End all processes."""

    def __enter__(self) -> Self:
        """Nothing is started before the first invocation."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        self.close()
