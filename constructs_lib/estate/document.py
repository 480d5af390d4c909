"""The file of an estate: JSON for people to keep and for programs to read.

```
{
  "version": 1,                     changes when a program that reads this would have to
  "account", "scanned_at", "regions": [REGION],
  "resources": [{
    "type",                         `Custom::ChimeSipRule`, ...
    "id", "region",
    "properties": {},               as the resource would be declared to take it over as it is
    "attributes": {},               ids, ARNs, host names
    "facts": {}                     what else the service says
  }],
  "functions": [{"arn", "exists", "invoke_permission", "entry", "runtime", "timeout", "code_version"}],
  "gaps": [{"region", "operation", "reason"}]
}
```
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, TypeVar

from constructs_lib.estate.errors import EstateError
from constructs_lib.estate.model import Estate, Found, FoundFunction, Gap

VERSION = 1
_T = TypeVar("_T")


def document(estate: Estate) -> dict[str, Any]:
    """The estate as plain values."""
    written = {"version": VERSION, **dataclasses.asdict(estate)}
    written["resources"] = [{"type": each.pop("type_name"), **each} for each in written["resources"]]
    return written


def save(estate: Estate, path: str | Path) -> None:
    """Write the file; an older one is replaced at once or not at all."""
    target = Path(path)
    fresh = target.with_name(f"{target.name}.new")
    fresh.write_text(json.dumps(document(estate), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(target)


def load(path: str | Path) -> Estate:
    """Read the file.

    Raises:
        EstateError: there is none, or it holds no estate.
    """
    try:
        read = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise EstateError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise EstateError(f"{path} is not valid JSON ({error}); run `chime-voice scan -o {path}` again") from error
    if not isinstance(read, dict) or "version" not in read:
        raise EstateError(f"{path} holds no estate; `chime-voice scan -o FILE` writes one")
    if read["version"] != VERSION:
        raise EstateError(f"{path} is of version {read['version']!r}, and this command reads {VERSION}; scan again")
    return Estate(
        account=_text(path, read, "account"),
        scanned_at=_text(path, read, "scanned_at"),
        regions=tuple(map(str, _list(path, read, "regions"))),
        resources=tuple(_found(path, each) for each in _list(path, read, "resources")),
        functions=tuple(_as(FoundFunction, path, "functions", each) for each in _list(path, read, "functions")),
        gaps=tuple(_as(Gap, path, "gaps", each) for each in _list(path, read, "gaps")),
    )


def _found(path: str | Path, entry: Any) -> Found:
    if isinstance(entry, dict) and "type" in entry:
        entry = {"type_name" if name == "type" else name: value for name, value in entry.items()}
    found = _as(Found, path, "resources", entry)
    if not all(isinstance(each, dict) for each in (found.properties, found.attributes, found.facts)):
        raise EstateError(f"{path}: properties, attributes and facts of {found.id!r} must be objects")
    return found


def _as(shape: type[_T], path: str | Path, name: str, entry: Any) -> _T:
    try:
        return shape(**entry)
    except TypeError as error:
        raise EstateError(f"{path}: an entry of {name} is not as documented ({error})") from error


def _text(path: str | Path, read: dict[str, Any], name: str) -> str:
    if not isinstance(read.get(name), str):
        raise EstateError(f"{path}: {name} must be a text, got {read.get(name)!r}")
    return str(read[name])


def _list(path: str | Path, read: dict[str, Any], name: str) -> list[Any]:
    if not isinstance(read.get(name), list):
        raise EstateError(f"{path}: {name} must be a list, got {type(read.get(name)).__name__}")
    return list(read[name])
