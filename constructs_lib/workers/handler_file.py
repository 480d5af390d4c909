"""A handler's file as the function that it would be in Lambda, with no template around."""

from __future__ import annotations

import re
from pathlib import Path

from constructs_lib.routing.model import Function
from constructs_lib.workers.errors import WorkersError

_PYTHON = (".py",)
_NODE = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts")
_PLACE = re.compile(
    rf"(?P<file>.+({'|'.join(re.escape(end) for end in _PYTHON + _NODE)}))(:(?P<name>[^:/.]*))?", re.DOTALL
)


def function(place: str, *, region: str = "us-east-1") -> Function:
    """The function that a file holds. Its runtime has no version, since nothing declares one.

    Args:
        place: the file, and after a colon the handler's name in it: `calls/menu.py:answer`. Without a name it is `handler`.
            Python (.py), JavaScript (.js, .mjs, .cjs) or TypeScript that Node can run as it is (.ts, .mts, .cts).
        region: where it is said to run.

    Raises:
        WorkersError: there is no such file, or Lambda could not name it.
    """
    found = _PLACE.fullmatch(place)
    if found is None:
        allowed = ", ".join(_PYTHON + _NODE)
        raise WorkersError(
            f"{place!r} is no handler: give a file that ends in one of {allowed}, as in handler.py:function"
        )
    path = Path(found["file"]).absolute()
    if not path.is_file():
        raise WorkersError(
            f"there is no file {found['file']!r}: give the handler's file, as in path/to/handler.py:function"
        )
    if "." in path.stem:
        raise WorkersError(
            f"{path.name!r} cannot be named as a handler in Lambda, which takes a dot for the end: rename it"
        )
    folder, module = path.parent, path.stem
    while path.suffix in _PYTHON and (folder / "__init__.py").is_file():
        folder, module = folder.parent, f"{folder.name}/{module}"
    return Function(
        name=path.stem,
        region=region,
        code=str(folder),
        entry=f"{module}.{found['name'] or 'handler'}",
        runtime="python" if path.suffix in _PYTHON else "nodejs",
    )
