"""Which route or resource of one table is which of the other.

By logical id first: that is what CloudFormation goes by. What is left over is paired by what callers and the service go by,
the trigger or the identity, so that a renamed construct is seen as what it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from constructs_lib.routing.model import Function, Origin, Resource, Route, RoutingTable, Trigger

NUMBER = "phone number"
NUMBERS = "phone numbers"
CONNECTOR = "Voice Connector"
RULE = "SIP rule"

_T = TypeVar("_T")
_Key = Callable[[_T], Hashable]
_Pair = tuple[_T | None, _T | None]


def is_known(identity: str) -> bool:
    """Whether an identity is one of the service, and no placeholder."""
    return bool(identity) and not identity.startswith("<")


def place(origin: Origin) -> tuple[str, str] | None:
    """What CloudFormation knows a resource by; None where the source has no such thing."""
    return (origin.stack, origin.logical_id) if origin.logical_id else None


def is_declared(origin: Origin) -> bool:
    """Whether a stack declares it; what an account was found to have is declared nowhere."""
    return bool(origin.stack and origin.logical_id)


def function_key(function: Function) -> tuple[str, str]:
    """What a function is known by: its declaration, or its name where the source has none."""
    return place(function.origin) or (function.region, function.name)


def pair_resources(base: RoutingTable, head: RoutingTable) -> list[_Pair[Resource]]:
    """The resources of both tables, rules last, each kind in the order of the base, then the added ones."""
    others = _pair(
        [each for each in base.resources if each.label != RULE],
        [each for each in head.resources if each.label != RULE],
        (_by_place, _by_place),
        (_by_identity, _by_identity),
        (_by_declaration, _by_declaration),
        (_may_be_adopted, _adopts),
    )
    renamed = renamed_identities(others)

    def old_trigger(rule: Resource) -> Hashable:
        value = rule.value("TriggerValue")
        return _trigger(rule, renamed.get(value, value))

    rules = _pair(
        [each for each in base.resources if each.label == RULE],
        [each for each in head.resources if each.label == RULE],
        (_by_place, _by_place),
        (_by_identity, _by_identity),
        (old_trigger, lambda rule: _trigger(rule, rule.value("TriggerValue"))),
    )
    return others + rules


def renamed_identities(pairs: Sequence[_Pair[Resource]]) -> dict[str, str]:
    """Identities of paired resources before -> after, where they differ."""
    return {
        before.identity: after.identity
        for before, after in pairs
        if before and after and before.identity and before.identity != after.identity
    }


def pair_routes(base: RoutingTable, head: RoutingTable, identities: Mapping[str, str]) -> list[_Pair[Route]]:
    """The routes of both tables, those of the base in their order, then the added ones.

    Args:
        base: the old table.
        head: the new table.
        identities: identities in the old table -> in the new one, where they differ.
    """

    def trigger(route: Route) -> Trigger:
        return Trigger(kind=route.trigger.kind, value=identities.get(route.trigger.value, route.trigger.value))

    return _pair(
        base.routes,
        head.routes,
        (lambda route: (trigger(route), place(route.origin)), lambda route: (route.trigger, place(route.origin))),
        (trigger, lambda route: route.trigger),
        (_alone(base), _alone(head)),
    )


def _alone(table: RoutingTable) -> _Key[Route]:
    """The place of a route where it is the only one there: a set of rules has many."""
    times = Counter(place(route.origin) for route in table.routes)
    return lambda route: place(route.origin) if times[place(route.origin)] == 1 else None


def _pair(left: Sequence[_T], right: Sequence[_T], *keys: tuple[_Key[_T], _Key[_T]]) -> list[_Pair[_T]]:
    """Each left item with at most one right item, by one key after the other; None is no key."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for left_key, right_key in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for at, item in enumerate(right):
            key = None if at in taken else right_key(item)
            if key is not None:
                waiting[key].append(at)
        for at, item in enumerate(left):
            key = None if at in partner else left_key(item)
            if key is not None and waiting.get(key):
                partner[at] = waiting[key].popleft()
                taken.add(partner[at])
    pairs: list[_Pair[_T]] = [(item, right[partner[at]] if at in partner else None) for at, item in enumerate(left)]
    return pairs + [(None, item) for at, item in enumerate(right) if at not in taken]


def _by_place(resource: Resource) -> Hashable:
    where = place(resource.origin)
    return where and (resource.type_name, where)


def _by_identity(resource: Resource) -> Hashable:
    return (resource.label, resource.identity) if is_known(resource.identity) else None


def _trigger(rule: Resource, value: str) -> Hashable:
    return (rule.type_name, rule.value("TriggerType"), value) if value else None


def _by_declaration(resource: Resource) -> Hashable:
    """A renamed construct declares the same but for the name, which follows from its path."""
    if resource.label not in (NUMBER, NUMBERS, CONNECTOR):
        return None  # an application declares only its function, by a path that is renamed with it
    declared = tuple((each.name, each.value) for each in resource.properties if each.name != "Name")
    return (resource.type_name, resource.origin.stack, declared)


def _may_be_adopted(resource: Resource) -> Hashable:
    """What was made by a search and goes: an adopted number with its digits is likely to be it."""
    digits = resource.value("AreaCode") or resource.value("TollFreePrefix")
    return (resource.type_name, resource.origin.stack, digits) if digits and not is_known(resource.identity) else None


def _adopts(resource: Resource) -> Hashable:
    return (resource.type_name, resource.origin.stack, resource.identity[2:5]) if resource.adopted else None
