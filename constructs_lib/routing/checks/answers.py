"""Whether anybody answers a trigger, today and when a Region is down.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events.html (the next application is tried when a function
cannot be invoked, and the caller hung up on when none can); https://docs.aws.amazon.com/chime-sdk/latest/dg/using-lambda.html
(applications in several Regions for the outage of one).
"""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.routing.checks.catalog import finding
from constructs_lib.routing.checks.estate import Estate
from constructs_lib.routing.model import Finding
from constructs_lib.routing.what_if import what_if


def by_nobody(estate: Estate) -> Iterator[Finding]:
    """Enabled rules of which no target can answer."""
    for route in estate.table.routes:
        answer = what_if(route)
        if route.enabled and answer.target is None:
            tried = "; ".join(attempt.failed for attempt in answer.tried) or "the rule names no application"
            message = f"nobody answers {route.trigger.value}, rule {route.name}: {tried}"
            yield finding("no-answer", message, route.origin)


def from_one_region(estate: Estate) -> Iterator[Finding]:
    """Enabled rules with applications of one Region only. That nobody answers at all is told already."""
    for route in estate.table.routes:
        regions = {target.region for target in route.targets}
        if route.enabled and len(regions) == 1 and what_if(route).target:
            (region,) = regions
            message = f"{route.trigger.value}, rule {route.name}, is answered in {region} only"
            yield finding("single-region", message, route.origin)
