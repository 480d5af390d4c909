"""As much of JSON Schema (draft 2020-12) as the project's own schemas use. What it does not know, it refuses."""

from __future__ import annotations

import re
from typing import Any

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
}
NOTES = {"$schema", "$id", "title", "description", "$defs"}


def problems(value, schema, root=None, place="$"):
    """What is wrong with a value, each with its place."""
    root = root or schema
    for keyword, wanted in schema.items():
        if keyword not in NOTES:
            yield from KEYWORDS[keyword](value, wanted, schema, root, place)


def _type(value, wanted, schema, root, place):
    names = [wanted] if isinstance(wanted, str) else wanted
    if not any(_is(value, name) for name in names):
        yield f"{place} is {value!r}, not {' or '.join(names)}"


def _is(value, name):
    if name == "null":
        return value is None
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _ref(value, wanted, schema, root, place):
    yield from problems(value, root["$defs"][wanted.removeprefix("#/$defs/")], root, place)


def _any_of(value, wanted, schema, root, place):
    if all(list(problems(value, each, root, place)) for each in wanted):
        yield f"{place} is {value!r}, which none of the schemas allows"


def _one_of(value, wanted, schema, root, place):
    if value not in wanted:
        yield f"{place} is {value!r}, not one of {wanted}"


def _required(value, wanted, schema, root, place):
    yield from (f"{place} has no {name}" for name in wanted if name not in value)


def _properties(value, wanted, schema, root, place):
    for name in wanted.keys() & value.keys():
        yield from problems(value[name], wanted[name], root, f"{place}.{name}")


def _additional(value, wanted, schema, root, place):
    assert wanted is False
    yield from (
        f"{place} has {name}, which is not in the schema" for name in value.keys() - schema["properties"].keys()
    )


def _items(value, wanted, schema, root, place):
    for index, each in enumerate(value):
        yield from problems(each, wanted, root, f"{place}[{index}]")


def _minimum(value, wanted, schema, root, place):
    if isinstance(value, int | float) and value < wanted:
        yield f"{place} is {value}, less than {wanted}"


def _pattern(value, wanted, schema, root, place):
    if isinstance(value, str) and not re.search(wanted, value):
        yield f"{place} is {value!r}, not {wanted}"


KEYWORDS = {
    "type": _type,
    "$ref": _ref,
    "anyOf": _any_of,
    "enum": _one_of,
    "const": lambda value, wanted, *rest: _one_of(value, [wanted], *rest),
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "minimum": _minimum,
    "pattern": _pattern,
}
