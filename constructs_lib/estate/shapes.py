"""From the plain values of a file to an estate, with everything that is wrong with them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from chime_voice.contract.registry import TYPES
from chime_voice.contract.wire import WireError

from constructs_lib.estate.model import Estate, Found, FoundFunction, Gap

_T = TypeVar("_T")
_Is = Callable[[Any], bool]
_TEXT = "a text"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_answer(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _is_seconds(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


_FORMS: dict[type, dict[str, tuple[_Is, str]]] = {
    Found: {
        "type": (_is_text, _TEXT),
        "id": (_is_text, _TEXT),
        "region": (_is_text, _TEXT),
        "properties": (_is_object, "an object"),
        "attributes": (_is_texts, "an object of texts"),
        "facts": (_is_object, "an object"),
    },
    FoundFunction: {
        "arn": (_is_text, _TEXT),
        "exists": (_is_answer, "true, false or null"),
        "invoke_permission": (_is_answer, "true, false or null"),
        "entry": (_is_text, _TEXT),
        "runtime": (_is_text, _TEXT),
        "timeout": (_is_seconds, "a whole number or null"),
        "code_version": (_is_text, _TEXT),
    },
    Gap: dict.fromkeys(("region", "operation", "reason"), (_is_text, _TEXT)),
}


def estate(read: Mapping[str, Any]) -> tuple[Estate, list[str]]:
    """The estate, and what is wrong with the values; where anything is, the estate says too little.

    Args:
        read: the file's object.
    """
    problems = [
        f"{name} must be {_TEXT}, got {_shown(read.get(name))}"
        for name in ("account", "scanned_at")
        if not _is_text(read.get(name))
    ]
    regions = _items(read, "regions", problems)
    problems += [
        f"regions[{at}] must be {_TEXT}, got {_shown(each)}" for at, each in enumerate(regions) if not _is_text(each)
    ]
    read_estate = Estate(
        account=str(read.get("account")),
        scanned_at=str(read.get("scanned_at")),
        regions=tuple(map(str, regions)),
        resources=_all(Found, read, "resources", problems),
        functions=_all(FoundFunction, read, "functions", problems),
        gaps=_all(Gap, read, "gaps", problems),
    )
    for at, found in enumerate(read_estate.resources):
        problems += [f"resources[{at}]: {problem}" for problem in resource_problems(found)]
    return read_estate, problems


def resource_problems(found: Found) -> list[str]:
    """Whatever keeps a resource from being read by its contract."""
    if found.type_name not in TYPES:
        return [f"{_shown(found.type_name)} is no type that this version knows"]
    contract = TYPES[found.type_name]
    problems = [
        f"{contract.SPEC.label} {_shown(found.id)} has no attribute {name}"
        for name in contract.SPEC.attributes
        if name not in found.attributes
    ]
    try:
        contract.parse(found.properties)
    except (WireError, RecursionError) as error:
        problems.append(str(error))
    return problems


def _all(shape: type[_T], read: Mapping[str, Any], name: str, problems: list[str]) -> tuple[_T, ...]:
    made = (_one(shape, entry, f"{name}[{at}]", problems) for at, entry in enumerate(_items(read, name, problems)))
    return tuple(each for each in made if each is not None)


def _one(shape: type[_T], entry: Any, where: str, problems: list[str]) -> _T | None:
    if not isinstance(entry, dict):
        problems.append(f"{where} must be an object, got {_shown(entry)}")
        return None
    forms = _FORMS[shape]
    needed = {_written(field) for field in dataclasses.fields(shape) if _is_needed(field)}  # type: ignore[arg-type]
    wrong = [f"{where} has no field {_shown(name)}" for name in entry if name not in forms]
    for name, (fits, form) in forms.items():
        if name not in entry:
            if name in needed:
                wrong.append(f"{where} lacks {name}")
        elif not fits(entry[name]):
            wrong.append(f"{where}.{name} must be {form}, got {_shown(entry[name])}")
    problems += wrong
    return None if wrong else shape(**{"type_name" if name == "type" else name: each for name, each in entry.items()})


def _written(field: dataclasses.Field[Any]) -> str:
    return "type" if field.name == "type_name" else field.name


def _is_needed(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _items(read: Mapping[str, Any], name: str, problems: list[str]) -> list[Any]:
    items = read.get(name)
    if isinstance(items, list):
        return items
    problems.append(f"{name} must be a list, got {_shown(items)}")
    return []


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else f"{shown[:80]}…"
