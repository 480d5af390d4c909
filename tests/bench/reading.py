"""How long an assembly takes to be read, checked and shown, as a multiple of reading its files as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import programs

ROOT = Path(__file__).resolve().parents[2]


def ratio(rules: int) -> tuple[float, tuple[float, float]]:
    """The ratio for an assembly of this library with that many rules, and both times in seconds."""
    path = f"{ROOT}{os.pathsep}{ROOT / 'lambda_src'}"
    environment = {**os.environ, "CDK_VALIDATION": "false", "PYTHONPATH": path}
    with tempfile.TemporaryDirectory() as outdir:
        subprocess.run([sys.executable, "-c", programs.RULES, outdir, str(rules)], check=True, env=environment)
        command = [sys.executable, "-c", programs.READING, outdir]
        done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    found, reading, loading = json.loads(done.stdout)
    return found, (reading, loading)
