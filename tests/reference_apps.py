"""The apps that we show to users, synthesized as a user does: each a program of its own, from some other directory."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = {
    "app": ROOT / "app.py",
    **{path.parent.name: path for path in sorted((ROOT / "examples").glob("*/app.py"))},
}


def assembly_of(app: str, folders: pytest.TempPathFactory) -> Path:
    """The app's cloud assembly, written once a test session."""
    return _assembly_in(folders.getbasetemp() / "reference_apps" / app, app)


@functools.cache
def _assembly_in(folder: Path, app: str) -> Path:
    folder.mkdir(parents=True)
    return synthesize(app, folder / "cdk.out")


def synthesize(app: str, outdir: Path, **variables: str) -> Path:
    """Run the app with `CDK_OUTDIR`, as the CDK CLI does, but with no credentials at all."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_DEFAULT_"))}
    nowhere = str(outdir.parent / "nowhere")
    environment |= {"AWS_CONFIG_FILE": nowhere, "AWS_SHARED_CREDENTIALS_FILE": nowhere}
    environment |= {"CDK_VALIDATION": "false", "CDK_OUTDIR": str(outdir), **variables}
    somewhere = outdir.parent / "some where"
    somewhere.mkdir()
    command = [sys.executable, "-W", "error", str(APPS[app])]
    done = subprocess.run(command, cwd=somewhere, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not list(somewhere.iterdir()), "an app writes nothing to the working directory"
    return outdir
