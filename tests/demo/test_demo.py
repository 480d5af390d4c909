"""`make demo` as a whole: the story with the real CDK CLI, and its end when somebody has seen enough."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import snippets

ROOT = Path(__file__).resolve().parents[2]
DEMO = [sys.executable, "-m", "examples.demo"]


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Settings that lead elsewhere must not matter; the folder for temporary files marks every process."""
    found = {**os.environ, "TMPDIR": str(tmp_path), "AWS_PROFILE": "nobody", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
    found.pop("CDK_VALIDATION", None)
    yield found
    assert left_behind(tmp_path) == []
    assert list(tmp_path.glob("chime-voice-local-*")) == []


def left_behind(folder: Path) -> list[str]:
    """Command lines of processes that were given this folder for their temporary files."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
    return found


def test_a_process_left_behind_would_be_seen(tmp_path: Path):
    with subprocess.Popen(["sleep", "60"], env={"TMPDIR": str(tmp_path)}) as process:
        try:
            assert left_behind(tmp_path) == ["sleep 60 "]
        finally:
            process.kill()


def test_every_step_of_the_story_is_as_it_must_be(environment: dict[str, str]):
    told = subprocess.run(DEMO, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr
    result = json.loads((ROOT / "build" / "demo.json").read_text())
    checks = [check for step in result["steps"] for check in step["checks"]]
    assert result["ok"]
    assert [check for check in checks if not check["ok"]] == []
    assert [call["answered_by"] for call in result["calls"]] == [
        "us-east-1",
        "us-east-1",
        "us-west-2",
        None,
        "us-east-1",
        "us-west-2",
        "us-west-2",
    ]
    assert f"all {len(checks)} of {len(checks)} checks passed" in told.stdout
    shown = next(snippet.code for snippet in snippets("text") if "cdk deploy --all of app.py" in snippet.code)
    assert set(without_times(shown)) <= set(without_times(told.stdout))


def without_times(text: str) -> list[str]:
    return [re.sub(r" *[\d.]+ s\b", "", line) for line in text.splitlines()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_leaves_nothing_behind_when_it_is_interrupted(environment: dict[str, str], number: signal.Signals):
    with subprocess.Popen(DEMO, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        for line in demo.stdout:
            if "cdk deploy --all of app.py" in line:
                break
        demo.send_signal(number)
        assert demo.wait(30) == 130
        assert "interrupted" in demo.stdout.read()


def test_an_interruption_waits_for_what_must_not_be_interrupted():
    program = (
        "import os, signal; from examples.demo import interrupts; interrupts.install()\n"
        "try:\n"
        "    with interrupts.held_back():\n"
        "        os.kill(os.getpid(), signal.SIGTERM); print('held back')\n"
        "    print('never')\n"
        "except KeyboardInterrupt: print('interrupted')\n"
        "with interrupts.held_back(): print('once')\n"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split("\n") == ["held back", "interrupted", "once", ""]


def test_it_says_what_to_do_when_the_cli_is_missing(environment: dict[str, str], tmp_path: Path):
    program = (
        "from pathlib import Path; from examples.demo import tools, story; "
        f"tools.CLI = Path({str(tmp_path)!r}) / 'cdk'; raise SystemExit(story.main())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "the CDK CLI is not installed: run `make dev` first" in told.stdout
