"""The one local cloud of a user that runs in the background: how the commands find it again."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from constructs_lib.local import folders, process
from constructs_lib.local.client import Admin
from constructs_lib.local.cloud.boot import LOG
from constructs_lib.local.environment import Environment, Progress
from constructs_lib.local.errors import LocalCloudError

NOT_RUNNING = "no local cloud is running: start one with `chime-voice local up`"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Running:
    """A cloud that answers."""

    pid: int
    port: int
    id: str
    run: str
    """Its folder: the log, and what it throws away."""

    @property
    def url(self) -> str:
        """The endpoint of everything."""
        return process.Address(pid=self.pid, port=self.port, id=self.id).url

    @property
    def log(self) -> Path:
        """What the process wrote."""
        return Path(self.run) / LOG

    @property
    def admin(self) -> Admin:
        """Its own API."""
        return Admin(self.url)

    @classmethod
    def start(
        cls, root: Path, options: dict[str, Any], progress: Progress, *, watched: bool
    ) -> tuple[Self, subprocess.Popen[bytes]]:
        """Start one and remember it. When it is watched, it lives as long as the process that comes back is held.

        Raises:
            LocalCloudError: it did not come up.
        """
        python = Environment().ensure(progress)
        id_ = uuid.uuid4().hex
        run = root / f"run-{id_[:8]}"
        run.mkdir(parents=True)
        try:
            started, address = process.start(python, run, {**options, "id": id_}, watched=watched)
        except BaseException:
            process.remove(run)
            raise
        found = cls(pid=address.pid, port=address.port, id=id_, run=str(run))
        part = _file(root).with_suffix(".part")
        part.write_text(json.dumps(dataclasses.asdict(found)))
        part.rename(_file(root))
        return found, started

    def stop(self, root: Path, started: subprocess.Popen[bytes] | None = None) -> None:
        """End it with everything it started, and forget it."""
        process.end(self.pid, started)
        _forget(root, self)


def find(root: Path | None = None) -> Running | None:
    """The running cloud. What is remembered of one that died, or of another process on its port, is cleared away."""
    root = root or folders.state()
    try:
        found = Running(**json.loads(_file(root).read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        _file(root).unlink()
        return None
    if process.alive(found.pid):
        with contextlib.suppress(LocalCloudError):
            if Admin(found.url, timeout=10).get("status")["id"] == found.id:
                return found
    _forget(root, found)
    return None


def need(root: Path | None = None) -> Running:
    """The running cloud.

    Raises:
        LocalCloudError: there is none; says how to start it.
    """
    found = find(root)
    if found is None:
        raise LocalCloudError(NOT_RUNNING)
    return found


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep two commands from starting or stopping at once."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _file(root: Path) -> Path:
    return root / "local.json"


def _forget(root: Path, found: Running) -> None:
    _file(root).unlink(missing_ok=True)
    process.remove(Path(found.run))
