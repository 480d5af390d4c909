"""The bundled call handlers, as files: names, what each says of itself, and what of `handlers` it brings along."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import chime_voice

FOLDER = Path(chime_voice.__file__).parent / "handlers"

_PACKAGE = "chime_voice.handlers"
_CALLED_BY_OTHERS = frozenset({"dialer", "updater"})
"""Functions that call the service, and that no caller reaches."""


def names() -> list[str]:
    """All templates, by the alphabet."""
    stems = {source.stem for source in FOLDER.glob("*.py") if not source.stem.startswith("_")}
    return sorted(stems - _CALLED_BY_OTHERS)


def load(name: str) -> Any:
    """The template's module, which says what it takes."""
    return importlib.import_module(f"{_PACKAGE}.{name}")


def summary(name: str) -> str:
    """The first line of the template's docstring."""
    docstring = ast.get_docstring(ast.parse((FOLDER / f"{name}.py").read_text())) or ""
    return docstring.partition("\n")[0]


def files(name: str) -> list[str]:
    """The template's own file and the private modules that it uses, by name in the folder."""
    found: list[str] = []
    waiting = [name]
    while waiting:
        module = waiting.pop()
        if f"{module}.py" not in found:
            found.append(f"{module}.py")
            waiting += _private_modules(FOLDER / f"{module}.py")
    return sorted(found)


def _private_modules(source: Path) -> list[str]:
    """What a module takes of its own folder, at its top or inside functions."""
    found = []
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == _PACKAGE:
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{_PACKAGE}."):
            found.append((node.module or "").removeprefix(f"{_PACKAGE}."))
    return found
