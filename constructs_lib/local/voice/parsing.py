"""From a request to the operation's parameters, in the types that the model says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from constructs_lib.local.voice.errors import BadRequest

if TYPE_CHECKING:
    from constructs_lib.local.voice.model import Operation, Shape
    from constructs_lib.local.voice.wire import WireRequest

_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "float": (int, float),
    "list": (list,),
    "map": (dict,),
    "structure": (dict,),
}


def parse(operation: Operation, request: WireRequest, path_values: Mapping[str, str]) -> dict[str, Any]:
    """The parameters under the API's names. Members that the model does not know are ignored, as the service does.

    Raises:
        BadRequest: the body is no JSON object, or a value has the wrong type.
    """
    if operation.input is None:
        return {}
    body = _body(request)
    found: dict[str, Any] = {}
    for name, shape in operation.input.members.items():
        key = shape.serialization.get("name", name)
        match shape.serialization.get("location"):
            case "uri":
                found[name] = _from_text(name, shape, path_values[key])
            case "querystring":
                if request.query.get(key):
                    found[name] = _from_text(name, shape, request.query[key][0])
            case _:
                if body.get(key) is not None:
                    found[name] = _from_json(name, shape, body[key])
    return found


def _body(request: WireRequest) -> dict[str, Any]:
    if not request.body.strip():
        return {}
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise BadRequest(f"the body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise BadRequest("the body is not a JSON object")
    return body


def _from_text(name: str, shape: Shape, text: str) -> Any:
    match shape.type_name:
        case "integer":
            try:
                return int(text)
            except ValueError:
                raise BadRequest(f"{name} must be an integer, got {text!r}") from None
        case "boolean":
            if text not in ("true", "false"):
                raise BadRequest(f"{name} must be true or false, got {text!r}")
            return text == "true"
        case _:
            return text


def _from_json(name: str, shape: Shape, value: Any) -> Any:
    if not _has_type(shape, value):
        raise BadRequest(f"{name} must be of type {shape.type_name}, got {type(value).__name__}")
    match shape.type_name:
        case "list":
            return [_from_json(f"{name}.{i}", shape.member, item) for i, item in enumerate(value, 1)]
        case "map":
            return {key: _from_json(f"{name}.{key}", shape.value, item) for key, item in value.items()}
        case "structure":
            return _structure(name, shape, value)
        case _:
            return value


def _has_type(shape: Shape, value: Any) -> bool:
    expected = _JSON_TYPES[shape.type_name]
    return isinstance(value, expected) and (bool in expected or not isinstance(value, bool))


def _structure(name: str, shape: Shape, value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        member: _from_json(f"{name}.{member}", inner, value[member])
        for member, inner in shape.members.items()
        if value.get(member) is not None
    }
