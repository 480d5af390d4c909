"""The applications that a rule names, and in which order.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/understand-sip-data-models.html (one application a Region, each named
with its Region); https://docs.aws.amazon.com/chime-sdk/latest/ag/delete-sip-app.html (an application that is deleted stays
in its rules). That priorities must differ is not documented.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from constructs_lib.routing.checks.catalog import finding
from constructs_lib.routing.checks.estate import Estate, some
from constructs_lib.routing.model import Finding


def twice_in_a_region(estate: Estate) -> Iterator[Finding]:
    """Rules with several applications of a Region."""
    for route in estate.table.routes:
        for region, times in Counter(target.region for target in route.targets).items():
            if times > 1:
                names = (
                    target.application_name or target.application_id
                    for target in route.targets
                    if target.region == region
                )
                message = f"rule {route.name} names {times} applications in {region}: {some(names)}"
                yield finding("region-twice", message, route.origin)


def of_one_priority(estate: Estate) -> Iterator[Finding]:
    """Rules with several applications of a priority."""
    for route in estate.table.routes:
        for priority, times in Counter(target.priority for target in route.targets).items():
            if times > 1:
                message = (
                    f"rule {route.name} gives priority {priority} to {times} targets; their order is not documented"
                )
                yield finding("duplicate-priority", message, route.origin)


def in_another_region(estate: Estate) -> Iterator[Finding]:
    """Targets that look for an application where it is not."""
    regions = defaultdict(set)
    for application in estate.table.applications:
        regions[application.application_id].add(application.region)
    for route in estate.table.routes:
        for target in route.targets:
            found = regions.get(target.application_id)
            if found and target.region not in found:
                name = target.application_name or target.application_id
                message = (
                    f"rule {route.name}, priority {target.priority}, looks for application {name} in {target.region}, "
                    f"but it is in {some(sorted(found))}"
                )
                yield finding("application-region", message, route.origin)


def that_do_not_exist(estate: Estate) -> Iterator[Finding]:
    """Targets that are nowhere in the account."""
    if not estate.table.complete:
        return
    known = {application.application_id for application in estate.table.applications}
    for route in estate.table.routes:
        for target in route.targets:
            if target.application_id not in known:
                message = (
                    f"rule {route.name}, priority {target.priority}, names application {target.application_id} in "
                    f"{target.region}, which does not exist"
                )
                yield finding("missing-application", message, route.origin)


def that_nobody_uses(estate: Estate) -> Iterator[Finding]:
    """Applications without a rule that nothing else refers to either."""
    for application in estate.applications:
        if application.routes:
            continue
        resource = estate.declared_at(application.target.origin)
        # What was there before may well be used by something that is not here.
        if resource is not None and resource.used is False and not resource.adopted:
            message = f"{application.title} is named by no rule, and nothing here refers to it"
            yield finding("unused-application", message, application.target.origin)
