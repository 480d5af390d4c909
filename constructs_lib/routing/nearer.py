"""Files and folders as a reader knows them: from the folder that was synthesized, or that is looked at from."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, TypeVar

from constructs_lib.routing.model import Function, Origin

_T = TypeVar("_T")
_PATHS: dict[type, str] = {Origin: "file", Function: "code"}


def nearer(value: _T, folders: Sequence[PurePath]) -> _T:
    """The value with every origin's file and every function's folder relative to the first of these that it is in.

    Args:
        value: a table, a difference, findings, or any part of one.
        folders: absolute paths.
    """
    found: _T = _Nearer(folders).value(value)
    return found


class _Nearer:
    """Thousands of routes share their functions, and most have no file: what is seen again or stays is not made anew."""

    def __init__(self, folders: Sequence[PurePath]) -> None:
        self._folders = folders
        self._known: dict[str, str] = {}
        # The values outlive this object, so an id is that of one function.
        self._functions: dict[int, Function] = {}

    def value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            parts = tuple(map(self.value, value))
            return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        if not isinstance(value, Function):
            return self._object(value)
        if id(value) not in self._functions:
            self._functions[id(value)] = self._object(value)
        return self._functions[id(value)]

    def _object(self, value: Any) -> Any:
        path = _PATHS.get(type(value))
        changed = {}
        for field in dataclasses.fields(value):
            old = getattr(value, field.name)
            new = self._path(old) if field.name == path else self.value(old)
            if new is not old:
                changed[field.name] = new
        return dataclasses.replace(value, **changed) if changed else value

    def _path(self, given: str) -> str:
        if given not in self._known:
            path = PurePath(given)
            inside = next((folder for folder in self._folders if path.is_relative_to(folder)), None)
            self._known[given] = path.relative_to(inside).as_posix() if given and inside else given
        return self._known[given]
