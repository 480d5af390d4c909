"""docs/checks.md says what the catalogue of findings says, and its JavaScript runs."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import tarfile
from importlib import resources
from pathlib import Path

import pytest

from tests.docs.check_tables import findings
from tests.docs.pages import ROOT, snippets

GUARD = resources.files("constructs_lib") / "guard" / "chime-voice.guard"


def test_the_table_is_the_generated_one():
    generated = findings()
    assert generated in (ROOT / "docs" / "checks.md").read_text(), f"replace the table with:\n\n{generated}"


@pytest.fixture(scope="module")
def javascript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which JavaScript can import aws-cdk-lib: the very one that Python uses."""
    folder = tmp_path_factory.mktemp("javascript")
    unpacked = folder / "unpacked" / "package"
    for module in ("aws_cdk", "constructs"):
        spec = importlib.util.find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        for package in Path(spec.origin).parent.rglob("*.jsii.tgz"):
            with tarfile.open(package) as archive:
                needed = [member for member in archive if not member.name.endswith((".d.ts", ".gz", ".md"))]
                archive.extractall(unpacked.parent, members=needed, filter="data")
            target = folder / "node_modules" / json.loads((unpacked / "package.json").read_text())["name"]
            target.parent.mkdir(parents=True, exist_ok=True)
            unpacked.rename(target)
    return folder


def test_the_javascript_on_the_page_finds_what_the_rules_say(javascript: Path):
    (snippet,) = (each for each in snippets("javascript") if each.page == "docs/checks.md")
    (javascript / "app.mjs").write_text(snippet.code)
    shutil.copy(str(GUARD), javascript / "chime-voice.guard")
    node = os.environ.get("JSII_NODE", "node")
    environment = {**os.environ, "CDK_OUTDIR": str(javascript / "cdk.out")}
    done = subprocess.run(
        [node, "app.mjs"], cwd=javascript, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (report,) = json.loads((javascript / "cdk.out" / "validation-report.json").read_text())["pluginReports"]
    (found,) = (each for each in report["violations"] if each["ruleName"].startswith("chime_"))
    assert (found["ruleName"], found["severity"]) == ("chime_trigger_number", "warning")
