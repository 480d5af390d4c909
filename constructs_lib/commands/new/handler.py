"""A template copied into a folder of its own, with a test and a README; the folder is complete or not there."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from constructs_lib import _templates
from constructs_lib.commands.new import standalone
from constructs_lib.commands.new.starts import STARTS

_TEST = '''\
"""Calls to the handler, played on this machine: nothing is deployed, and nobody is called."""

from pathlib import Path

from constructs_lib.testing import call

HANDLER = f"{{Path(__file__).with_name('handler.py')}}:handler"
SETTINGS = {settings}


def test_{name}() -> None:
    played = call({arguments})
    played{shows}
'''
_README = """\
# {title}

A copy of the template `{template}`: {summary}

`handler.py` is yours to change; `PARAMETERS` in it says what it reads from its environment. The modules beside it are what
it uses. The test plays a call to it on this machine:

```console
$ python -m pytest {title}
```

In a CDK app it is a plan, which `FailoverVoiceApp`, `SipMediaApplication` and `CallHandler` take:

```python
from pathlib import Path

from constructs_lib import CallHandler

plan = CallHandler.from_folder(
    Path(__file__).parent / "{title}",
    entry="handler.handler",
    parameters={parameters},
)
```
"""


class NotWrittenError(Exception):
    """The folder cannot be made; nothing was written."""


def write(template: str, folder: Path) -> list[str]:
    """Make the folder; answers the names of its files.

    Args:
        template: by its name.
        folder: must not exist, or be empty. Folders above it are made.

    Raises:
        NotWrittenError: it has something in it, or cannot be made.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise NotWrittenError(f"{str(folder)!r} has files in it, and nothing is overwritten; choose another folder")
    files = _files(template, folder.resolve().name)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        half_done = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for name, text in files.items():
                (half_done / name).write_text(text, encoding="utf-8")
            half_done.chmod(0o755)  # a temporary folder is its user's alone
            half_done.rename(folder)
        finally:
            shutil.rmtree(half_done, ignore_errors=True)
    except OSError as error:
        raise NotWrittenError(f"{str(folder)!r} cannot be made: {error.strerror or error}") from error
    return sorted(files)


def _files(template: str, title: str) -> dict[str, str]:
    """Name -> text of everything in the folder."""
    sources = {"handler": standalone.adapt((_templates.FOLDER / f"{template}.py").read_text(encoding="utf-8"))}
    waiting = standalone.modules(sources["handler"])
    while waiting:
        name = waiting.pop()
        if name not in sources:
            sources[name] = standalone.adapt((_templates.FOLDER / f"{name}.py").read_text(encoding="utf-8"))
            waiting += standalone.modules(sources[name])
    start = STARTS[template]
    arguments = ["HANDLER", "env=SETTINGS", *([start.call] if start.call else [])]
    test = _TEST.format(
        settings=_as_code(_settings(start.parameters)),
        name=_as_name(start.says),
        arguments=", ".join(arguments),
        shows=start.shows,
    )
    readme = _README.format(
        title=title,
        template=template,
        summary=_templates.summary(template),
        parameters=_as_code(start.parameters, indent="    "),
    )
    return {
        **{f"{name}.py": text for name, text in sources.items()},
        f"test_{_as_name(title)}.py": test,
        "README.md": readme,
    }


def _as_name(words: str) -> str:
    return re.sub(r"\W+", "_", words)


def _settings(parameters: Mapping[str, object]) -> dict[str, str]:
    """The environment of a call in a test, as the construct would write it."""
    return {
        f"CHIME_VOICE_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in parameters.items()
    }


def _as_code(values: Mapping[str, object], indent: str = "") -> str:
    """A mapping as it is written in Python, a pair a line."""
    pairs = "".join(f"{indent}    {_quoted(name)}: {_quoted(value)},\n" for name, value in values.items())
    return f"{{\n{pairs}{indent}}}"


def _quoted(value: object) -> str:
    if isinstance(value, str) and '"' in value:
        return repr(value)
    return json.dumps(value)  # double quotes, as everywhere here
