"""The findings as JSON for other programs.

```
{
  "version": 1,                   changes when a program that reads this would have to
  "summary": {"errors", "warnings", "acknowledged"},      numbers; the first two without what is acknowledged
  "findings": [{                  errors first
    "id",                         stable, see docs/checks.md
    "severity",                   error or warning
    "message", "remedy",
    "origin": {"construct_path", "stack", "logical_id", "file", "line"},      empty, or null for a line, if not known;
                                  the file from the folder in which the command runs, where it lies in there
    "acknowledged"                the reason for which somebody accepts it; empty: nobody does
  }],
  "unresolved": [TEXT]            what could not be read, and so not be checked
}
```
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from constructs_lib.routing.check_reports.result import Result

VERSION = 1


def render(result: Result) -> str:
    """The report as JSON."""
    return json.dumps(document(result), indent=2) + "\n"


def document(result: Result) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "version": VERSION,
        "summary": {
            "errors": len(result.open("error")),
            "warnings": len(result.open("warning")),
            "acknowledged": len(result.acknowledged),
        },
        "findings": [dataclasses.asdict(finding) for finding in result.findings],
        "unresolved": list(result.table.unresolved),
    }
