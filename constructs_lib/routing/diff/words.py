"""The words that all reports of a difference share."""

from __future__ import annotations

from collections import Counter

from constructs_lib.routing.diff.model import FOUND, Difference, ResourceChange
from constructs_lib.routing.model import Origin, Route, Target
from constructs_lib.routing.words import code_words, function_words, number_words, place_words

NO_RULE = "nobody; no rule"
SAME_ANSWERS = "Whatever is down, callers meet what they meet today."
FEW = 10
"""How many names are told where there may be thousands."""


def chain_words(route: Route | None) -> str:
    """The Regions in the order in which they are tried, and the end."""
    if route is None:
        return NO_RULE
    regions = [
        target.region if can_answer(target) else f"{target.region} (cannot be invoked)" for target in route.targets
    ]
    chain = ", then ".join([*regions, "hang up"])
    return chain if route.enabled else f"nobody; the rule is disabled ({chain})"


def can_answer(target: Target) -> bool:
    """Whether its function can be invoked while nothing is down; one that is not known here is taken to be."""
    function = target.function
    return function is None or (function.exists is not False and function.invoke_permission is not False)


def target_words(target: Target) -> tuple[str, ...]:
    """Application, function and code of a target, as far as they are known."""
    function = target.function
    version = f"code {function.code_version[:12]}" if function and function.code_version else ""
    words = (target.application_name or target.application_id, function_words(function), code_words(function), version)
    return tuple(word for word in words if word)


def where_words(origin: Origin) -> str:
    """Where something is declared, at least by what CloudFormation calls it."""
    return place_words(origin) or "/".join(part for part in (origin.stack, origin.logical_id) if part)


def nothing_words(difference: Difference) -> str:
    """That nothing differs, and how much that is."""
    return f"No change: {_same(difference)} as before."


def same_words(difference: Difference) -> str:
    """Everything unchanged, in one sentence."""
    left = difference.undeclared
    alone = f" Not declared here, and left alone: {number_words(left, 'item')} of the account." if left else ""
    return f"As before: {_same(difference)}.{alone}"


def resources_title(difference: Difference) -> str:
    """What is told of resources: what is to be deployed, or what is there."""
    is_found = any(change.effect in FOUND for change in difference.resources)
    return "what is different in the account" if is_found else "what a deployment changes"


def _same(difference: Difference) -> str:
    return f"{number_words(difference.same_routes, 'rule')} and {number_words(difference.same_resources, 'resource')}"


def summary_words(difference: Difference) -> str:
    """How much differs."""
    counts = Counter[str](risk.severity for risk in difference.risks if not risk.acknowledged)
    told = " and ".join(number_words(counts[word], word) for word in ("danger", "caution") if counts[word])
    rules = _of(len(difference.routes), difference.same_routes, "rule")
    resources = _of(len(difference.resources), difference.same_resources, "resource")
    functions = f" and {number_words(len(difference.functions), 'function')}" if difference.functions else ""
    return f"{told or 'No risk'}. {rules}{',' if functions else ' and'} {resources}{functions} change."


def more_words(count: int, noun: str = "of them") -> str:
    """What is not shown; empty when all is."""
    return f"and {count:,} more {noun}" if count > 0 else ""


def change_words(change: ResourceChange) -> str:
    """What becomes of a resource, where more is to be said than its effect."""
    resource = change.resource
    if change.effect != "removed":
        return change.effect
    if resource.retained or resource.adopted:
        return "removed; it stays in the account"
    stack = f", or with stack {resource.origin.stack} if that leaves the app" if change.last_of_stack else ""
    return f"removed, and deleted now{stack}"


def flags_words(change: ResourceChange) -> list[tuple[str, str, str]]:
    """What differs of a resource beside its properties: name, before, after."""
    before, after = change.before, change.after
    if before is None or after is None or change.effect in FOUND:
        return []
    pairs = [
        ("kept on removal", _yes(before.retained or before.adopted), _yes(after.retained or after.adopted)),
        ("logical id", before.origin.logical_id, after.origin.logical_id),
        ("stack", before.origin.stack, after.origin.stack),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def resource_name(change: ResourceChange) -> str:
    """A resource as a heading has it."""
    resource = change.resource
    return where_words(resource.origin) or resource.identity


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _of(changed: int, same: int, noun: str) -> str:
    return f"{changed:,} of {number_words(changed + same, noun)}"
