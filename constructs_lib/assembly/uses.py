"""Whether anything in a template refers to a resource: an output, or a property of another resource.

Not asked of every resource, since the answer takes a walk over the whole template.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from constructs_lib.assembly.stacks import Place, Stack

# They go with a resource, and do nothing with it.
_NO_USE = ("AWS::Lambda::Permission", "AWS::Logs::LogGroup", "Custom::LogRetention")
_IN_SUB = re.compile(r"\$\{([^!}.][^}.]*)")


def used(places: Collection[Place]) -> frozenset[Place]:
    """Those of the resources that something else refers to."""
    names = {stack: frozenset(_referred_to(stack)) for stack in {place.stack for place in places}}
    return frozenset(place for place in places if place.logical_id in names[place.stack])


def _referred_to(stack: Stack) -> Iterator[str]:
    for place in stack.places.values():
        if place.type_name not in _NO_USE:
            yield from (name for name in _names(place.properties) if name != place.logical_id)
    yield from _names(stack.section("Outputs"))


def _names(document: Any) -> Iterator[str]:
    """The logical ids in all references of a document."""
    left = [document]
    while left:
        each = left.pop()
        if isinstance(each, list):
            left += each
        elif isinstance(each, dict):
            left += each.values()
            for function, argument in each.items():
                yield from _names_of(function, argument)


def _names_of(function: str, argument: Any) -> Iterator[str]:
    first = argument[0] if isinstance(argument, list) and argument else argument
    if not isinstance(first, str):
        return
    if function in {"Ref", "Fn::GetAtt"}:
        yield first.partition(".")[0]
    elif function == "Fn::Sub":
        yield from _IN_SUB.findall(first)
