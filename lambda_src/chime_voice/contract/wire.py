"""Between Python values and what CloudFormation delivers: PascalCase keys, and every scalar a string."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Mapping
from typing import Any


class WireError(ValueError):
    """A document does not have the shape that the contract declares."""


def wire_name(python_name: str) -> str:
    """`sip_media_application_id` is `SipMediaApplicationId` on the wire."""
    return "".join(part[:1].upper() + part[1:] for part in python_name.split("_"))


@functools.cache
def fields_of(shape: type) -> dict[str, tuple[str, Any]]:
    """Python name -> (wire name, type) of a contract dataclass, in declaration order."""
    hints = typing.get_type_hints(shape)
    return {
        field.name: (field.metadata.get("wire", wire_name(field.name)), hints[field.name])
        for field in dataclasses.fields(shape)
    }


def encode(value: Any) -> Any:
    """A contract value as the document that goes into a template or an API call; what is not set is left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        members = ((wire, getattr(value, name)) for name, (wire, _) in fields_of(type(value)).items())
        return {wire: encode(member) for wire, member in members if member is not None}
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value


def decode(shape: Any, document: Any, where: str) -> Any:
    """The document as `shape`; strings become the booleans and whole numbers that the contract declares.

    Raises:
        WireError: an unknown key, a missing key or a value of another type, with its place.
    """
    if dataclasses.is_dataclass(shape):
        return _decode_object(typing.cast("type", shape), document, where)
    origin = typing.get_origin(shape)
    if origin in (types.UnionType, typing.Union):
        inner = next(argument for argument in typing.get_args(shape) if argument is not type(None))
        return None if document is None else decode(inner, document, where)
    if origin is tuple:
        if not isinstance(document, list | tuple):
            raise WireError(f"{where} must be a list, got {document!r}")
        item_shape = typing.get_args(shape)[0]
        return tuple(decode(item_shape, item, f"{where}[{at}]") for at, item in enumerate(document))
    return _decode_scalar(shape, document, where)


def _decode_object(shape: type, document: Any, where: str) -> Any:
    if not isinstance(document, Mapping):
        raise WireError(f"{where} must be an object, got {document!r}")
    by_wire = {wire: (name, hint) for name, (wire, hint) in fields_of(shape).items()}
    unknown = sorted(set(document) - set(by_wire))
    if unknown:
        raise WireError(f"{where} has no property {', '.join(unknown)}; it has {', '.join(sorted(by_wire))}")
    values = {}
    for wire, (name, hint) in by_wire.items():
        if wire in document:
            values[name] = decode(hint, document[wire], f"{where}.{wire}")
    try:
        return shape(**values)
    except TypeError as missing:
        raise WireError(f"{where}: {missing}") from missing


def _decode_scalar(shape: Any, document: Any, where: str) -> Any:
    if shape is bool and str(document).lower() in ("true", "false"):
        return str(document).lower() == "true"
    if shape is int and not isinstance(document, bool):
        try:
            return int(document)
        except (TypeError, ValueError):
            pass
    if shape is str and isinstance(document, str):
        return document
    expected = {bool: "true or false", int: "a whole number", str: "text"}[shape]
    raise WireError(f"{where} must be {expected}, got {document!r}")
