"""`--policy NAME=VALUE`: what the documentation leaves open, from words."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Sequence
from typing import Any

from constructs_lib.calls.errors import CallsError
from constructs_lib.pstn.policy import Policy

_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")


def parse(words: Sequence[str]) -> Policy:
    """A policy with these values, and the default of everything else.

    Raises:
        CallsError: a name that there is not, or a value of another kind; all of them are told.
    """
    defaults = {field.name: getattr(Policy(), field.name) for field in dataclasses.fields(Policy)}
    values: dict[str, Any] = {}
    problems = []
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or name not in defaults:
            near = difflib.get_close_matches(name, defaults, 1)
            hint = f"did you mean {near[0]}?" if near else f"there is: {', '.join(sorted(defaults))}"
            problems.append(f"{word!r} is no NAME=VALUE of a policy; {hint}")
            continue
        try:
            values[name] = _value(text, defaults[name])
        except ValueError as error:
            problems.append(f"{name} must be {error}, got {text!r}; default: {_shown(defaults[name])}")
    if problems:
        raise CallsError(problems, what="--policy")
    return Policy(**values)


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
