"""The command as a shell sees it: words, exit codes, and what it loads."""

import importlib.metadata
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from constructs_lib import cli
from tests.cli.shell import CODE, COMMAND, run, small_assembly


def test_help_names_every_command_and_teaches_by_example():
    done = run("--help")
    assert done.returncode == 0
    assert "chime-voice routes cdk.out" in done.stdout
    assert "exit codes:" in done.stdout
    for name in cli.COMMANDS:
        assert f"\n    {name} " in done.stdout


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help_with_examples(name):
    done = run(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"chime-voice {name} " in done.stdout.partition("usage:")[2].partition("\n")[2]


def test_tells_its_version():
    done = run("--version")
    assert done.stdout == f"chime-voice {importlib.metadata.version('chime-voice-constructs')}\n"


@pytest.mark.parametrize(
    "words", [(), ("route",), ("routes",), ("routes", "cdk.out", "--format", "xml"), ("--colour",)]
)
def test_fails_with_2_and_usage_for_words_it_does_not_know(words):
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: chime-voice")
    assert "Traceback" not in done.stderr


def test_a_mistyped_command_is_answered_with_those_there_are():
    assert "choose from" in run("route").stderr
    assert "local" in run("route").stderr


def test_routes_loads_neither_the_cdk_nor_boto3(tmp_path):
    program = (
        f"import sys; from constructs_lib.cli import main; assert main(['routes', {str(small_assembly(tmp_path))!r}]) == 0\n"
        "print(sorted({'aws_cdk', 'jsii', 'constructs', 'boto3', 'botocore', 'constructs_lib.local'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_runs_as_an_installed_command(tmp_path):
    done = subprocess.run(
        [COMMAND, "routes", small_assembly(tmp_path)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0
    assert "+12065550100" in done.stdout


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(("words", "codes"), [(("routes",), {141}), (("--help",), {0, 141})])
def test_a_reader_who_has_had_enough_is_no_error(tmp_path, words, codes, unbuffered):
    # argparse swallows it by itself when nothing is buffered.
    folder = [small_assembly(tmp_path)] if words == ("routes",) else []
    with subprocess.Popen(
        [sys.executable, "-c", CODE, *words, *folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in codes


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_is_told_in_one_line(tmp_path):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", CODE, "routes", small_assembly(tmp_path)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("chime-voice: what it prints cannot be written: No space left")


def test_an_interrupt_ends_it_in_one_line(monkeypatch, capsys):
    def interrupted(_args):
        raise KeyboardInterrupt

    fake = types.SimpleNamespace(add_parser=lambda subparsers: subparsers.add_parser("wait"), run=interrupted)
    monkeypatch.setitem(sys.modules, "fake_command", fake)
    monkeypatch.setattr(cli, "COMMANDS", {"wait": "fake_command"})
    assert cli.main(["wait"]) == 130
    assert capsys.readouterr().err == "chime-voice: interrupted\n"
