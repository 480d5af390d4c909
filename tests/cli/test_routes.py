"""`chime-voice routes`: exit codes, formats, folders, colours."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from tests.assembly.by_hand import application, rule, stack, write
from tests.cli.shell import CODE, run, small_assembly


def test_prints_who_answers_and_exits_with_0(tmp_path):
    done = run("routes", small_assembly(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"us-east-1 is down +us-west-2, if its function does", done.stdout)


@pytest.mark.parametrize(("name", "start"), [("table", "1 rule, "), ("markdown", "# Routes\n"), ("json", "{\n")])
def test_prints_each_format(tmp_path, name, start):
    done = run("routes", small_assembly(tmp_path), "--format", name)
    assert done.returncode == 0
    assert done.stdout.startswith(start)
    assert done.stdout.endswith("\n")
    assert not done.stdout.endswith("\n\n")


def test_takes_a_path_from_another_directory(tmp_path):
    (tmp_path / "my app" / "cdk.out").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    small_assembly(tmp_path / "my app" / "cdk.out")
    done = run("routes", "../my app/cdk.out", "--format", "json", cwd=tmp_path / "elsewhere")
    assert json.loads(done.stdout)["routes"][0]["trigger"]["value"] == "+12065550100"


@pytest.mark.parametrize("content", [None, '{"artifacts": ', '{"artifacts": {"\\u001b[31m\\nX": 1}}'])
def test_fails_with_2_and_one_line_when_there_is_no_assembly_to_read(tmp_path, content):
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    done = run("routes", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("chime-voice routes: ")
    assert line.isprintable()


def test_a_terminal_without_unicode_is_no_reason_to_fail(tmp_path):
    write(tmp_path, {"Téléphone": stack({"App": application(Name="réponse"), "Rule": rule()})})
    done = run("routes", tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert r"r\xe9ponse" in done.stdout


@pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
def test_is_coloured_on_a_terminal_unless_its_user_says_otherwise(tmp_path, no_color, colored):
    ours, terminal = pty.openpty()
    try:
        command = [sys.executable, "-c", CODE, "routes", str(small_assembly(tmp_path))]
        subprocess.run(command, stdout=terminal, check=True, env={**os.environ, "NO_COLOR": no_color})
        shown = os.read(ours, 100_000)
    finally:
        os.close(ours)
        os.close(terminal)
    assert (b"\x1b[" in shown) is colored
    assert b"+12065550100" in shown


def test_is_not_coloured_into_a_file(tmp_path):
    assert "\x1b" not in run("routes", small_assembly(tmp_path)).stdout
