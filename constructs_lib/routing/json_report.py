"""The routing table as JSON for other programs.

```
{
  "version": 2,                   changes when a program that reads this would have to
  "routes": [{
    "name", "enabled", "home_region", "rule_id",
    "trigger": {"kind": "ToPhoneNumber" | "RequestUriHostname", "value"},
    "origin": ORIGIN,
    "targets": [TARGET],          in the order in which they are tried
    "outcomes": [{                all is well; each Region down; all down; each function down
      "down_regions": [],
      "down_functions": [{"name", "region"}],
      "answers": {"priority", "region"} | null,
      "tried": [{"priority", "region", "failed"}]
    }]
  }],
  "applications": [TARGET],       all of the source, with priority 0
  "findings": [{"id", "severity": "error" | "warning", "message", "remedy", "acknowledged", "origin": ORIGIN}],
  "unresolved": [TEXT]
}
TARGET = {"priority", "region", "application_id", "application_name", "origin", "function": FUNCTION | null}
FUNCTION = {"name", "region", "arn", "code", "code_version", "account", "entry", "runtime", "timeout",
            "invoke_permission", "exists", "origin"}
ORIGIN = {"construct_path", "stack", "logical_id", "file", "line"}
```

`routes.schema.json` beside this file is the same as a JSON Schema, with what each value is.

Before a deployment, ids, numbers and host names may be placeholders in angle brackets. Environment variables of functions
are left out: reports end up in logs.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from constructs_lib.routing.model import Route, RoutingTable, Target
from constructs_lib.routing.report import Report
from constructs_lib.routing.what_if import outcomes

VERSION = 2


def render(table: RoutingTable, *, mask: bool = False) -> str:
    """The report as JSON.

    Args:
        table: what to show.
        mask: hide all phone numbers but for their last four digits.
    """
    return json.dumps(document(table, mask=mask), indent=2) + "\n"


def document(table: RoutingTable, *, mask: bool = False) -> dict[str, Any]:
    """The report as plain values; the arguments are those of `render`."""
    report = Report.of(table, mask=mask)
    return {
        "version": VERSION,
        "routes": [_route(route) for route in report.table.routes],
        "applications": [_target(application) for application in report.table.applications],
        "findings": [dataclasses.asdict(finding) for finding in report.findings],
        "unresolved": list(report.table.unresolved),
    }


def _route(route: Route) -> dict[str, Any]:
    return {
        "name": route.name,
        "trigger": dataclasses.asdict(route.trigger),
        "targets": [_target(target) for target in route.targets],
        "enabled": route.enabled,
        "home_region": route.home_region,
        "rule_id": route.rule_id,
        "origin": dataclasses.asdict(route.origin),
        "outcomes": [
            {
                "down_regions": list(outcome.down_regions),
                "down_functions": [{"name": each.name, "region": each.region} for each in outcome.down_functions],
                "answers": _brief(outcome.answer.target) if outcome.answer.target else None,
                "tried": [{**_brief(attempt.target), "failed": attempt.failed} for attempt in outcome.answer.tried],
            }
            for outcome in outcomes(route)
        ],
    }


def _target(target: Target) -> dict[str, Any]:
    document = dataclasses.asdict(target)
    if target.function is not None:
        del document["function"]["environment"]
    return document


def _brief(target: Target) -> dict[str, Any]:
    return {"priority": target.priority, "region": target.region}
