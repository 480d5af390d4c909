"""What differs inside a property that is a list or an object: item by item, not the whole of it before and after."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

_FEW = 3
_ABSENT = object()


@dataclasses.dataclass(frozen=True)
class ItemChange:
    """An item before and after, in words; None where there is none."""

    what: str
    """Which member of which item; empty where it is the whole property."""
    before: str | None
    after: str | None


def item_changes(before: str | None, after: str | None) -> list[ItemChange]:
    """What differs between two values of a property, which are text or JSON.

    Items of a list that are the same but for one member are one item that changes: a target that gets another priority.
    """
    old, new = _read(before), _read(after)
    if type(old) is type(new) and isinstance(old, dict | list):
        return list(_differing("", old, new))
    return [ItemChange("", _words_or_none(old), _words_or_none(new))]


def _read(value: str | None) -> Any:
    if value is None:
        return _ABSENT
    if not value.startswith(("[", "{")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _differing(what: str, old: Any, new: Any) -> Iterator[ItemChange]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted(old.keys() | new.keys()):
            yield from _differing(f"{what} {name}".lstrip(), old.get(name, _ABSENT), new.get(name, _ABSENT))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(what, old, new)
    elif old != new or type(old) is not type(new):
        yield ItemChange(what, _words_or_none(old), _words_or_none(new))


def _of_lists(what: str, old: list[Any], new: list[Any]) -> Iterator[ItemChange]:
    gone, come = _without(old, new), _without(new, old)
    if not gone and not come and list(map(_key, old)) != list(map(_key, new)):
        yield ItemChange(f"{what} in another order".lstrip(), _words(old), _words(new))
    for item, other, name in _pairs(gone, come):
        label = _words({key: value for key, value in item.items() if key != name})
        start = f"{what} {label}".lstrip()
        yield from _differing(f"{start}: {name}" if start else name, item.get(name, _ABSENT), other.get(name, _ABSENT))
    yield from (ItemChange(what, _words(item), None) for item in gone)
    yield from (ItemChange(what, None, _words(item)) for item in come)


def _without(items: list[Any], others: list[Any]) -> list[Any]:
    """The items that the other list has not, or not so many times."""
    known = Counter(map(_key, others))
    left = []
    for item in items:
        key = _key(item)
        if known[key] > 0:
            known[key] -= 1
        else:
            left.append(item)
    return left


def _pairs(gone: list[Any], come: list[Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any], str]]:
    """Objects that are equal but for one member, taken out of both lists."""
    waiting: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for other in come:
        for key in _keys_but_one(other):
            waiting[key].append(other)
    used: set[int] = set()
    for item in list(gone):
        found = (
            (other, name)
            for name, rest in _keys_but_one(item)
            for other in waiting[name, rest]
            if id(other) not in used
        )
        other, name = next(found, (None, ""))
        if other is not None:
            used.add(id(other))
            gone[:] = [each for each in gone if each is not item]
            yield item, other, name
    come[:] = [each for each in come if id(each) not in used]


def _keys_but_one(item: Any) -> Iterator[tuple[str, str]]:
    # With a single member nothing says that it is the same item.
    if isinstance(item, dict) and len(item) > 1:
        for name in item:
            yield name, _key({key: value for key, value in item.items() if key != name})


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _words_or_none(value: Any) -> str | None:
    return None if value is _ABSENT else _words(value)


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and value:
        return ", ".join(f"{name} {_words(value[name])}" for name in sorted(value))
    if isinstance(value, list) and value:
        told = [f"({_words(item)})" if isinstance(item, dict) else _words(item) for item in value[:_FEW]]
        more = len(value) - _FEW
        return ", ".join(told) + (f" and {more:,} more" if more > 0 else "")
    return json.dumps(value)
