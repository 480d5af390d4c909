"""From an operation's outcome to the bytes of its answer, in the shape that the model says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from constructs_lib.local.voice.wire import WireResponse

if TYPE_CHECKING:
    from constructs_lib.local.voice.errors import VoiceError
    from constructs_lib.local.voice.model import Model, Operation, Shape

_TYPE = {"Content-Type": "application/json"}


def render(operation: Operation, answer: Mapping[str, Any] | None) -> WireResponse:
    """A success; members that are None are left out."""
    if operation.output is None:
        return WireResponse(status=operation.status, headers={})
    return _json(operation.status, to_wire(operation.output, answer or {}))


def render_error(model: Model, error: VoiceError) -> WireResponse:
    """An error in rest-json form: the code in a header and, shortened, in the body."""
    body = {"Code": error.code.removesuffix("Exception"), "Message": error.message}
    return _json(model.error_statuses[error.code], body, error.code)


def render_not_simulated(operation: str, message: str) -> WireResponse:
    """The honest answer to what the real service has and this one has not."""
    return _json(501, {"Code": "NotImplemented", "Message": message, "Operation": operation}, "NotImplemented")


def render_unknown(message: str) -> WireResponse:
    """The answer to a method and path that no operation has."""
    return _json(404, {"Code": "UnknownOperation", "Message": message}, "UnknownOperationException")


def to_wire(shape: Shape, value: Any) -> Any:
    """A value in JSON's types.

    Raises:
        KeyError: a member that the model does not have.
    """
    match shape.type_name:
        case "structure":
            return {name: to_wire(shape.members[name], v) for name, v in value.items() if v is not None}
        case "list":
            return [to_wire(shape.member, item) for item in value]
        case "map":
            return {key: to_wire(shape.value, item) for key, item in value.items()}
        case "timestamp":
            return timestamp(value)
        case _:
            return value


def timestamp(seconds: float) -> str:
    """Seconds since the epoch in ISO 8601."""
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(status: int, body: Any, error: str | None = None) -> WireResponse:
    headers = _TYPE if error is None else {**_TYPE, "x-amzn-ErrorType": error}
    return WireResponse(status=status, headers=headers, body=json.dumps(body).encode())
