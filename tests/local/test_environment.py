"""The emulator's own environment: made once and completely, by whoever comes first. Commands are played by a fake."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from constructs_lib.local import LocalCloudError, environment, folders
from constructs_lib.local.cloud.emulator import VERSION
from constructs_lib.local.environment import REQUIREMENTS, Environment, clean


class Commands:
    """Remembers what is run and does what matters of it: a virtual environment has an interpreter."""

    def __init__(self) -> None:
        self.heard: list[list[str]] = []
        self.failing = ""
        self.entered = threading.Event()
        self.released = threading.Event()
        self.released.set()

    def __call__(self, command: list[str]) -> None:
        self.heard.append(command)
        self.entered.set()
        assert self.released.wait(10)
        if self.failing and self.failing in command:
            raise LocalCloudError(f"{self.failing} failed")
        if "venv" in command:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.touch()


@pytest.fixture
def commands() -> Commands:
    return Commands()


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    written = tmp_path / "requirements.txt"
    written.write_text("# pinned\nemulator==1.2.3\n\nhelper==4\n")
    return written


def test_is_made_once_with_exactly_the_pinned_packages(commands: Commands, requirements: Path, tmp_path: Path):
    said: list[str] = []
    made = Environment(requirements, tmp_path / "cache", commands)
    assert not made.is_ready()
    python = made.ensure(said.append)
    assert python == made.folder / "bin" / "python"
    venv, pip = commands.heard
    assert venv == [sys.executable, "-m", "venv", str(made.folder)]
    assert pip[:4] == [str(python), "-m", "pip", "install"]
    assert "--no-deps" in pip
    assert pip[-2:] == ["--requirement", str(requirements)]
    assert [str(made.folder) in said[0], "emulator 1.2.3 and 1 packages" in said[1]] == [True, True]
    again = Environment(requirements, tmp_path / "cache", commands)
    assert again.ensure(said.append) == python
    assert len(commands.heard) == 2
    assert len(said) == 2


@pytest.mark.parametrize("failing", ["venv", "pip"])
def test_one_that_failed_half_way_is_made_again(commands: Commands, requirements: Path, tmp_path: Path, failing: str):
    made = Environment(requirements, tmp_path / "cache", commands)
    commands.failing = failing
    with pytest.raises(LocalCloudError, match=f"{failing} failed"):
        made.ensure()
    assert not made.is_ready()
    (made.folder / "left behind").parent.mkdir(parents=True, exist_ok=True)
    (made.folder / "left behind").touch()
    commands.failing = ""
    made.ensure()
    assert made.is_ready()
    assert not (made.folder / "left behind").exists()


def test_one_whose_interpreter_went_away_is_made_again(commands: Commands, requirements: Path, tmp_path: Path):
    made = Environment(requirements, tmp_path / "cache", commands)
    made.ensure().unlink()
    assert not made.is_ready()
    made.ensure()
    assert made.is_ready()


def test_two_at_once_make_one(commands: Commands, requirements: Path, tmp_path: Path):
    commands.released.clear()
    both = [Environment(requirements, tmp_path / "cache", commands) for _ in range(2)]
    threads = [threading.Thread(target=each.ensure) for each in both]
    threads[0].start()
    assert commands.entered.wait(10)
    threads[1].start()
    commands.released.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    assert len(commands.heard) == 2
    assert both[0].folder == both[1].folder


def test_other_packages_or_another_python_are_another_environment(
    commands: Commands, requirements: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = Environment(requirements, tmp_path, commands).folder
    monkeypatch.setattr(sys, "version", "3.99")
    second = Environment(requirements, tmp_path, commands).folder
    requirements.write_text("emulator==1.2.4\n")
    assert len({first, second, Environment(requirements, tmp_path, commands).folder}) == 3


def test_cleaning_removes_all_of_them(commands: Commands, requirements: Path, tmp_path: Path):
    root = tmp_path / "cache"
    Environment(requirements, root, commands).ensure()
    assert clean(root)
    assert not root.exists()
    assert not clean(root)


def test_an_environment_that_a_cloud_runs_on_is_not_removed(commands: Commands, requirements: Path, tmp_path: Path):
    root = tmp_path / "cache"
    made = Environment(requirements, root, commands)
    made.ensure()
    held = environment.use(made.folder)
    with pytest.raises(LocalCloudError, match=r"a local cloud runs on .*: stop that one first"):
        clean(root)
    assert made.is_ready()
    held.close()
    assert clean(root)


def test_a_step_that_fails_tells_the_last_lines_of_what_it_said():
    program = "import sys; print('first'); print('no such package', file=sys.stderr); sys.exit(3)"
    with pytest.raises(LocalCloudError, match="could not be made: no such package"):
        environment.run([sys.executable, "-c", program])


def test_a_step_does_not_see_the_callers_python_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"):
        monkeypatch.setenv(name, str(tmp_path))
    program = "import os, sys; sys.exit(any(n in os.environ for n in ('PYTHONPATH', 'VIRTUAL_ENV', 'PYTHONHOME')))"
    environment.run([sys.executable, "-c", program])


def test_every_package_is_pinned_and_the_emulator_is_the_one_that_is_extended():
    lines = [line for line in REQUIREMENTS.read_text().splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[\w.]+", line) for line in lines)
    assert lines[0] == f"ministack=={VERSION}"


def test_the_environment_that_is_used_is_complete():
    python = Environment().ensure()
    done = subprocess.run([python, "-I", "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("variable", "folder", "below"),
    [("XDG_CACHE_HOME", folders.cache, ".cache"), ("XDG_STATE_HOME", folders.state, ".local/state")],
)
def test_folders_follow_the_xdg_specification(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, folder, below: str
):
    monkeypatch.setenv(variable, str(tmp_path))
    assert folder() == tmp_path / "chime-voice"
    # A relative path is to be ignored.
    for value in ("relative", ""):
        monkeypatch.setenv(variable, value)
        assert folder() == Path.home() / below / "chime-voice"
