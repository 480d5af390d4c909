"""Routes as a committed text: a pull request that changes who answers shows it in its own diff.

`assert_routes_unchanged(app, "tests/routes.md")` needs no plugin; `routes_snapshot(app)` is the text alone, for syrupy and
others: `assert routes_snapshot(app) == snapshot`.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.sources import table_of
from constructs_lib.routing import json_report, markdown_report

SnapshotFormat = Literal["markdown", "json"]
UPDATE = "CHIME_VOICE_UPDATE_ROUTES"
"""The environment variable with which the committed files are written instead of compared."""
T = TypeVar("T")
_FORMATS: dict[str, SnapshotFormat] = {".md": "markdown", ".json": "json"}
# Another one at every change of any line of code, or on another machine.
_CHANGING = {"code": "", "code_version": "", "file": "", "line": None}


def routes_snapshot(source: Any, *, format: SnapshotFormat = "markdown") -> str:  # noqa: A002 - the command's own name for it
    """The report of `chime-voice routes`, the same on every machine until who answers changes.

    Hashes and folders of code and lines of files are left out. What only the deployment will know is a placeholder that
    names its construct.

    Args:
        source: a CDK app, or a stage or stack in one; what its `synth()` answers; a cdk.out folder; a `RoutingTable`.
        format: for people or for programs.

    Raises:
        ValueError: there is nothing with routes.
    """
    table = table_of(source)
    if table is None:
        raise CallsError(
            f"{source!r} has no routes: give a CDK app, what its synth() answers, a cdk.out folder or a routing table"
        )
    steady = _steady(table)
    return json_report.render(steady) if format == "json" else markdown_report.render(steady)


def assert_routes_unchanged(source: Any, file: str | Path) -> None:
    """Routes are as they were committed; `CHIME_VOICE_UPDATE_ROUTES=1` in the environment writes the file instead.

    Args:
        source: as in `routes_snapshot`.
        file: the committed text: Markdown in `….md`, JSON in `….json`. Give a path from the test's own folder,
            `Path(__file__).parent / "routes.md"`, to be independent of where the tests are started.

    Raises:
        AssertionError: they are not, or there is no such file yet; with the difference, and how to accept it.
        ValueError: there is nothing with routes, or the file's name ends in neither.
    """
    __tracebackhide__ = True
    path = Path(file)
    if path.suffix not in _FORMATS:
        raise CallsError(f"a file of routes ends in {' or '.join(_FORMATS)}, got {str(file)!r}")
    now = routes_snapshot(source, format=_FORMATS[path.suffix])
    if os.environ.get(UPDATE, "0") not in ("", "0"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, encoding="utf-8")
        return
    accept = f"to accept the routes as they are now, run the test once with {UPDATE}=1 and commit the file"
    if not path.exists():
        raise AssertionError(f"there is no {path} to compare the routes with; {accept}")
    committed = path.read_text(encoding="utf-8")
    if committed != now:
        told = difflib.unified_diff(committed.splitlines(), now.splitlines(), f"{path}, committed", "now", lineterm="")
        raise AssertionError("\n".join([f"routes are not as committed in {path}", *told, accept]))


def _steady(value: T) -> T:
    """The same without what changes while nobody who calls is answered differently."""
    given: Any = value
    if isinstance(given, tuple):
        given = tuple(_steady(item) for item in given)
    elif dataclasses.is_dataclass(given) and not isinstance(given, type):
        fields = {field.name: getattr(given, field.name) for field in dataclasses.fields(given)}
        steady = {name: _CHANGING[name] if name in _CHANGING else _steady(each) for name, each in fields.items()}
        given = dataclasses.replace(given, **steady)
    return cast(T, given)
