"""From what the API answers to what the contract would declare: its properties alone, and only those that say something."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from typing import Any

from chime_voice.contract import wire
from chime_voice.contract.marker import strip
from chime_voice.contract.resource import Resource


def declared(contract: type[Resource], *answers: Mapping[str, Any] | None, **more: Any) -> dict[str, Any]:
    """The properties of a resource as it is; what the contract does not know is left out.

    Args:
        contract: the resource's type.
        answers: what the API says of it, under the contract's own names.
        more: what is named otherwise there; it wins.
    """
    merged: dict[str, Any] = {}
    for answer in (*answers, more):
        merged |= answer or {}
    properties: dict[str, Any] = _shaped(contract, merged)
    return properties


def given(**values: Any) -> dict[str, Any]:
    """The values that are there, in the types of JSON: times are `2026-01-31T12:00:00Z`."""
    return {name: _plain(value) for name, value in values.items() if value is not None and value != ""}


def plain_name(name: str | None) -> str | None:
    """A name without this library's mark."""
    return strip(name or "") or None


def _shaped(shape: Any, value: Any) -> Any:
    if typing.get_origin(shape) in (types.UnionType, typing.Union):
        shape = next(each for each in typing.get_args(shape) if each is not type(None))
    if dataclasses.is_dataclass(shape) and isinstance(value, Mapping):
        optional = {field.name for field in dataclasses.fields(shape) if field.default is not dataclasses.MISSING}
        return {
            name: _shaped(hint, value[name])
            for python_name, (name, hint) in wire.fields_of(typing.cast("type", shape)).items()
            if value.get(name) is not None and not (python_name in optional and value[name] in ("", [], {}))
        }
    if typing.get_origin(shape) is tuple and isinstance(value, list | tuple):
        return [_shaped(typing.get_args(shape)[0], each) for each in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
