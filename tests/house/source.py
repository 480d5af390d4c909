"""The project's own modules and what they import, read as text: nothing is run."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TREES = {"constructs_lib": ROOT / "constructs_lib", "chime_voice": ROOT / "lambda_src" / "chime_voice"}


@functools.cache
def modules() -> dict[str, Path]:
    """Dotted name -> file of every module that we ship."""
    found = {}
    for package, folder in TREES.items():
        for path in sorted(folder.rglob("*.py")):
            parts = (package, *path.relative_to(folder).with_suffix("").parts)
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@functools.cache
def imports_of(module: str) -> frozenset[str]:
    """Everything a module imports, at its top or inside functions, but not what only a type checker reads."""
    return frozenset(name for name, _ in _imports(module))


@functools.cache
def top_imports_of(module: str) -> frozenset[str]:
    """What a module imports when it is itself imported."""
    return frozenset(name for name, at_top in _imports(module) if at_top)


@functools.cache
def _imports(module: str) -> tuple[tuple[str, bool], ...]:
    tree = ast.parse(modules()[module].read_text())
    found: list[tuple[str, bool]] = []

    def visit(node: ast.AST, at_top: bool) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for other in node.orelse:
                visit(other, at_top)
            return
        if isinstance(node, ast.Import):
            found.extend((alias.name, at_top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.append((inner if inner in modules() else node.module, at_top))
        deeper = at_top and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            visit(child, deeper)

    visit(tree, at_top=True)
    return tuple(found)


def within(module: str, package: str) -> bool:
    """Whether a module is the package or lies in it."""
    return module == package or module.startswith(f"{package}.")


def room(module: str) -> str:
    """The part of the house that a module belongs to: the sub-package, or the file at the package's top."""
    return ".".join(module.split(".")[:2])
