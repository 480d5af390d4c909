"""A page that is one session: its files are written, its commands typed, and what they print is what it shows.

`python -m tests.docs.typed docs/calls.md` writes what they print now into the page; read the difference before keeping it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path

from tests.docs.hand_made import account
from tests.docs.pages import IN_AN_ACCOUNT, ROOT

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(?:#|//) ([\w.]+)\n")
# A session with the local cloud takes a minute, and the README's is one.
_NOT_TYPED = ("chime-voice local ", "pip install ")
# Of code that will be uploaded: another one at every change of a handler.
_HASH = re.compile(r"(?<=asset\.)[0-9a-f]{64}|(?<=code )[0-9a-f]{12}\b")

_NOW = re.compile(r"(?<=scanned at )[-0-9]+T[:0-9]+Z|(?<=code )[A-Za-z0-9+/]{12}(?![A-Za-z0-9+/])")


def play(
    page: Path, folder: Path, account: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str, re.Match[str] | None]]:
    """Write each file and type each command of a page; yields the command, what it prints, and the block that shows it.

    A block that begins with a comment that is a file's name is that file.

    Args:
        page: the page.
        folder: where it is played.
        account: the variables with which AWS tools reach an account; by default there is none.

    Raises:
        AssertionError: a command whose output is not shown failed.
    """
    blocks = list(_BLOCK.finditer(page.read_text()))
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        name = _FILE.match(block[2])
        if name:
            (folder / name[1]).write_text(block[2])
        if block[1] != "console":
            continue
        shows = following if following and following[1] == "text" and not _FILE.match(following[2]) else None
        commands = [line.removeprefix("$ ") for line in block[2].splitlines() if line.startswith("$ ")]
        for command in commands:
            shown = shows if command is commands[-1] else None
            if not command.startswith(_NOT_TYPED):
                yield command, _type(command, folder, account or {}, shown=shown is not None), shown


def _type(command: str, folder: Path, account: Mapping[str, str], *, shown: bool) -> str:
    path = [str(Path(sys.executable).parent), str(ROOT / "node_modules" / ".bin"), os.environ["PATH"]]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTEST_"))}
    environment |= {"PATH": os.pathsep.join(path), "XDG_STATE_HOME": str(folder / "state"), "NO_COLOR": "1"} | dict(
        account
    )
    told = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown or told.returncode == 0, f"{command}\n{told.stdout}\n{told.stderr}"
    return _NOW.sub("…", _HASH.sub("…", told.stdout.replace(f"{folder}/", "")))


def main(page: Path) -> None:
    """Refresh a page."""
    text = page.read_text()
    in_an_account = page.resolve().relative_to(ROOT).as_posix() in IN_AN_ACCOUNT
    with tempfile.TemporaryDirectory() as folder, account() if in_an_account else nullcontext() as known:
        shown = [(block, prints) for _, prints, block in play(page, Path(folder), known) if block]
    for block, prints in reversed(shown):
        text = text[: block.start(2)] + prints + text[block.end(2) :]
    page.write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
