"""`chime-voice routes`: exit codes, formats, folders, colours."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from constructs_lib.routing.formats import FORMATS
from tests.assembly.by_hand import application, function, rule, stack, write
from tests.cli.shell import CODE, run, small_assembly


def test_prints_who_answers_and_exits_with_0(tmp_path):
    done = run("routes", small_assembly(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"us-east-1 or function answer is down +us-west-2, if its function does", done.stdout)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("table", "1 rule, "),
        ("markdown", "# Routes\n"),
        ("json", "{\n"),
        ("mermaid", "%% 1 rule, "),
        ("html", "<!doctype html>\n"),
    ],
)
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


@pytest.mark.parametrize("here", [".", "elsewhere"])
def test_people_read_where_code_is_from_where_they_are_and_programs_from_anywhere(tmp_path, here):
    assembly = tmp_path / "cdk.out"
    for folder in (assembly / "asset.1", tmp_path / "elsewhere"):
        folder.mkdir(parents=True)
    uploaded = function(Code={"S3Bucket": "assets", "S3Key": "1.zip"})
    uploaded["Metadata"] = {"aws:asset:path": "asset.1", "aws:asset:property": "Code"}
    write(
        assembly, {"Voice": stack({"App": application({"Fn::GetAtt": ["Fn", "Arn"]}), "Fn": uploaded, "Rule": rule()})}
    )
    told = {name: run("routes", assembly, "--format", name, cwd=tmp_path / here).stdout for name in FORMATS}
    for name in ("table", "markdown", "html"):
        assert "cdk.out/asset.1" in told[name]
        assert str(tmp_path) not in told[name]
    assert json.loads(told["json"])["applications"][0]["function"]["code"] == str(assembly / "asset.1")


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


@pytest.mark.parametrize("name", ["table", "markdown", "json", "mermaid", "html"])
def test_a_mask_leaves_the_last_four_digits(tmp_path, name):
    done = run("routes", small_assembly(tmp_path), "--format", name, "--mask")
    assert done.returncode == 0
    assert "2065550100" not in done.stdout
    assert "0100" in done.stdout


def test_writes_a_file_where_it_is_told_to(tmp_path):
    (tmp_path / "cdk.out").mkdir()
    small_assembly(tmp_path / "cdk.out")
    file = tmp_path / "routes.md"
    done = run("routes", "cdk.out", "--format", "markdown", "-o", file.name, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert file.read_text(encoding="utf-8") == run("routes", tmp_path / "cdk.out", "--format", "markdown").stdout


@pytest.mark.parametrize("place", ["nowhere/routes.html", "."])
def test_a_file_that_cannot_be_written_is_2_and_one_sentence(tmp_path, place):
    (tmp_path / "cdk.out").mkdir()
    small_assembly(tmp_path / "cdk.out")
    done = run("routes", "cdk.out", "--output", place, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"chime-voice routes: cannot write {place}: ")
