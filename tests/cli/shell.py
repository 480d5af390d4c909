"""Runs the command as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.assembly.by_hand import application, function, permission, rule, stack, target, write

CODE = "import sys; from constructs_lib.cli import main; sys.exit(main())"
COMMAND = Path(sys.executable).parent / "chime-voice"


def run(*words: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command with these words; its exit code and what it printed."""
    command = [sys.executable, "-c", CODE, *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **more.pop("env", {})}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, **more)


def small_assembly(folder: Path) -> Path:
    """One number that us-east-1 answers, and us-west-2 when that is down."""
    handler = {"Fn::GetAtt": ["Fn", "Arn"]}
    resources = {
        "App": application(handler),
        "Fn": function(FunctionName="answer"),
        "May": permission(handler),
        "Rule": rule("+12065550100", target({"Ref": "App"}), target("sma-west", 2, "us-west-2")),
    }
    return write(folder, {"Voice": stack(resources)})
