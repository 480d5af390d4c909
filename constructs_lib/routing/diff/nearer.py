"""Files of a difference as a reader knows them: relative to the folder that was synthesized or is looked at from."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, TypeVar

from constructs_lib.routing.model import Origin

_T = TypeVar("_T")


def nearer(value: _T, folders: Sequence[PurePath]) -> _T:
    """The value with every origin's file relative to the first of these folders that it is in.

    Args:
        value: a difference, or any part of one.
        folders: absolute paths.
    """
    found: _T = _nearer(value, folders)
    return found


def _nearer(value: Any, folders: Sequence[PurePath]) -> Any:
    if isinstance(value, Origin):
        return dataclasses.replace(value, file=_file(value.file, folders)) if value.file else value
    if isinstance(value, tuple):
        return tuple(_nearer(each, folders) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **{name: _nearer(each, folders) for name, each in fields.items()})
    return value


def _file(file: str, folders: Sequence[PurePath]) -> str:
    path = PurePath(file)
    inside = next((folder for folder in folders if path.is_relative_to(folder)), None)
    return str(path.relative_to(inside)) if inside else file
