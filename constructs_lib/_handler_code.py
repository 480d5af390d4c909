"""The files of a call handler: a template with what it uses, or the user's folder, and `chime_voice.sma`."""

from __future__ import annotations

import ast
from pathlib import Path

from constructs_lib import _assets, _templates
from constructs_lib._problems import Problems
from constructs_lib.handler_plan import HandlerPlan


def read(problems: Problems, plan: HandlerPlan) -> _assets.Folder:
    """The code of a plan, empty where there is none; what is wrong with it is noted."""
    if plan.folder is not None:
        return _assets.Folder(_own_files(problems, plan.folder, plan.entry) | _assets.runtime_part("sma"))
    templates = _templates.names()
    if plan.template not in templates:
        problems.add(f"template must be one of {', '.join(templates)}; got {plan.template!r}")
        return _assets.Folder({})
    return of_handlers(plan.template)


def of_handlers(name: str) -> _assets.Folder:
    """A module of `chime_voice.handlers` with what it uses."""
    parts = (f"handlers/{file}" for file in ("__init__.py", *_templates.files(name)))
    return _assets.Folder(_assets.runtime_part("sma", *parts))


def _own_files(problems: Problems, folder: Path, entry: object) -> dict[str, Path]:
    if not folder.is_dir():
        problems.add(
            f"folder must be an existing folder, got {str(folder)!r}; give it relative to Path(__file__).parent"
        )
        return {}
    files = _assets.user_folder(folder)
    module, _, function = str(entry).rpartition(".")
    source = module.replace(".", "/")
    found = [files[name] for name in (f"{source}.py", f"{source}/__init__.py") if name in files]
    if not found or not _may_have(found[0], function):
        problems.add(f"entry must be a module of the folder and a function in it, such as app.handler; got {entry!r}")
    return files


def _may_have(source: Path, name: str) -> bool:
    """Whether a module may have a name: without one, nobody answers in any Region, and only a caller would notice."""
    try:
        tree = ast.parse(source.read_bytes())
    except SyntaxError:  # perhaps written for Lambda's Python, newer than the one that synthesizes
        return True
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
    return bool(names & {name, "*", "__getattr__"})
