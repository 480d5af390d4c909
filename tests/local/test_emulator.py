"""The emulator's private names: all there in the pinned version, and a version without them says so at once."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.local import LocalCloudError, process
from constructs_lib.local.cloud import boot
from constructs_lib.local.cloud.emulator import NAMES, VERSION
from constructs_lib.local.environment import Environment

BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); import json; from constructs_lib.local.cloud import emulator\n"


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return boot.links(tmp_path_factory.mktemp("import"))


def in_emulator(links: Path, program: str) -> Any:
    """What a program prints in the emulator's environment, as JSON."""
    python = Environment().ensure()
    done = subprocess.run([python, "-I", "-c", BEGIN + program, links], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_pinned_version_is_as_we_know_it(links: Path):
    program = "import importlib.metadata as m; print(json.dumps([m.version('ministack'), emulator.missing()]))"
    assert in_emulator(links, program) == [VERSION, []]


def test_every_name_is_missed_when_it_is_gone(links: Path):
    program = """
import importlib
missed = []
for module, name, _ in emulator.NAMES:
    place = importlib.import_module(module)
    value = getattr(place, name)
    delattr(place, name)
    missed.append(emulator.missing())
    setattr(place, name, value)
print(json.dumps(missed))
"""
    assert in_emulator(links, program) == [[f"{module}.{name} is gone"] for module, name, _ in NAMES]


def test_a_function_that_takes_something_else_is_told_with_what_it_takes(links: Path):
    program = """
import ministack.core.responses as responses
responses.set_request_region = lambda where: None
try:
    emulator.check()
except Exception as error:
    print(json.dumps(str(error)))
"""
    said = in_emulator(links, program)
    assert "ministack.core.responses.set_request_region takes (where), not (region)" in said
    assert f"extends ministack {VERSION}, but this is {VERSION}" in said
    assert "chime-voice local clean" in said


def test_a_replacement_is_in_effect_wherever_the_name_was_imported(links: Path):
    program = """
import importlib, ministack.app
place, name = "ministack.services.cloudformation.engine", "_resolve_refs"
importlib.import_module(place)
holders = [m for n, m in sys.modules.items() if n.startswith("ministack") and hasattr(m, name)]
emulator.replace(place, name, lambda original: lambda: f"instead of {original.__name__}")
print(json.dumps([len(holders), sorted({getattr(m, name)() for m in holders})]))
"""
    holders, said = in_emulator(links, program)
    assert holders > 1
    assert said == ["instead of _resolve_refs"]


def test_a_cloud_with_an_emulator_that_moved_does_not_start_and_says_why(tmp_path: Path):
    moved = tmp_path / "python"
    code = "import ministack.services.cloudformation.engine as engine; del engine._resolve_refs"
    moved.write_text(f'#!/bin/sh\nexec "{Environment().ensure()}" "$1" "$2" "{code}; $3" "$4" "$5"\n')
    moved.chmod(0o755)
    run = tmp_path / "run"
    run.mkdir()
    options = {"port": 0, "account": "123456789012", "id": "x"}
    with pytest.raises(LocalCloudError, match=r"did not start: .*engine\._resolve_refs is gone.*local clean"):
        process.start(moved, run, options, watched=True)
