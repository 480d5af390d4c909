"""Where snapshots lie and what is left out of them: a folder an app, a file a stack, the routes beside them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

_HASH = re.compile(r"\b[0-9a-f]{64}\b")


def stacks_of(assembly: Path) -> dict[str, dict[str, Any]]:
    """Stack name -> template of every stack of an assembly."""
    artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"]
    return {
        artifact["properties"].get("stackName", name): json.loads(
            (assembly / artifact["properties"]["templateFile"]).read_text()
        )
        for name, artifact in artifacts.items()
        if artifact["type"] == "aws:cloudformation:stack"
    }


def readable(template: dict[str, Any]) -> str:
    """A template as a reviewer reads it: without what the CDK puts in every one, and without the hashes of code."""
    shown = {name: section for name, section in template.items() if name not in ("Parameters", "Rules")}
    parameters = {name: one for name, one in template.get("Parameters", {}).items() if name != "BootstrapVersion"}
    rules = {name: one for name, one in template.get("Rules", {}).items() if name != "CheckBootstrapVersion"}
    shown |= {name: section for name, section in (("Parameters", parameters), ("Rules", rules)) if section}
    return _HASH.sub("<hash of the code>", json.dumps(shown, indent=2)) + "\n"


class BesideTheTest(SingleFileSnapshotExtension):
    """Keeps a snapshot in the file that its index names: `<app>/<stack>.template.json`."""

    _write_mode = WriteMode.TEXT

    @classmethod
    def get_location(cls, *, test_location: Any, index: Any) -> str:
        """The file."""
        return str(Path(test_location.filepath).parent / str(index))

    @classmethod
    def matches_test_location(cls, *, test_location: Any, snapshot_location: str) -> bool:
        """An app's folder belongs to the test of that app."""
        return f"[{Path(snapshot_location).parent.name}]" in test_location.nodename

    def discover_snapshots(self, **_: Any) -> SnapshotCollections:
        """None: syrupy tells what is left over by names of tests, which are not in ours. A test of our own does."""
        return SnapshotCollections()
