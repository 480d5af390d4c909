"""Invoking the functions behind SIP media applications."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

from constructs_lib.routing.model import Function

Kind = Literal["answered", "function_error", "timed_out", "not_invokable"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Invoked:
    """How an invocation went."""

    kind: Kind
    """`function_error`: the function ran and failed, by its own time-out too. `timed_out`: no answer within the time limit
    of the service. `not_invokable`: Lambda refused, as when there is no such function, no permission, or no capacity."""
    payload: Any = None
    """What the function answered, parsed from JSON."""
    error: str = ""
    """In words."""
    seconds: float = 0.0
    """How long it took."""
    log: str = ""
    """What the function wrote to its log while it ran, as far as that is known."""


class Invoker(Protocol):
    """Something that can run a function."""

    def invoke(self, function: Function, event: dict[str, Any], *, time_limit: float) -> Invoked:
        """Run it and say how that went; never raise. With a real clock it is called on threads, several at a time."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Context:
    """What an in-process handler gets as its second argument."""

    function_name: str
    invoked_function_arn: str
    aws_request_id: str = "00000000-0000-0000-0000-000000000000"


Handler = Callable[[dict[str, Any], Any], Any]


class PythonInvoker:
    """Calls Python functions in this process, with JSON in between as in Lambda.

    Args:
        handlers: by ARN or name of the function. A function that is not here cannot be invoked.
        seconds: how long a function takes, by ARN or name; by default no time.
    """

    def __init__(self, handlers: Mapping[str, Handler], *, seconds: Mapping[str, float] | None = None) -> None:
        self._handlers = handlers
        self._seconds = seconds or {}

    def invoke(self, function: Function, event: dict[str, Any], *, time_limit: float) -> Invoked:
        """Call the handler."""
        handler = self._handlers.get(function.arn) or self._handlers.get(function.name)
        if handler is None:
            return Invoked(kind="not_invokable", error=f"function not found: {function.arn or function.name}")
        seconds = self._seconds.get(function.arn, self._seconds.get(function.name, 0.0))
        context = Context(function_name=function.name, invoked_function_arn=function.arn)
        try:
            payload = json.loads(json.dumps(handler(json.loads(json.dumps(event)), context)))
        except Exception as error:  # noqa: BLE001  (whatever a handler raises is the function's error)
            return Invoked(kind="function_error", error=f"{type(error).__name__}: {error}", seconds=seconds)
        if function.timeout is not None and seconds > function.timeout:
            words = f"Task timed out after {function.timeout:.2f} seconds"
            return Invoked(kind="function_error", error=words, seconds=function.timeout)
        if seconds > time_limit:
            return Invoked(kind="timed_out", error=f"no answer within {time_limit:g} s", seconds=time_limit)
        return Invoked(kind="answered", payload=payload, seconds=seconds)
