"""The emulator's own virtual environment: made once, used by every local cloud, never by us.

It is apart because the emulator pins its botocore, and because deployed functions run on its interpreter and must see
nothing of the user's environment.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from constructs_lib.local import folders
from constructs_lib.local.errors import LocalCloudError

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
READY = "ready"

Progress = Callable[[str], None]
Run = Callable[[list[str]], None]


def silent(_message: str) -> None:
    """Progress for nobody."""


def run(command: list[str]) -> None:
    """Run a step of the set-up, out of reach of the caller's own Python settings.

    Raises:
        LocalCloudError: it failed; with the last lines of what it said.
    """
    ours = ("PYTHONPATH", "PYTHONHOME", "PYTHONSAFEPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        last = " | ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise LocalCloudError(f"the local cloud's environment could not be made: {last}")


class Environment:
    """One virtual environment for one list of requirements and one Python."""

    def __init__(self, requirements: Path = REQUIREMENTS, root: Path | None = None, run: Run = run) -> None:
        """Name it; nothing is made yet.

        Args:
            requirements: every package pinned, transitive ones too.
            root: where environments are kept; the user's cache folder by default.
            run: runs a command of the set-up.
        """
        self._requirements = requirements
        self._run = run
        self._root = root or folders.cache()
        what = f"{requirements.read_text()}\n{sys.base_prefix}\n{sys.version}"
        self.folder = self._root / f"cloud-{hashlib.sha256(what.encode()).hexdigest()[:16]}"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def is_ready(self) -> bool:
        """Whether it was made completely; a half-made one is made again."""
        return (self.folder / READY).is_file() and self.python.exists()

    def ensure(self, progress: Progress = silent) -> Path:
        """The interpreter, after making the environment if it is not there. Two processes may ask at once.

        Raises:
            LocalCloudError: it could not be made.
        """
        if self.is_ready():
            return self.python
        with self._lock():
            if not self.is_ready():
                self._make(progress)
        return self.python

    def _make(self, progress: Progress) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        lines = self._requirements.read_text().splitlines()
        packages = [line for line in lines if line and not line.startswith("#")]
        progress(f"set-up of the local cloud, once: a Python environment in {self.folder}")
        self._run([sys.executable, "-m", "venv", str(self.folder)])
        progress(f"set-up of the local cloud, once: {packages[0].replace('==', ' ')} and {len(packages) - 1} packages")
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        self._run([*pip, "--requirement", str(self._requirements)])
        # Last, so that what is interrupted before is never taken for complete.
        (self.folder / READY).touch()

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def use(folder: Path) -> IO[str]:
    """Hold an environment, as a cloud does that runs on it, until the file is closed or the process ends."""
    held = (folder / READY).open()
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


def clean(root: Path | None = None) -> bool:
    """Remove every environment, also of earlier versions. True when there was anything.

    Raises:
        LocalCloudError: a cloud runs on one of them, perhaps another user's or a test run's.
    """
    folder = root or folders.cache()
    for ready in folder.glob(f"cloud-*/{READY}"):
        with ready.open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LocalCloudError(
                    f"a local cloud runs on {ready.parent}, started elsewhere or by a test run: stop that one first"
                ) from None
    there = folder.is_dir()
    shutil.rmtree(folder, ignore_errors=True)
    return there
