"""The document that `terraform show -json` prints.

Facts: https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from constructs_lib.estate.errors import EstateError

_PREFIX = "aws_chime"

Values = Mapping[str, Any]


def is_state_file(path: str | Path) -> bool:
    """Whether a file is what `terraform show -json` prints; False for one that cannot be read."""
    try:
        return _is_state(json.loads(Path(path).read_bytes().decode()))
    except (OSError, ValueError, RecursionError):
        return False


def _is_state(document: Any) -> bool:
    return isinstance(document, dict) and "format_version" in document and "resources" not in document


def managed(path: str | Path) -> dict[str, list[Values]]:
    """Resource type -> values of each resource of the service that the state manages.

    Raises:
        EstateError: there is no file, or it holds no state.
    """
    try:
        document = json.loads(Path(path).read_bytes().decode())
        if not _is_state(document):
            raise EstateError(f"{path} is not what `terraform show -json` prints")
        state = object_of(document.get("values")) or object_of(object_of(document.get("prior_state")).get("values"))
        by_type: dict[str, list[Values]] = defaultdict(list)
        for type_name, values in _resources(object_of(state.get("root_module"))):
            by_type[type_name].append(values)
    except OSError as error:
        raise EstateError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise EstateError(f"{path} is not valid JSON ({error}); run `terraform show -json > {path}` again") from error
    except RecursionError as error:
        raise EstateError(f"{path} is nested too deeply to be a state") from error
    return by_type


def _resources(module: Values) -> Iterator[tuple[str, Values]]:
    """Type and values of what is managed, of all modules; what is sensitive is not among the values."""
    for each in objects(module.get("resources")):
        type_name = str(each.get("type"))
        if each.get("mode") == "managed" and type_name.startswith(_PREFIX):
            yield type_name, _open(object_of(each.get("values")), each.get("sensitive_values"))
    for child in objects(module.get("child_modules")):
        yield from _resources(child)


def _open(value: Any, sensitive: Any) -> Any:
    """A value without what is marked beside it as sensitive."""
    if isinstance(value, dict):
        marks = object_of(sensitive)
        return {name: _open(each, marks.get(name)) for name, each in value.items() if marks.get(name) is not True}
    if isinstance(value, list):
        marks_of = sensitive if isinstance(sensitive, list) else []
        padded = [*marks_of, *[None] * (len(value) - len(marks_of))]
        return [_open(each, mark) for each, mark in zip(value, padded, strict=False) if mark is not True]
    return value


def texts(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from texts(each)


def object_of(value: Any) -> Values:
    """An object; an empty one where there is none."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[Values]:
    """The objects of a list; none where there is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
