"""What the service gives an account by default.

Facts: https://docs.aws.amazon.com/general/latest/gr/chime-sdk.html. All of these quotas can be raised, and nothing here
knows whether they were, so going over one is a warning. Stacks that name no account are counted as one account. The
number of rules has no published quota.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from constructs_lib.routing.checks.catalog import finding
from constructs_lib.routing.checks.estate import APPLICATION, CONNECTOR, NUMBER, NUMBERS, Estate
from constructs_lib.routing.model import Finding, Resource
from constructs_lib.routing.number_sets import asked_for, listed

_NUMBERS = 5
_PER_REGION = {"quota-connectors": (CONNECTOR, 3), "quota-applications": (APPLICATION, 30)}
_TARGETS = 25
_PLURALS = {"quota-numbers": f"{NUMBER}s", **{name: f"{label}s" for name, (label, _) in _PER_REGION.items()}}


def exceeded(estate: Estate) -> Iterator[Finding]:
    """Numbers in an account, connectors and applications in a Region, applications in a rule."""
    resources = estate.table.resources
    numbers = [(each, "") for each in resources if each.label in (NUMBER, NUMBERS) for _ in range(_numbers(each))]
    yield from _over("quota-numbers", _NUMBERS, numbers)
    for finding_id, (label, quota) in _PER_REGION.items():
        yield from _over(finding_id, quota, [(each, each.region) for each in resources if each.label == label])
    for route in estate.table.routes:
        if len(route.targets) > _TARGETS:
            message = f"rule {route.name} names {len(route.targets)} applications; the default quota is {_TARGETS}"
            yield finding("quota-targets", message, route.origin)


def _numbers(resource: Resource) -> int:
    """A set has as many as it lists or asks for; where that is not known, it is one."""
    return 1 if resource.label == NUMBER else len(listed(resource)) or asked_for(resource) or 1


def _over(finding_id: str, quota: int, counted: list[tuple[Resource, str]]) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for resource, region in counted:
        groups[resource.account, region].append(resource)
    for (account, region), group in groups.items():
        if len(group) > quota:
            where = "".join([f" in {region}" if region else "", f" of account {account}" if account else ""])
            message = f"{len(group)} {_PLURALS[finding_id]}{where}; the default quota is {quota}"
            yield finding(finding_id, message, group[quota].origin)
