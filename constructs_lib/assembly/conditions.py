"""Conditions of templates: decided where parameters' defaults and pseudo parameters decide them.

What cannot be decided is read as if it held, and told.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from constructs_lib.assembly.expressions import function_name, pair
from constructs_lib.assembly.stacks import Place, Stack

if TYPE_CHECKING:
    from constructs_lib.assembly.resolver import Resolver


@dataclasses.dataclass(frozen=True)
class Decision:
    """Whether a condition holds; None where that cannot be decided here."""

    holds: bool | None
    problems: tuple[str, ...] = ()
    """What the decision rests on, or why there is none."""


_ALWAYS = Decision(True)


def of_place(resolver: Resolver, place: Place) -> Decision:
    """Whether a resource is there, and the nested stacks around it."""
    parent, name = place.stack.parent, place.declaration.get("Condition")
    if parent is None and name is None:
        return _ALWAYS
    around = _ALWAYS
    if parent is not None:
        around = resolver.once(
            ("place", parent), lambda: f"condition of {parent.label}", lambda: of_place(resolver, parent)
        )
    return around if name is None else _all([around, named(resolver, place.stack, name)])


def named(resolver: Resolver, stack: Stack, name: Any) -> Decision:
    """Whether a condition of a stack holds, with the reason told where it is open."""
    decision = _of_name(resolver, stack, name)
    if decision.holds is not None:
        return decision
    open_ = f"condition {name!r} of stack {stack.label} cannot be decided here; it is read as if it held"
    return Decision(None, (open_, *decision.problems))


def branch(resolver: Resolver, stack: Stack, argument: Any) -> tuple[Any, tuple[str, ...]]:
    """What an Fn::If comes to, and what that rests on."""
    if not isinstance(argument, list) or len(argument) != 3:
        return None, ("Fn::If needs a condition and two values",)
    decision = named(resolver, stack, argument[0])
    return argument[2 if decision.holds is False else 1], decision.problems


def chosen(resolver: Resolver, stack: Stack, expression: Any) -> tuple[Any, tuple[str, ...]]:
    """What is left of an expression when every Fn::If around it is decided, and what that rests on."""
    problems: tuple[str, ...] = ()
    while function_name(expression) == "Fn::If":
        expression, more = branch(resolver, stack, expression["Fn::If"])
        problems += more
    return expression, problems


def _of_name(resolver: Resolver, stack: Stack, name: Any) -> Decision:
    if not isinstance(name, str) or name not in stack.section("Conditions"):
        return Decision(None, (f"stack {stack.label} has no condition {name!r}",))
    return resolver.once(
        ("condition", stack, name),
        lambda: f"condition {name} of stack {stack.label}",
        lambda: _decide(resolver, stack, stack.section("Conditions")[name]),
    )


def _decide(resolver: Resolver, stack: Stack, expression: Any) -> Decision:
    if isinstance(expression, dict) and list(expression) == ["Condition"]:
        return _of_name(resolver, stack, expression["Condition"])
    function = function_name(expression)
    argument = expression[function] if function else None
    if function == "Fn::Equals":
        return _equals(resolver, stack, argument)
    if function in {"Fn::And", "Fn::Or", "Fn::Not"} and isinstance(argument, list) and argument:
        decisions = [_decide(resolver, stack, item) for item in argument]
        if function == "Fn::And":
            return _all(decisions)
        # One does not hold, or: not all of them do not.
        nays = _all([_not(decision) for decision in decisions])
        return _not(nays) if function == "Fn::Or" else nays
    return Decision(None, (f"{function or 'something else than a function'} is not followed in a condition",))


def _equals(resolver: Resolver, stack: Stack, argument: Any) -> Decision:
    if not isinstance(argument, list) or len(argument) != 2:
        return Decision(None, ("Fn::Equals needs two values",))
    left, right = (resolver.value(stack, side) for side in pair(argument))
    problems = (*left.problems, *right.problems)
    if left.known and right.known:
        return Decision(left.text == right.text, problems)
    unknown = tuple(f"{side.text} is known at deployment" for side in (left, right) if not side.known)
    return Decision(None, problems or unknown)


def _not(decision: Decision) -> Decision:
    return Decision(None if decision.holds is None else not decision.holds, decision.problems)


def _all(decisions: list[Decision]) -> Decision:
    """Whether all hold: not if one does not, whatever the others do."""
    for decision in decisions:
        if decision.holds is False:
            return decision
    problems = tuple(dict.fromkeys(problem for decision in decisions for problem in decision.problems))
    return Decision(None if any(decision.holds is None for decision in decisions) else True, problems)
