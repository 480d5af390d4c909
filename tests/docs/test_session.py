"""The README's session with the local cloud, typed as it stands there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT, snippets


def session() -> list[str]:
    (block,) = [each for each in snippets("console") if each.page == "README.md" and "local up" in each.code]
    return [line.removeprefix("$ ") for line in block.code.splitlines()]


def test_the_session_with_the_local_cloud_works_as_it_is_shown(tmp_path: Path):
    path = [str(Path(sys.executable).parent), str(ROOT / "node_modules" / ".bin"), os.environ["PATH"]]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment |= {"PATH": os.pathsep.join(path), "XDG_STATE_HOME": str(tmp_path), "AWS_PROFILE": "of-somebody"}
    lines = session()
    script = "\n".join(["set -eu", "trap 'chime-voice local down' EXIT", *lines])
    told = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-3000:]
    assert "stopped the local cloud" in told.stdout
    calls = [line for line in told.stdout.splitlines() if line.startswith("ended, ")]
    assert [line.partition(":")[0] for line in calls] == [
        "ended, answered by us-east-1",
        "ended, answered by us-west-2",
    ]
    assert lines[-1] == "chime-voice local down"
