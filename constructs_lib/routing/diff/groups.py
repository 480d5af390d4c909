"""Changes that are the same, told once: an order that is swapped for a thousand numbers is one thing to review."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from constructs_lib.routing.diff.model import ResourceChange, RouteChange
from constructs_lib.routing.diff.pairing import function_key, place
from constructs_lib.routing.diff.words import flags_words
from constructs_lib.routing.model import Route

Facts = list[tuple[str, str, str]]
"""What differs: name, before, after."""


def route_groups(changes: Iterable[RouteChange]) -> list[list[RouteChange]]:
    """Routes with the same chains before and the same chains after, in the order of the first of each."""
    found: dict[Hashable, list[RouteChange]] = {}
    for change in changes:
        kinds = tuple(name for name, _, _ in route_facts(change))
        found.setdefault((kinds, _chain(change.before), _chain(change.after)), []).append(change)
    return list(found.values())


def resource_groups(changes: Iterable[ResourceChange]) -> list[list[ResourceChange]]:
    """Resources of a kind to which the same happens, in the order of the first of each."""
    found: dict[Hashable, list[ResourceChange]] = {}
    for change in changes:
        resource = change.resource
        stays = resource.retained or resource.adopted
        stack = resource.origin.stack if change.last_of_stack else ""
        # A renamed one has a logical id of its own, and is told by itself.
        key = (resource.label, change.effect, stays, stack, change.properties, tuple(flags_words(change)))
        found.setdefault(key, []).append(change)
    return list(found.values())


def group_facts(group: list[RouteChange]) -> Facts:
    """What differs about the rules of a group; empty texts where each has its own."""
    every = [route_facts(change) for change in group]
    return [
        fact if all(facts[at] == fact for facts in every) else (fact[0], "", "") for at, fact in enumerate(every[0])
    ]


def route_facts(change: RouteChange) -> Facts:
    """What differs about a rule itself, beside its chain."""
    before, after = change.before, change.after
    if before is None or after is None:
        return []
    pairs = [
        ("trigger", before.trigger.value, after.trigger.value),
        ("rule", "takes calls" if before.enabled else "disabled", "takes calls" if after.enabled else "disabled"),
        ("name", before.name, after.name),
        ("held in", before.home_region, after.home_region),
        ("rule id", before.rule_id or "its own", after.rule_id or "its own"),
    ]
    if place(before.origin) != place(after.origin):
        pairs.append(("declared at", before.origin.construct_path, after.origin.construct_path))
    return [fact for fact in pairs if fact[1] != fact[2]]


def _chain(route: Route | None) -> Hashable:
    if route is None:
        return None
    return route.enabled, tuple(
        (
            target.priority,
            target.region,
            target.application_id,
            target.application_name,
            target.function
            and (function_key(target.function), target.function.name, target.function.invoke_permission),
        )
        for target in route.targets
    )
