"""Python for Lambda without what only readers need: a quarter less to upload, to load and to parse."""

from __future__ import annotations

import ast
from pathlib import Path


def copy(source: Path, target: Path) -> None:
    """Copy a file; of a Python file only what runs."""
    content = source.read_bytes()
    target.write_bytes(lean(content.decode()).encode() if source.suffix == ".py" else content)


def lean(text: str) -> str:
    """The program without docstrings, comments, layout and the types of functions."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [statement for statement in node.body if not _is_text(statement)] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(tree)


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
