"""Between Python values and what CloudFormation delivers: PascalCase keys, and every scalar a string."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable, Mapping
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
    return _decoder(shape)(document, where)


@functools.cache
def _decoder(shape: Any) -> Callable[[Any, str], Any]:
    """What decodes a document as `shape`, worked out once: templates hold the same shapes by the thousand."""
    if dataclasses.is_dataclass(shape):
        return functools.partial(_decode_object, typing.cast("type", shape))
    origin, arguments = typing.get_origin(shape), typing.get_args(shape)
    if origin in (types.UnionType, typing.Union):
        inner = _decoder(next(argument for argument in arguments if argument is not type(None)))
        return lambda document, where: None if document is None else inner(document, where)
    if origin is tuple:
        return functools.partial(_decode_list, _decoder(arguments[0]))
    return functools.partial(_decode_scalar, shape)


@functools.cache
def _by_wire(shape: type) -> dict[str, tuple[str, Callable[[Any, str], Any]]]:
    """Wire name -> (Python name, what decodes it)."""
    return {wire: (name, _decoder(hint)) for name, (wire, hint) in fields_of(shape).items()}


def _decode_object(shape: type, document: Any, where: str) -> Any:
    if not isinstance(document, dict | Mapping):
        raise WireError(f"{where} must be an object, got {document!r}")
    by_wire = _by_wire(shape)
    if not by_wire.keys() >= document.keys():
        unknown = sorted(document.keys() - by_wire.keys())
        raise WireError(f"{where} has no property {', '.join(unknown)}; it has {', '.join(sorted(by_wire))}")
    values = {}
    for wire, value in document.items():
        name, decoder = by_wire[wire]
        values[name] = decoder(value, f"{where}.{wire}")
    try:
        return shape(**values)
    except TypeError as missing:
        raise WireError(f"{where}: {missing}") from missing


def _decode_list(item: Callable[[Any, str], Any], document: Any, where: str) -> Any:
    if not isinstance(document, list | tuple):
        raise WireError(f"{where} must be a list, got {document!r}")
    return tuple([item(each, f"{where}[{at}]") for at, each in enumerate(document)])


def _decode_scalar(shape: Any, document: Any, where: str) -> Any:
    if shape is str and isinstance(document, str):
        return document
    if shape is bool and str(document).lower() in ("true", "false"):
        return str(document).lower() == "true"
    if shape is int and isinstance(document, int | str) and not isinstance(document, bool):
        try:
            return int(document)
        except ValueError:
            pass
    expected = {bool: "true or false", int: "a whole number", str: "text"}[shape]
    raise WireError(f"{where} must be {expected}, got {document!r}")
