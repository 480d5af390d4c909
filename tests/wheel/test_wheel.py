"""The wheel itself: what is in it, and that it synthesizes the same from anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

APP = """
import sys
import aws_cdk as cdk
import chime_voice, constructs_lib
from constructs_lib import CallHandler, FailoverVoiceApp, PhoneNumber
app = cdk.App(outdir=sys.argv[1])
voice = FailoverVoiceApp(app, "Support", regions=["us-east-1", "us-west-2"], handler=CallHandler.template("announce"))
voice.route(PhoneNumber.order("Main", area_code="206"))
app.synth()
print(constructs_lib.__file__)
print(chime_voice.__file__)
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release would be."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel installed alone into a folder with a space in its name; dependencies come from this environment."""
    target = tmp_path_factory.mktemp("site packages")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return target


def synthesize(path: Path, outdir: Path, cwd: Path) -> tuple[list[str], Path]:
    """Synthesize a two-Region app with the packages under `path`; the modules' files and the assembly."""
    environment = {**os.environ, "PYTHONPATH": str(path), "CDK_VALIDATION": "false"}
    done = subprocess.run(
        [sys.executable, "-c", APP, str(outdir)], cwd=cwd, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.split("\n")[:2], outdir


def asset_hashes(assembly: Path) -> set[str]:
    """The hashes of the code that would be uploaded; the templates' own hashes are left out."""
    found = set()
    for manifest in assembly.glob("*.assets.json"):
        files = json.loads(manifest.read_text())["files"]
        found |= {key for key, file in files.items() if file["source"]["packaging"] == "zip"}
    return found


def test_carries_both_packages_and_nothing_else(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"constructs_lib", "chime_voice"}
    assert not [name for name in names if name.endswith(".pyc") or "__pycache__" in name]


def test_carries_what_is_not_python(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {"constructs_lib/local/requirements.txt", "constructs_lib/guard/chime-voice.guard"}
    assert {"constructs_lib/py.typed", "chime_voice/py.typed", *data} <= names


def test_needs_two_packages_at_run_time(wheel: Path):
    archive = zipfile.ZipFile(wheel)
    (metadata,) = [name for name in archive.namelist() if name.endswith("METADATA")]
    required = [
        line.split(":")[1].strip()
        for line in archive.read(metadata).decode().splitlines()
        if line.startswith("Requires-Dist:") and "extra ==" not in line
    ]
    assert sorted(line.split("<")[0].split(">")[0] for line in required) == ["aws-cdk-lib", "constructs"]


def test_synthesizes_the_same_code_as_the_checkout_from_another_directory(installed: Path, tmp_path: Path):
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    files, from_wheel = synthesize(installed, tmp_path / "wheel.out", elsewhere)
    assert all(Path(file).is_relative_to(installed) for file in files)
    checkout = Path(f"{ROOT}{os.pathsep}{ROOT / 'lambda_src'}")
    files, from_checkout = synthesize(checkout, tmp_path / "checkout.out", ROOT)
    assert all(Path(file).is_relative_to(ROOT) for file in files)
    assert asset_hashes(from_wheel) == asset_hashes(from_checkout) != set()


def test_bytecode_beside_the_sources_does_not_change_the_code(installed: Path, tmp_path: Path):
    _, before = synthesize(installed, tmp_path / "before.out", tmp_path)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(installed)], check=True)
    _, after = synthesize(installed, tmp_path / "after.out", tmp_path)
    assert asset_hashes(before) == asset_hashes(after)
