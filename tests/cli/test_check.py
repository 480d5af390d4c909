"""`chime-voice check`: exit codes, formats, acknowledgements."""

import json
import os
import pty
import subprocess
import sys

import pytest

from constructs_lib.routing.checks.catalog import FINDINGS
from tests.assembly.by_hand import application, rule, stack, write
from tests.cli.shell import CODE, run


def single(folder):
    """A number that is answered in one Region: a warning."""
    return write(folder, {"Voice": stack({"App": application(), "Rule": rule()})})


def contested(folder):
    """Two stacks with a rule for the same number: an error, beside warnings."""
    return write(folder, {name: stack({"App": application(), "Rule": rule()}) for name in ("One", "Two")})


def test_warnings_alone_are_shown_and_exit_with_0(tmp_path):
    done = run("check", single(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "warning single-region\n  - +12065550100, rule line, is answered in us-east-1 only\n" in done.stdout


def test_an_error_exits_with_1(tmp_path):
    done = run("check", contested(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert "error duplicate-trigger\n  - +12065550100 has 2 rules: line (One/Rule), line (Two/Rule);" in done.stdout


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_fails_on_what_it_is_told_to(tmp_path, fail_on, code):
    assert run("check", single(tmp_path), "--fail-on", fail_on).returncode == code


def test_never_fails_for_an_error_where_it_is_told_so(tmp_path):
    assert run("check", contested(tmp_path), "--fail-on", "never").returncode == 0


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("table", "checked 2 rules"),
        ("markdown", "# Check\n"),
        ("json", "{\n"),
        ("github", "::error title=chime-voice%3A "),
    ],
)
def test_prints_each_format_with_the_same_exit_code(tmp_path, name, start):
    done = run("check", contested(tmp_path), "--format", name)
    assert done.returncode == 1
    assert done.stdout.startswith(start)
    assert done.stdout.endswith("\n")
    assert not done.stdout.endswith("\n\n")


def test_what_is_acknowledged_is_shown_with_its_reason_and_does_not_fail(tmp_path):
    words = (
        "--acknowledge",
        "duplicate-trigger=until Monday = soon",
        "--acknowledge",
        "chime::single-region= a pilot ",
    )
    done = run("check", contested(tmp_path), *words, "--fail-on", "warning", "--format", "json")
    assert done.returncode == 0
    reasons = {each["id"]: each["acknowledged"] for each in json.loads(done.stdout)["findings"]}
    assert reasons == {"duplicate-trigger": "until Monday = soon", "single-region": "a pilot"}


@pytest.mark.parametrize("words", ["single-region", "single-region=", "single-region=  "])
def test_an_acknowledgement_without_a_reason_is_a_mistake(tmp_path, words):
    done = run("check", single(tmp_path), "--acknowledge", words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "single-region needs a reason: --acknowledge single-region='why that is fine'" in done.stderr


def test_an_acknowledgement_of_something_unknown_names_what_there_is(tmp_path):
    done = run("check", single(tmp_path), "--acknowledge", "sinlge-region\x1b=so be it")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no finding 'sinlge-region" in done.stderr
    assert "\x1b" not in done.stderr
    assert all(finding_id in done.stderr for finding_id in FINDINGS)


@pytest.mark.parametrize("content", [None, '{"artifacts": '])
def test_fails_with_2_and_one_line_when_there_is_no_assembly_to_read(tmp_path, content):
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    done = run("check", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("chime-voice check: ")


@pytest.mark.parametrize("name", ["table", "markdown", "json", "github"])
def test_a_mask_leaves_the_last_four_digits(tmp_path, name):
    done = run("check", contested(tmp_path), "--format", name, "--mask")
    assert done.returncode == 1
    assert "206555" not in done.stdout
    assert "0100 has 2 rules" in done.stdout or "0100 has 2 rules" in json.loads(done.stdout)["findings"][0]["message"]


@pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
def test_is_coloured_on_a_terminal_unless_its_user_says_otherwise(tmp_path, no_color, colored):
    ours, terminal = pty.openpty()
    try:
        command = [sys.executable, "-c", CODE, "check", str(single(tmp_path))]
        subprocess.run(command, stdout=terminal, check=True, env={**os.environ, "NO_COLOR": no_color})
        shown = os.read(ours, 100_000)
    finally:
        os.close(ours)
        os.close(terminal)
    assert (b"\x1b[" in shown) is colored
