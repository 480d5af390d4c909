"""NAME=VALUE words for what the documentation leaves open: the fields of a dataclass, each with its default."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Sequence
from typing import Any

_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")


def parse(words: Sequence[str], defaults: Any, kind: str) -> tuple[dict[str, Any], list[str]]:
    """The values by name, and what is wrong with the words.

    Args:
        words: each a NAME=VALUE.
        defaults: a dataclass whose fields are the names, with the defaults as values.
        kind: what it is, for messages: `policy`.
    """
    known = {field.name: getattr(defaults, field.name) for field in dataclasses.fields(defaults)}
    values: dict[str, Any] = {}
    problems = []
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there is: {', '.join(sorted(known))}"
            problems.append(f"{word!r} is no NAME=VALUE of a {kind}; {hint}")
            continue
        try:
            values[name] = _value(text, known[name])
        except ValueError as error:
            problems.append(f"{name} must be {error}, got {text!r}; default: {_shown(known[name])}")
    return values, problems


def _value(text: str, default: Any) -> Any:
    if isinstance(default, bool):
        if text.lower() not in _TRUE + _FALSE:
            raise ValueError("true or false")
        return text.lower() in _TRUE
    if isinstance(default, frozenset):
        return frozenset(text.split(",")) - {""}
    if isinstance(default, int | float):
        kind = type(default)
        meaning = "a whole number, 0 or more" if kind is int else "a number, 0 or more"
        try:
            value = kind(text)
        except ValueError:
            raise ValueError(meaning) from None
        if not 0 <= value < float("inf"):
            raise ValueError(meaning)
        return value
    return text


def _shown(default: Any) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    return ",".join(sorted(default)) if isinstance(default, frozenset) else str(default)
