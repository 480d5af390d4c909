"""The comparison as JSON for other programs.

```
{
  "version": 1,                   changes when a program that reads this would have to
  "account", "scanned_at",
  "clean",                        whether everything that is declared is there, as declared
  "summary": {"same", "differs", "missing", "unknown", "not_comparable"},      numbers
  "resources": [{
    "type_name", "label", "name", "id", "region",
    "verdict",                    same, differs, missing or unknown
    "changes": [{"property", "declared", "present", "outlook"}],      null for nothing
    "not_comparable": [PROPERTY], of which only the deployment knows what is declared
    "outlook",                    of a missing resource: what the next deployments do; ids are in "outlooks"
    "note",
    "origin": {"construct_path", "stack", "logical_id", "file", "line"}
  }],
  "extras": [{"type_name", "label", "id", "name", "region", "whose"}],      left behind, another stack, or nobody
  "notes": [TEXT],                what could not be read
  "outlooks": {ID: TEXT}
}
```
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from constructs_lib.drift.model import Drift
from constructs_lib.drift.outlook import OUTLOOKS

VERSION = 1


def render(drift: Drift) -> str:
    """The report as JSON."""
    return json.dumps(document(drift), indent=2, ensure_ascii=False) + "\n"


def document(drift: Drift) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "version": VERSION,
        "clean": drift.is_clean,
        "summary": {
            **{verdict: len(drift.of(verdict)) for verdict in ("same", "differs", "missing", "unknown")},
            "not_comparable": drift.not_comparable,
        },
        **dataclasses.asdict(drift),
        "outlooks": OUTLOOKS,
    }
