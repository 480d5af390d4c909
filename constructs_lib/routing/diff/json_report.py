"""The difference as JSON for other programs.

```
{
  "version": 1,                   changes when a program that reads this would have to
  "risks": [{                     dangers first; what is accepted in the code is last
    "id",                         `chime-voice diff --help` lists them
    "severity": "danger" | "caution",
    "subjects": [{"name", "origin": ORIGIN}],   everything to which exactly this happens
    "what", "before", "after", "remedy",
    "acknowledged"                the reason for which the code accepts it, or ""
  }],
  "routes": [{                    those that differ
    "before": ROUTE | null, "after": ROUTE | null,
    "situations": [{              all is well; each Region down; all down; each function down
      "words", "down_regions": [], "down_function", "before", "after"
    }]
  }],
  "resources": [{                 those that differ
    "effect": "added" | "removed" | "replacement" | "renamed" | "taken over" | "in place" | "no effect"
              | "new" | "gone" | "different",   the last three of an account as it is, to which nothing is deployed
    "last_of_stack",              it goes, and nothing of the service is left in its stack
    "before": RESOURCE | null, "after": RESOURCE | null,
    "properties": [{"name", "before", "after", "effect"}]   null where it is not declared
  }],
  "functions": [{                 those that differ and answer in the same place
    "before": FUNCTION, "after": FUNCTION, "differences": [{"name", "before", "after"}]
  }],
  "same": {"routes", "resources"},              how many do not differ
  "undeclared",                   how many of an account the other table does not declare: they are left alone
  "unresolved": [TEXT]            what could not be resolved and so not be compared
}
ROUTE    = {"name", "enabled", "home_region", "rule_id", "trigger": {"kind", "value"}, "origin": ORIGIN, "targets": [TARGET]}
TARGET   = {"priority", "region", "application_id", "application_name", "origin": ORIGIN, "function": FUNCTION | null}
FUNCTION = {"name", "region", "arn", "code_version", "account", "entry", "runtime", "timeout", "invoke_permission",
            "exists", "origin": ORIGIN}
RESOURCE = {"type_name", "label", "identity", "region", "adopted", "retained", "origin": ORIGIN}
ORIGIN   = {"construct_path", "stack", "logical_id", "file", "line"}
```

Before a deployment, ids, numbers and host names may be placeholders in angle brackets. Of environment variables only names
are told, and folders of this machine are left out: the same two revisions give the same text anywhere.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from constructs_lib.routing.diff.model import Difference, FunctionChange, ResourceChange, RouteChange
from constructs_lib.routing.diff.risky_functions import function_differences
from constructs_lib.routing.diff.situations import situations
from constructs_lib.routing.model import Function, Resource, Route

VERSION = 1
_OF_RESOURCE = ("type_name", "label", "identity", "region", "adopted", "retained")


def render(difference: Difference) -> str:
    """The report as JSON."""
    return json.dumps(document(difference), indent=2) + "\n"


def document(difference: Difference) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "version": VERSION,
        "risks": [dataclasses.asdict(risk) for risk in difference.risks],
        "routes": [_route_change(change) for change in difference.routes],
        "resources": [_resource_change(change) for change in difference.resources],
        "functions": [_function_change(change) for change in difference.functions],
        "same": {"routes": difference.same_routes, "resources": difference.same_resources},
        "undeclared": difference.undeclared,
        "unresolved": list(difference.unresolved),
    }


def _route_change(change: RouteChange) -> dict[str, Any]:
    return {
        "before": change.before and _route(change.before),
        "after": change.after and _route(change.after),
        "situations": [
            {**dataclasses.asdict(each), "down_regions": list(each.down_regions)} for each in situations(change)
        ],
    }


def _route(route: Route) -> dict[str, Any]:
    document = dataclasses.asdict(route)
    for target, written in zip(route.targets, document["targets"], strict=True):
        written["function"] = target.function and _function(target.function)
    return document


def _function(function: Function) -> dict[str, Any]:
    document = dataclasses.asdict(function)
    del document["environment"], document["code"]
    return document


def _resource_change(change: ResourceChange) -> dict[str, Any]:
    return {
        "effect": change.effect,
        "last_of_stack": change.last_of_stack,
        "before": change.before and _resource(change.before),
        "after": change.after and _resource(change.after),
        "properties": [dataclasses.asdict(each) for each in change.properties],
    }


def _resource(resource: Resource) -> dict[str, Any]:
    return {**{name: getattr(resource, name) for name in _OF_RESOURCE}, "origin": dataclasses.asdict(resource.origin)}


def _function_change(change: FunctionChange) -> dict[str, Any]:
    differences = function_differences(change)
    return {
        "before": _function(change.before),
        "after": _function(change.after),
        "differences": [{"name": name, "before": before, "after": after} for name, before, after in differences],
    }
