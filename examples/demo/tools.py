"""The CDK CLI as a user runs it, against the local cloud instead of AWS."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from constructs_lib.local import LocalCloud
from examples.demo import interrupts

ROOT = Path(__file__).resolve().parents[2]
CLI = ROOT / "node_modules" / ".bin" / "cdk"
STOP_SECONDS = 5.0
# `Support-us-east-1 |  4/13 | 9:00:00 AM | CREATE_COMPLETE | …`
EVENT = re.compile(r"^(\S+) \| +(\d+(?:/\d+)?) \| [^|]+\| (\w+) +\| (\S+)")


class DemoError(Exception):
    """The story cannot go on; the message says why."""


class Cdk:
    """Runs the pinned CLI.

    Args:
        cloud: where to; asked when a command runs, so it may start later.
        log: the file that gets everything the CLI prints.
        doing: told what happens meanwhile.
    """

    def __init__(self, cloud: LocalCloud, log: Path, doing: Callable[[str], None]) -> None:
        self._cloud = cloud
        self._log = log
        self._doing = doing
        if not CLI.exists():
            raise DemoError("the CDK CLI is not installed: run `make dev` first")

    def bootstrap(self, account: str, regions: list[str]) -> str:
        """Prepare the Regions; from another directory, since this needs no app."""
        with tempfile.TemporaryDirectory() as elsewhere:
            return self._run(["bootstrap", *(f"aws://{account}/{region}" for region in regions)], Path(elsewhere))

    def deploy(self, context: Mapping[str, str]) -> str:
        """`cdk deploy --all` of the reference app; what it printed."""
        return self._run(["deploy", "--all", "--require-approval", "never", *_options(context)], ROOT)

    def destroy(self, what: str, context: Mapping[str, str]) -> str:
        """`cdk destroy` of a stack, or of `--all`."""
        return self._run(["destroy", "--force", what, *_options(context)], ROOT)

    def _run(self, arguments: list[str], folder: Path) -> str:
        lines: list[str] = []
        with self._log.open("a") as log, self._process(arguments, folder) as process:
            log.write(f"\n$ cdk {' '.join(arguments)}\n")
            assert process.stdout is not None
            for line in process.stdout:
                log.write(line)
                lines.append(line.rstrip())
                event = EVENT.match(line)
                if event:
                    self._doing(f"{event[1]} {event[2]} {event[4]} {event[3]}")
        if process.returncode:
            last = "\n  ".join(lines[-25:])
            raise DemoError(f"cdk {arguments[0]} ended with {process.returncode}; its last lines:\n  {last}")
        return "\n".join(lines)

    def _env(self) -> dict[str, str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        # CI: plain lines rather than a drawing of its own.
        return {**os.environ, **self._cloud.env(), "PATH": path, "CI": "1", "NO_COLOR": "1"}

    @contextlib.contextmanager
    def _process(self, arguments: list[str], folder: Path) -> Iterator[subprocess.Popen[str]]:
        """In a session of its own, so that it can be ended with the app's Python and Node whatever happens here."""
        process = None
        try:
            with interrupts.held_back():
                process = subprocess.Popen(
                    [str(CLI), *arguments],
                    cwd=folder,
                    env=self._env(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    start_new_session=True,
                )
            yield process
            process.wait()
        finally:
            if process is not None and process.poll() is None:
                # A second Ctrl-C must not leave half of it behind.
                with interrupts.held_back():
                    _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _options(context: Mapping[str, str]) -> list[str]:
    return [part for name, value in context.items() for part in ("-c", f"{name}={value}")]
