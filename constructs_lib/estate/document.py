"""The file of an estate: JSON for people to keep and for programs to read; `estate.schema.json` beside this has every field.

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
from typing import Any

from constructs_lib.estate import shapes
from constructs_lib.estate.errors import EstateError
from constructs_lib.estate.model import Estate

VERSION = 1
_SHOWN = 10
_LONGEST = 300


def document(estate: Estate) -> dict[str, Any]:
    """The estate as plain values."""
    written = {"version": VERSION, **dataclasses.asdict(estate)}
    written["resources"] = [{"type": each.pop("type_name"), **each} for each in written["resources"]]
    return written


def render(estate: Estate) -> str:
    """The estate as the text of its file."""
    return json.dumps(document(estate), indent=2, ensure_ascii=False) + "\n"


def save(estate: Estate, path: str | Path) -> None:
    """Write the file; an older one is replaced at once or not at all.

    Raises:
        EstateError: it cannot be written.
    """
    target = Path(path)
    fresh = target.with_name(f"{target.name}.new")
    try:
        fresh.write_text(render(estate), encoding="utf-8")
        fresh.replace(target)
    except OSError as error:
        raise EstateError(
            f"{path} cannot be written: {error.strerror or error}; name a file in a folder that exists"
        ) from error


def load(path: str | Path) -> Estate:
    """Read the file.

    Raises:
        EstateError: there is none, or it holds no estate; everything that is wrong with it is told.
    """
    try:
        read = json.loads(Path(path).read_bytes().decode())
    except OSError as error:
        raise EstateError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise EstateError(f"{path} is not valid JSON ({error}); run `chime-voice scan -o {path}` again") from error
    if not isinstance(read, dict) or not {"version", "resources"} <= read.keys():
        raise EstateError(
            f"{path} holds no estate; give the file that `chime-voice scan -o` writes, or the folder that `cdk synth` writes"
        )
    if read["version"] != VERSION:
        raise EstateError(f"{path} is of version {read['version']!r}, and this command reads {VERSION}; scan again")
    try:
        found, problems = shapes.estate(read)
    except RecursionError as error:
        raise EstateError(f"{path} is nested too deeply to be an estate") from error
    if problems:
        more = len(problems) - _SHOWN
        told = "; ".join(problem[:_LONGEST] for problem in problems[:_SHOWN])
        told += f"; and {more} problems more" if more > 0 else ""
        raise EstateError(f"{path} is not as documented: {told}")
    return found
