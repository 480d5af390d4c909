"""Drills as JSON for other programs; `drill.schema.json` beside this has every field.

```
{
  "version": 1,                     changes when a program that reads this would have to
  "passed",                         what the exit code says
  "drills": [{
    "outage": {"regions": [], "functions": [{"name", "region"}], "home_down", "seconds"},
    "functions": "stand-ins" | "real",
    "counts": {VERDICT: COUNT},
    "held": [{"region", "rules", "numbers", "checked"}],
    "triggers": [{
      "trigger": {"kind", "value"}, "rule", "construct_path",
      "verdict": "lost" | "nobody" | "silent" | "fails over" | "unaffected" | "off",
      "expected": TARGET | null,    who should answer in the outage, by the table alone
      "seconds_later",              than before the outage, or null
      "rivals",                     other enabled rules of the trigger
      "calls": [{"when": "before" | "during" | "after", "answered_by": TARGET | null, "seconds", "tried": [TARGET and "why"],
                 "why_not"}]
    }]
  }],
  "assumed": [TEXT]
}
TARGET = {"priority", "region", "application_id", "function"}
```
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from constructs_lib.drill.model import Drill, Fared, Ring
from constructs_lib.drill.words import assumptions
from constructs_lib.pstn.policy import Policy
from constructs_lib.routing.model import Target

VERSION = 1


def render(drills: Sequence[Drill], policy: Policy, *, passed: bool) -> str:
    """The report as JSON.

    Args:
        drills: what was played.
        policy: what was assumed meanwhile.
        passed: what the exit code says.
    """
    seconds = policy.seconds_before_next_target
    return (
        json.dumps(
            {
                "version": VERSION,
                "passed": passed,
                "drills": [_drill(drill) for drill in drills],
                "assumed": list(dict.fromkeys(each for drill in drills for each in assumptions(drill, seconds))),
            },
            indent=2,
        )
        + "\n"
    )


def _drill(drill: Drill) -> dict[str, Any]:
    outage = drill.outage
    return {
        "outage": {
            "regions": list(outage.regions),
            "functions": [{"name": each.name, "region": each.region} for each in outage.functions],
            "home_down": outage.home_down,
            "seconds": outage.seconds,
        },
        "functions": "real" if drill.real_functions else "stand-ins",
        "counts": drill.counts,
        "held": [dataclasses.asdict(each) for each in drill.held],
        "triggers": [_trigger(fared) for fared in drill.fared],
    }


def _trigger(fared: Fared) -> dict[str, Any]:
    route = fared.route
    return {
        "trigger": dataclasses.asdict(route.trigger),
        "rule": route.name,
        "construct_path": route.origin.construct_path,
        "verdict": fared.verdict,
        "expected": _target(fared.expected),
        "seconds_later": fared.seconds_later,
        "rivals": fared.rivals,
        "calls": [_ring(ring) for ring in fared.rings],
    }


def _ring(ring: Ring) -> dict[str, Any]:
    return {
        "when": ring.when,
        "answered_by": _target(ring.answered_by),
        "seconds": ring.seconds,
        "tried": [{**(_target(each.target) or {}), "why": each.why} for each in ring.tried],
        "why_not": ring.why_not,
    }


def _target(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {
        "priority": target.priority,
        "region": target.region,
        "application_id": target.application_id,
        "function": target.function.name if target.function else None,
    }
