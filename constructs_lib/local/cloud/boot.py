"""Start the cloud process: what goes into it, and nothing of the user's.

The process is the emulator's interpreter in isolated mode. It sees our two packages through links in a folder of their
own, so that a wheel, an editable install and a checkout look the same to it, and none of them brings its neighbours.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import chime_voice

import constructs_lib

# Isolated mode (-I) ignores PYTHONPATH; so the functions that the emulator starts do not inherit our packages either.
CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]); from constructs_lib.local.cloud.main import main; main(sys.argv[2])"
)
LOG, READY, OPTIONS = "cloud.log", "ready.json", "options.json"


def links(folder: Path) -> Path:
    """A folder from which exactly `constructs_lib` and `chime_voice` can be imported."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in (constructs_lib, chime_voice):
        place = Path(str(package.__file__)).resolve().parent
        (folder / place.name).symlink_to(place)
    return folder


def environment(run: Path) -> dict[str, str]:
    """All that the process and the functions in it get: a search path and folders to throw away.

    AWS settings in particular stay outside: an AWS_ENDPOINT_URL would reach the deployed functions.
    """
    env = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    for name in ("home", "tmp"):
        (run / name).mkdir(parents=True, exist_ok=True)
    return env | {
        "HOME": str(run / "home"),
        "TMPDIR": str(run / "tmp"),
        "PYTHONDONTWRITEBYTECODE": "1",
        # The emulator looks for containers to remove when it finds a Docker daemon.
        "DOCKER_HOST": f"unix://{run / 'no-docker'}",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def spawn(python: Path, run: Path, options: Mapping[str, Any], *, watched: bool) -> subprocess.Popen[bytes]:
    """Start the process in a session of its own, so that it can be ended with everything that it started.

    Args:
        python: the emulator's interpreter.
        run: a folder for this one run; holds the log and, once the cloud answers, `ready.json`.
        options: what `main` reads.
        watched: end by itself when the caller is gone.
    """
    (run / OPTIONS).write_text(json.dumps({**options, "watched": watched, "run": str(run)}))
    with (run / LOG).open("wb") as log:
        return subprocess.Popen(
            [str(python), "-I", "-c", CODE, str(links(run / "import")), str(run / OPTIONS)],
            cwd=run,
            env=environment(run),
            stdin=subprocess.PIPE if watched else subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def tail(run: Path, lines: int = 3) -> str:
    """The last lines of the log, as one."""
    path = run / LOG
    text = path.read_text(errors="replace") if path.is_file() else ""
    return " | ".join(text.strip().splitlines()[-lines:])
