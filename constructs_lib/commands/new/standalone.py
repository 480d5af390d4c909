"""A template's source as it stands alone in a folder: beside its modules, and without what synthesis asks of templates."""

from __future__ import annotations

import ast

_PACKAGE = "chime_voice.handlers"
_FOR_SYNTHESIS = ("problems", "REQUIRED")
"""What only a bundled template is asked; parameters of a folder are not checked by its code."""
_WIDTH = 120


def adapt(source: str) -> str:
    """The source with modules of the package imported from beside it, and without what is then unused."""
    source = _without(source, set(_FOR_SYNTHESIS))
    used = _names_used(source)
    source = _without(source, {name for name in _constants(source) if name not in used})
    lines = source.splitlines()
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in sorted(imports, key=lambda each: each.lineno, reverse=True):
        lines[node.lineno - 1 : node.end_lineno] = _rewritten(node, used)
    return "\n".join(lines) + "\n"


def modules(source: str) -> list[str]:
    """The modules beside it that an adapted source imports."""
    names = (alias.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import) for alias in node.names)
    return sorted(name for name in names if name.startswith("_"))


def _without(source: str, names: set[str]) -> str:
    """The source without these top-level definitions, the text behind one, and the blank lines in front."""
    lines = source.splitlines()
    body = ast.parse(source).body
    for node, following in reversed([*zip(body, [*body[1:], None], strict=True)]):
        if _name_of(node) not in names:
            continue
        last = following if isinstance(following, ast.Expr) and isinstance(node, ast.Assign) else node
        first, end = node.lineno - 1, last.end_lineno or node.lineno
        if not "".join(lines[end : end + 1]).strip():  # else what follows at once takes over the distance
            while first and not lines[first - 1].strip():
                first -= 1
        del lines[first:end]
    return "\n".join(lines) + "\n"


def _constants(source: str) -> list[str]:
    """Private names that a value is given to at the top."""
    names = (_name_of(node) for node in ast.parse(source).body if isinstance(node, ast.Assign))
    return [name for name in names if name.startswith("_")]


def _name_of(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return ""


def _names_used(source: str) -> set[str]:
    nodes = ast.walk(ast.parse(source))
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _rewritten(node: ast.Import | ast.ImportFrom, used: set[str]) -> list[str]:
    """The lines of an import, with the names that are used; none where there are none."""
    indent = " " * node.col_offset
    names = [alias.name for alias in node.names if alias.name in used]
    if isinstance(node, ast.Import) or node.module == "__future__":
        return [f"{indent}{ast.unparse(node)}"] if isinstance(node, ast.ImportFrom) or names else []
    if node.module == _PACKAGE:
        return [f"{indent}import {name}" for name in names]
    if not names:
        return []
    line = f"{indent}from {node.module} import {', '.join(names)}"
    if len(line) <= _WIDTH:
        return [line]
    return [f"{indent}from {node.module} import (", *(f"{indent}    {name}," for name in names), f"{indent})"]
