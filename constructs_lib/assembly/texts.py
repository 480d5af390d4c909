"""Intrinsic functions that make texts of texts: Fn::Join, Fn::Sub, Fn::Select, Fn::Split, Fn::FindInMap."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from constructs_lib.assembly import conditions
from constructs_lib.assembly.expressions import NO_VALUE, function_name, pair
from constructs_lib.assembly.stacks import Stack
from constructs_lib.assembly.values import Value

if TYPE_CHECKING:
    from constructs_lib.assembly.resolver import Resolver

_IN_SUB = re.compile(r"\$\{([^{}]*)\}")


def literal(text: str) -> Value:
    """A text of the template. What it says in double braces, CloudFormation looks up."""
    if "{{resolve:" in text:
        return Value.lost(text, f"{text!r} is looked up at deployment")
    return Value.of(text)


def _join(resolver: Resolver, stack: Stack, argument: Any) -> Value:
    separator, items = pair(argument)
    if not isinstance(separator, str) or not isinstance(items, list | dict):
        return Value.lost("Fn::Join", "Fn::Join needs a separator and a list")
    values, problems = _items(resolver, stack, items)
    if values is None:
        return Value.lost("Fn::Join", *problems)
    between = Value.of(separator)
    pieces = (piece for value in values for piece in (between, value))
    return Value.joined(list(pieces)[1:]).noting(*problems)


def _sub(resolver: Resolver, stack: Stack, argument: Any) -> Value:
    text, variables = (argument, {}) if isinstance(argument, str) else pair(argument)
    if not isinstance(text, str) or not isinstance(variables, dict):
        return Value.lost("Fn::Sub", "Fn::Sub needs a text, or a text and an object")
    values: list[Value] = []
    for at, piece in enumerate(_IN_SUB.split(text)):
        if at % 2 == 0:
            values += [literal(piece)] if piece else []
        elif piece.startswith("!"):
            values.append(Value.of(f"${{{piece[1:]}}}"))
        elif piece in variables:
            values.append(resolver.value(stack, variables[piece]))
        else:
            values.append(resolver.value(stack, {"Fn::GetAtt": piece} if "." in piece else {"Ref": piece}))
    return Value.joined(values)


def _select(resolver: Resolver, stack: Stack, argument: Any) -> Value:
    index, items = pair(argument)
    at = resolver.value(stack, index)
    if not at.text.isdecimal() or len(at.text) > 9 or not isinstance(items, list | dict):
        return Value.lost("Fn::Select", *at.problems, "Fn::Select needs an index and a list")
    values, problems = _items(resolver, stack, items)
    if values is None:
        whole = _split_later(resolver, stack, items, f"part {at.text} of")
        return whole or Value.lost("Fn::Select", *problems)
    if int(at.text) >= len(values):
        return Value.lost("Fn::Select", *problems, f"Fn::Select asks for item {at.text} of {len(values)}")
    return values[int(at.text)].noting(*at.problems, *problems)


def _find_in_map(resolver: Resolver, stack: Stack, argument: Any) -> Value:
    found, problems = _in_map(resolver, stack, argument)
    if isinstance(found, str | int | float):
        return resolver.value(stack, found).noting(*problems)
    return Value.lost("Fn::FindInMap", *problems, *([] if problems else ["Fn::FindInMap comes to no single value"]))


def _split(_resolver: Resolver, _stack: Stack, _argument: Any) -> Value:
    return Value.lost("Fn::Split", "Fn::Split makes a list where a single value is expected")


FUNCTIONS: dict[str, Callable[[Resolver, Stack, Any], Value]] = {
    "Fn::Join": _join,
    "Fn::Sub": _sub,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::FindInMap": _find_in_map,
}


def _items(resolver: Resolver, stack: Stack, expression: Any) -> tuple[list[Value] | None, tuple[str, ...]]:
    """The items of a list, without those that are left out; None, with a problem, where they cannot be known."""
    if isinstance(expression, list):
        values: list[Value] = []
        told: list[str] = []
        for item in expression:
            chosen, problems = conditions.chosen(resolver, stack, item)
            told += problems
            if chosen != NO_VALUE:
                values.append(resolver.value(stack, chosen))
        return values, tuple(told)
    name = function_name(expression)
    if name == "Fn::If":
        chosen, problems = conditions.branch(resolver, stack, expression[name])
        values_or_none, more = _items(resolver, stack, chosen)
        return values_or_none, (*problems, *more)
    if name == "Fn::FindInMap":
        found, problems = _in_map(resolver, stack, expression[name])
        return _items(resolver, stack, found) if isinstance(found, list) else (None, problems)
    if name == "Fn::Split":
        separator, source = pair(expression[name])
        whole = resolver.value(stack, source)
    elif name == "Ref":  # a parameter that is a list
        separator, whole = ",", resolver.value(stack, expression)
    else:
        return None, (f"{name or 'something else than a list'} is not followed as a list",)
    if not isinstance(separator, str) or not separator or not whole.known:
        return None, (*whole.problems, f"{whole.text} is known at deployment, so its parts are too")
    return [Value.of(piece) for piece in whole.text.split(separator)], whole.problems


def _split_later(resolver: Resolver, stack: Stack, expression: Any, which: str) -> Value | None:
    """A part of a value that is the attribute of one resource: known at deployment, but where it comes from is known."""
    if function_name(expression) != "Fn::Split":
        return None
    whole = resolver.value(stack, pair(expression["Fn::Split"])[1])
    if len(whole.parts) != 1 or whole.place is None:
        return None
    return Value.later(f"{which} {whole.text[1:-1]}", whole.place).noting(*whole.problems)


def _in_map(resolver: Resolver, stack: Stack, argument: Any) -> tuple[Any, tuple[str, ...]]:
    if not isinstance(argument, list) or len(argument) != 3:
        return None, ("Fn::FindInMap needs the name of a map and two keys",)
    keys = [resolver.value(stack, key) for key in argument]
    problems = tuple(problem for key in keys for problem in key.problems)
    found: Any = stack.section("Mappings")
    for key in keys:
        found = found.get(key.text) if isinstance(found, dict) else None
    if found is None:
        shown = ", ".join(key.text for key in keys)
        return None, (*problems, f"stack {stack.label} has no {shown} in its mappings")
    return found, problems
