"""Whatever README and docs show runs as it stands and prints what is shown."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_lib import cli
from tests.docs.pages import IN_AN_ACCOUNT, PAGES, ROOT, TYPED, Snippet, snippets

SESSIONS = (*TYPED, *IN_AN_ACCOUNT)
KNOWN = ("python", "javascript", "json", "console", "text", "yaml", "mermaid", "")
# Commands of other tools that the pages mention; what they do is not ours to test.
OTHERS = (
    "pip install ",
    "npm install ",
    "npx cdk ",
    "cdk ",
    "(cd ",
    "eval ",
    "python -m pytest ",
    "cp ",
    "bash ",
    "aws ",
    "terraform ",
    "python retain.py ",
)


def programs() -> list[Snippet]:
    return [snippet for snippet in snippets("python") if snippet.page not in SESSIONS]


def commands() -> list[tuple[str, str]]:
    return [
        (snippet.name, line.removeprefix("$ "))
        for snippet in snippets("console")
        for line in snippet.code.splitlines()
        if line.startswith("$ ") and (snippet.page not in SESSIONS or line.startswith("$ chime-voice"))
    ]


def test_there_are_pages_with_snippets():
    assert {"README.md", "docs/testing.md"} <= {snippet.page for snippet in programs()}
    assert len(commands()) > 10


def test_no_block_is_of_a_kind_that_nothing_tests():
    found = {
        (page.name, kind)
        for page in PAGES
        for kind in re.findall(r"^```(\w*)", page.read_text(), re.MULTILINE)
        if kind not in KNOWN
    }
    assert found == set()


@pytest.mark.parametrize("snippet", programs(), ids=lambda snippet: snippet.name)
def test_a_program_runs_and_prints_what_is_shown(snippet: Snippet, tmp_path: Path):
    # A process each, like a reader's: names and stacks of one must not help another.
    environment = {**os.environ, "CDK_OUTDIR": str(tmp_path / "cdk.out")}
    run = subprocess.run(
        [sys.executable, "-c", snippet.code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == (snippet.prints or "")


@pytest.mark.parametrize("snippet", snippets("json"), ids=lambda snippet: snippet.name)
def test_json_is_json(snippet: Snippet):
    assert json.loads(snippet.code)


@pytest.mark.parametrize(("place", "command"), commands(), ids=str)
def test_a_command_is_one_that_exists(place: str, command: str, capsys):
    words = shlex.split(command.partition(" > ")[0])
    if words[0] == "make":
        targets = (ROOT / "Makefile").read_text()
        assert all(f"\n{word}:" in targets for word in words[1:] if "=" not in word)
    elif words[0] == "chime-voice":
        # Ends well after the help only where every sub-command on the way is known.
        with pytest.raises(SystemExit) as ended:
            cli.main([*[word for word in words[1:4] if re.fullmatch(r"[a-z]+", word)], "--help"])
        assert ended.value.code == 0
        options = {word for word in words if word.startswith("--")}
        shown = capsys.readouterr().out
        assert all(option in shown for option in options), f"{place}: {options} are not all in the help"
    else:
        assert command.startswith(OTHERS), f"{place}: nothing tests {command!r}"


def test_the_pages_link_to_files_that_exist():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert broken == []
