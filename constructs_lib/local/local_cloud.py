"""A local cloud for a program: a test run, a demo."""

from __future__ import annotations

import subprocess
import tempfile
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from constructs_lib.local import process
from constructs_lib.local.client import Admin
from constructs_lib.local.environment import Environment, Progress, silent
from constructs_lib.local.errors import LocalCloudError
from constructs_lib.local.variables import ACCOUNT, REGION, variables


class LocalCloud:
    """A cloud of one's own on a free port, which ends with the program or before.

    Example:
        with LocalCloud() as cloud:
            subprocess.run(["cdk", "deploy"], env=os.environ | cloud.env())

    Args:
        port: where to listen; by default any free port.
        account: the account that `env` is for.
        speed: how many times as fast as ours the service's time passes: orders, queues, propagation.
        settings: fields of `constructs_lib.local.voice.settings.Settings` that are to be different.
        progress: told what a first start is busy with.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        account: str = ACCOUNT,
        speed: float = 1.0,
        settings: dict[str, Any] | None = None,
        progress: Progress = silent,
    ) -> None:
        self.account = account
        self._options = {"port": port, "account": account, "speed": speed, "settings": settings or {}}
        self._progress = progress
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._address: process.Address | None = None

    def start(self) -> Self:
        """Start it; returns when it answers. A first start makes the emulator's environment.

        Raises:
            LocalCloudError: it did not come up; says why.
        """
        python = Environment().ensure(self._progress)
        self._folder = Path(tempfile.mkdtemp(prefix="chime-voice-local-"))
        try:
            options = {**self._options, "id": uuid.uuid4().hex}
            self._process, self._address = process.start(python, self._folder, options, watched=True)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End it with everything it started. Stopping twice is fine."""
        running, self._process, self._address = self._process, None, None
        if running:
            process.end(running.pid, running)
        if self._folder:
            process.remove(self._folder)
            self._folder = None

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop."""
        self.stop()

    @property
    def address(self) -> process.Address:
        """Where it answers.

        Raises:
            LocalCloudError: it is not running.
        """
        if self._address is None:
            raise LocalCloudError("the local cloud is not running: start() it or use it in a with statement")
        return self._address

    @property
    def url(self) -> str:
        """The endpoint of everything."""
        return self.address.url

    @property
    def log(self) -> str:
        """What the process wrote."""
        return (self._folder / "cloud.log").read_text(errors="replace") if self._folder else ""

    @property
    def admin(self) -> Admin:
        """Its own API: calls, faults, the clock, the journal."""
        return Admin(self.url)

    def env(self, region: str = REGION) -> dict[str, str]:
        """The variables with which AWS tools use it."""
        return variables(self.url, self.account, region)
