"""Required members, lengths, ranges, enums and patterns, by the model, all problems at once and in AWS's wording."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from constructs_lib.local.voice.errors import BadRequest

if TYPE_CHECKING:
    from constructs_lib.local.voice.model import Operation, Shape


def check(operation: Operation, parameters: Mapping[str, Any]) -> None:
    """Hold parsed parameters against the model.

    Raises:
        BadRequest: lists everything that is wrong.
    """
    if operation.input is None:
        return
    problems = list(_problems("", operation.input, parameters))
    if problems:
        word = "error" if len(problems) == 1 else "errors"
        raise BadRequest(f"{len(problems)} validation {word} detected: {'; '.join(problems)}")


def _problems(place: str, shape: Shape, value: Any) -> Iterator[str]:
    for constraint in _broken(shape, value):
        shown = "***" if shape.metadata.get("sensitive") else repr(value)
        yield f"Value {shown} at '{place}' failed to satisfy constraint: Member must {constraint}"
    match shape.type_name:
        case "structure":
            for name in shape.metadata.get("required", ()):
                if name not in value:
                    yield f"Value null at '{_join(place, name)}' failed to satisfy constraint: Member must not be null"
            for name, inner in value.items():
                yield from _problems(_join(place, name), shape.members[name], inner)
        case "list":
            for number, item in enumerate(value, 1):
                yield from _problems(_join(place, f"{number}.member"), shape.member, item)
        case "map":
            for key, item in value.items():
                yield from _problems(_join(place, "key"), shape.key, key)
                yield from _problems(_join(place, "value"), shape.value, item)


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _broken(shape: Shape, value: Any) -> Iterator[str]:
    limits = shape.metadata
    sized = isinstance(value, str | list | dict)
    size = len(value) if sized else value
    what = "have length" if sized else "have value"
    if "min" in limits and size < limits["min"]:
        yield f"{what} greater than or equal to {limits['min']}"
    if "max" in limits and size > limits["max"]:
        yield f"{what} less than or equal to {limits['max']}"
    if limits.get("enum") and value not in limits["enum"]:
        yield f"satisfy enum value set: [{', '.join(limits['enum'])}]"
    # The whole value has to match: some patterns of the model have no anchors.
    pattern = compiled(limits["pattern"]) if limits.get("pattern") else None
    if pattern is not None and not pattern.fullmatch(value):
        yield f"satisfy regular expression pattern: {limits['pattern']}"


@functools.cache
def compiled(pattern: str) -> re.Pattern[str] | None:
    """A pattern of the model; None for one that is none (ClientRequestToken's repeats an anchor)."""
    try:
        return re.compile(pattern, re.DOTALL)
    except re.error:
        return None
