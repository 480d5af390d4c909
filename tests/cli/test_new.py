"""`chime-voice new handler`: a copy of a template that stands alone, complete or not there."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_lib import _templates
from constructs_lib.commands.new import standalone
from constructs_lib.commands.new.starts import STARTS
from tests.cli.shell import run


def new(template: str, folder: Path):
    return run("new", "handler", template, str(folder))


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """A folder with a copy of every template."""
    folder = tmp_path_factory.mktemp("copies")
    for name in _templates.names():
        done = new(name, folder / f"my_{name}")
        assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_help_lists_every_template_with_what_it_does():
    done = run("new", "handler", "--help")
    for name in _templates.names():
        summary = _templates.summary(name)
        assert f"  {name} " in done.stdout
        assert summary in done.stdout
        assert summary.endswith(".")


def test_every_template_has_a_start():
    assert sorted(STARTS) == _templates.names()


@pytest.mark.parametrize("name", STARTS)
def test_a_start_gives_what_the_template_needs_and_takes(name):
    template = _templates.load(name)
    assert set(getattr(template, "REQUIRED", ())) <= set(STARTS[name].parameters) <= set(template.PARAMETERS)
    assert template.problems(dict(STARTS[name].parameters)) == []


def test_a_copy_has_the_handler_its_modules_a_test_and_a_readme(tmp_path):
    done = new("menu", tmp_path / "my_menu")
    files = {path.name for path in (tmp_path / "my_menu").iterdir()}
    assert {"handler.py", "_question.py", "_parameters.py", "test_my_menu.py", "README.md"} <= files
    assert "_checks.py" not in files
    for name in files:
        assert str(tmp_path / "my_menu" / name) in done.stdout
    assert "python -m pytest" in done.stdout
    assert 'Path(__file__).parent / "my_menu"' in (tmp_path / "my_menu" / "README.md").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["my_menu"]
    assert (tmp_path / "my_menu").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("name", STARTS)
def test_a_copy_needs_only_the_vocabulary_of_calls(name, copies):
    program = (
        "import sys; sys.path.insert(0, '.'); import handler; assert callable(handler.handler); "
        "assert 'chime_voice.handlers' not in sys.modules"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CHIME_VOICE_")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=copies / f"my_{name}",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_copies_are_clean_code(copies):
    checks = (
        ["check", "--select", "F,E,I,ARG,W", "--line-length", "125"],
        ["format", "--check", "--line-length", "120"],
    )
    for words in checks:
        command = [sys.executable, "-m", "ruff", *words, "--isolated", str(copies)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_no_copy_asks_for_a_check_that_only_synthesis_makes(copies):
    for path in copies.rglob("*.py"):
        defined = {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
        assert "problems" not in defined
        assert "chime_voice.handlers" not in path.read_text()


def run_tests_of(copies: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", str(copies)]
    return subprocess.run(command, cwd=copies, env=environment, capture_output=True, text=True, check=False)


def test_the_tests_of_all_copies_pass_together(copies):
    done = run_tests_of(copies)
    assert done.returncode == 0, done.stdout
    assert f"{len(STARTS)} passed" in done.stdout


def test_the_tests_of_all_copies_fail_when_the_handlers_do_nothing(copies, tmp_path):
    broken = tmp_path / "copies"
    shutil.copytree(copies, broken, ignore=shutil.ignore_patterns("__pycache__"))
    for handler in broken.glob("*/handler.py"):
        handler.write_text("from chime_voice.sma import Calls\n\nhandler = Calls().handler\n")
    assert f"{len(STARTS)} failed" in run_tests_of(broken).stdout


@pytest.mark.parametrize("kind", ["folder with a file", "file", "below a file"])
def test_nothing_is_overwritten_or_left_behind(kind, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "handler.py").write_text("mine")
    target = {
        "folder with a file": tmp_path / "mine",
        "file": tmp_path / "mine" / "handler.py",
        "below a file": tmp_path / "mine" / "handler.py" / "new",
    }[kind]
    done = new("menu", target)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"chime-voice new handler: '{target}' ")
    assert done.stderr.count("\n") == 1
    assert ("nothing is overwritten" in done.stderr) == (kind == "folder with a file")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["mine", "mine/handler.py"]
    assert (tmp_path / "mine" / "handler.py").read_text() == "mine"


def test_an_empty_folder_is_filled_and_folders_above_a_new_one_are_made(tmp_path):
    (tmp_path / "empty").mkdir()
    assert new("announce", tmp_path / "empty").returncode == 0
    assert (tmp_path / "empty" / "handler.py").is_file()
    assert new("announce", tmp_path / "a" / "b").returncode == 0
    assert (tmp_path / "a" / "b" / "test_b.py").is_file()


def test_an_unknown_template_is_answered_with_those_there_are(tmp_path):
    done = new("menue", tmp_path / "x")
    assert done.returncode == 2
    assert "choose from" in done.stderr
    assert not (tmp_path / "x").exists()


def test_the_command_loads_neither_the_cdk_nor_boto3(tmp_path):
    program = (
        "import sys; from constructs_lib.cli import main\n"
        f"assert main(['new', 'handler', 'menu', {str(tmp_path / 'm')!r}]) == 0\n"
        "print(sorted({'aws_cdk', 'jsii', 'constructs', 'boto3', 'botocore'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


SOURCE = '''"""A template."""

from __future__ import annotations

from chime_voice.handlers import _parameters, _prompts
from chime_voice.sma import Calls, limits, respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

REQUIRED = ("to",)
PARAMETERS = {"to": str}

_LONGEST = 5
"""How long it may be."""
_KEPT = 1

app = Calls()


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong."""
    from chime_voice.handlers._checks import problems_of

    return problems_of(lambda: limits.text("to", parameters["to"], _LONGEST))


def _answer(call: Any) -> Any:
    return respond(_prompts.say("text", _KEPT, call))
'''
ADAPTED = '''"""A template."""

from __future__ import annotations

import _prompts
from chime_voice.sma import Calls, respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PARAMETERS = {"to": str}

_KEPT = 1

app = Calls()


def _answer(call: Any) -> Any:
    return respond(_prompts.say("text", _KEPT, call))
'''


def test_a_source_is_adapted_without_what_is_then_unused():
    assert standalone.adapt(SOURCE) == ADAPTED
    assert standalone.modules(ADAPTED) == ["_prompts"]
