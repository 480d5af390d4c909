"""Values against the types of the vocabulary."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from constructs_lib.pstn.lint.mistake import Mistake, instead, shown
from constructs_lib.pstn.vocabulary import Flag, Items, Number, Pairs, Shape, Text, Type

_WHOLE = re.compile("[+-]?[0-9]+")
_NAMES = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}


def check(kind: Type, value: Any, place: str) -> Iterator[Mistake]:
    """What is wrong with a value, and with what is in it. Null is not given, which is the business of the shape around it.

    Args:
        kind: what it should be.
        value: what it is.
        place: where it is.
    """
    if value is not None:
        yield from _CHECKS[type(kind)](kind, value, place)


def whole(value: Any) -> int | None:
    """A number, or a number as text, as a number; None if it is neither."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        # Python would take spaces and underscores too.
        return None
    try:
        return int(value) if isinstance(value, str) or value == int(value) else None
    except (ValueError, OverflowError):
        return None


def _text(kind: Text, value: Any, place: str) -> Iterator[Mistake]:
    name = _name(place)
    if not isinstance(value, str):
        yield _wrong_type(value, place, "text")
    elif not value:
        yield _limits(place, f"{name} is empty", f"give {name} a value, or leave it out where it is optional")
    elif kind.one_of and value not in kind.one_of:
        yield _limits(place, f"{name} is {shown(value)}", f"it must be {' or '.join(kind.one_of)}, in these letters")
    elif kind.longest is not None and len(value) > kind.longest:
        yield _limits(place, f"{name} has {len(value)} characters", f"shorten it to {kind.longest} at most")
    elif kind.pattern and not _compiled(kind.pattern).fullmatch(value):
        yield _limits(place, f"{name} is {shown(value)}", f"it must be {kind.looks}")


def _number(kind: Number, value: Any, place: str) -> Iterator[Mistake]:
    name, number = _name(place), whole(value)
    if number is None:
        yield _wrong_type(value, place, "a whole number")
        return
    if isinstance(value, str):
        yield Mistake(
            id="number-as-text",
            said=f"{name} should be a number, but is the string {value!r}",
            remedy=f"write {number} without quotes",
            place=place,
        )
    if kind.one_of:
        if number not in kind.one_of:
            allowed = " or ".join(map(str, kind.one_of))
            yield _limits(place, f"{name} is {number}", f"it must be {allowed}")
    elif number < kind.low or (kind.high is not None and number > kind.high):
        limits = f"{kind.low} or more" if kind.high is None else f"{kind.low} to {kind.high}"
        yield _limits(place, f"{name} is {number}", f"it must be {limits}")


def _flag(kind: Flag, value: Any, place: str) -> Iterator[Mistake]:
    del kind
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        yield Mistake(
            id="boolean-as-text",
            said=f"{_name(place)} should be true or false, but is the string {value!r}",
            remedy=f"write {value.lower()} without quotes ({value.capitalize()} in Python)",
            place=place,
        )
    elif not isinstance(value, bool):
        yield _wrong_type(value, place, "true or false")


def _items(kind: Items, value: Any, place: str) -> Iterator[Mistake]:
    if not isinstance(value, list):
        yield _wrong_type(value, place, "a list")
        return
    if len(value) < kind.fewest or (kind.most is not None and len(value) > kind.most):
        limits = str(kind.most) if kind.fewest == kind.most else f"{kind.fewest} to {kind.most}"
        yield _limits(place, f"{_name(place)} has {len(value)} entries", f"give it {limits}")
    for index, each in enumerate(value):
        yield from check(kind.of, each, f"{place}[{index}]")


def _pairs(kind: Pairs, value: Any, place: str) -> Iterator[Mistake]:
    del kind
    if not isinstance(value, dict):
        yield _wrong_type(value, place, "an object")
        return
    for name, each in value.items():
        if not isinstance(each, str):
            yield _wrong_type(each, f"{place}.{name}", "text")


def _shape(kind: Shape, value: Any, place: str) -> Iterator[Mistake]:
    if isinstance(value, dict):
        yield from fields(kind, value, place, owner=_name(place))
    else:
        yield _wrong_type(value, place, "an object")


def fields(kind: Shape, value: Mapping[str, Any], place: str, *, owner: str) -> Iterator[Mistake]:
    """What is wrong with the fields of an object.

    Args:
        kind: what they should be.
        value: what they are.
        place: of the object.
        owner: what the object is called.
    """
    for name in kind.required:
        if value.get(name) is None:
            yield Mistake(
                id="missing-parameter",
                said=f"{owner} has no {name}, which it needs",
                remedy=f"add {name}",
                place=f"{place}.{name}",
            )
    for name, each in value.items():
        known = kind.fields.get(name)
        if known is not None:
            yield from check(known, each, f"{place}.{name}")
        else:
            yield Mistake(
                id="unknown-parameter",
                said=f"{owner} has no parameter {name}",
                remedy=instead(name, kind.fields),
                place=f"{place}.{name}",
            )


def _wrong_type(value: Any, place: str, wanted: str) -> Mistake:
    given = _NAMES.get(type(value), "null")
    return Mistake(
        id="wrong-type",
        said=f"{_name(place)} must be {wanted}, but is {given}: {shown(value)}",
        remedy=f"make it {wanted}",
        place=place,
    )


def _limits(place: str, said: str, remedy: str) -> Mistake:
    return Mistake(id="out-of-limits", said=said, remedy=remedy, place=place)


def _name(place: str) -> str:
    """The last part of a place."""
    return place.rpartition(".")[2]


_compiled = functools.cache(re.compile)
_CHECKS: dict[type, Callable[[Any, Any, str], Iterator[Mistake]]] = {
    Text: _text,
    Number: _number,
    Flag: _flag,
    Items: _items,
    Pairs: _pairs,
    Shape: _shape,
}
