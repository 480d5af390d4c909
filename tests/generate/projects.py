"""Generated projects, checked and synthesized as their owner would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from constructs_lib import assembly
from constructs_lib.estate.model import Estate
from constructs_lib.generate import Project, generate, write
from constructs_lib.routing.model import RoutingTable
from tests.house.source import ROOT

_TOOLS = Path(sys.executable).parent


def tool(folder: Path, *words: str) -> str:
    """What a Python tool says in a folder; it must be content."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "CDK_OUTDIR": str(folder / "cdk.out")}
    done = subprocess.run(
        [str(_TOOLS / words[0]), *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def made(estate: Estate, folder: Path) -> Project:
    """The project of an estate, in a folder."""
    project = generate(estate)
    write(project.files, folder)
    return project


def checked(folder: Path) -> None:
    """Format and lint by the tools' own defaults, and types as strict as can be."""
    tool(folder, "ruff", "format", "--isolated", "--no-cache", "--exclude=cdk.out", "--check", ".")
    tool(folder, "ruff", "check", "--isolated", "--no-cache", "--exclude=cdk.out", ".")
    # With the settings of this project, which are as strict, and so what it knows of the CDK's types already.
    mypy = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache")]
    tool(folder, "mypy", *mypy, *(each.name for each in folder.glob("*.py")))


def synthesized(folder: Path) -> RoutingTable:
    """The routing table of its cloud assembly."""
    tool(folder, "python", "app.py")
    return assembly.read(folder / "cdk.out")
