"""The cloud's process as seen from outside: start it and wait until it answers, end it with everything it started."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from constructs_lib.local.cloud import boot
from constructs_lib.local.errors import LocalCloudError

START_SECONDS = 60.0
STOP_SECONDS = 8.0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Address:
    """Where a cloud answers, and which process it is."""

    pid: int
    port: int
    id: str

    @property
    def url(self) -> str:
        """The endpoint of everything."""
        return f"http://127.0.0.1:{self.port}"


def start(
    python: Path, run: Path, options: Mapping[str, Any], *, watched: bool
) -> tuple[subprocess.Popen[bytes], Address]:
    """Start the cloud; returns when it answers.

    Raises:
        LocalCloudError: it did not come up; the folder's log says why.
    """
    process = boot.spawn(python, run, options, watched=watched)
    try:
        return process, _answering(process, run)
    except BaseException:
        end(process.pid, process)
        raise


def _answering(process: subprocess.Popen[bytes], run: Path) -> Address:
    deadline = time.monotonic() + START_SECONDS
    while not (run / boot.READY).is_file():
        if process.poll() is not None:
            raise LocalCloudError(f"the local cloud did not start: {boot.tail(run) or 'it said nothing'}")
        if time.monotonic() > deadline:
            raise LocalCloudError(f"the local cloud did not answer within {START_SECONDS:.0f} s: {boot.tail(run)}")
        time.sleep(0.02)
    return Address(**json.loads((run / boot.READY).read_text()))


def alive(pid: int) -> bool:
    """Whether a process is there and not just waiting to be collected."""
    with contextlib.suppress(OSError, ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(pid: int, process: subprocess.Popen[bytes] | None = None) -> None:
    """End a cloud and everything it started. It leads a process group of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and (process.poll() is None if process else alive(pid)):
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    if process:
        process.wait()
        if process.stdin:
            with contextlib.suppress(OSError):
                process.stdin.close()


def remove(run: Path) -> None:
    """Remove a run's folder."""
    shutil.rmtree(run, ignore_errors=True)
