"""What expressions of templates come to, over all stacks of an assembly."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from constructs_lib.assembly import conditions, references, texts
from constructs_lib.assembly.between import Between
from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.expressions import NO_VALUE, function_name
from constructs_lib.assembly.stacks import Assembly, Place, Stack
from constructs_lib.assembly.values import Part, Text, Value

T = TypeVar("T")

ABSENT: Final = object()
"""In the place of what `AWS::NoValue` leaves out."""
_FUNCTIONS = {**texts.FUNCTIONS, **references.FUNCTIONS}
_SCALAR = (str, int, float)
_SHOWN = 20


@dataclasses.dataclass
class Remarks:
    """What is met on the way through a document."""

    problems: list[str] = dataclasses.field(default_factory=list)
    weak: list[Part] = dataclasses.field(default_factory=list)
    """The parts that were read from other stacks."""


class Resolver:
    """Follows references over all stacks of an assembly. Whatever several expressions name is looked up once."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self.between = Between(self)
        self._known: dict[Hashable, Any] = {}
        self._under_way: dict[Hashable, Callable[[], str]] = {}

    def value(self, stack: Stack, expression: Any) -> Value:
        """What an expression comes to.

        Raises:
            AssemblyError: the expression refers back to itself.
        """
        if isinstance(expression, bool):
            return Value.of(str(expression).lower())
        if isinstance(expression, _SCALAR):
            return texts.literal(str(expression))
        name = function_name(expression)
        if name == "Fn::If":
            branch, problems = conditions.branch(self, stack, expression[name])
            return self.value(stack, branch).noting(*problems)
        function = _FUNCTIONS.get(name)
        if function:
            return function(self, stack, expression[name])
        if name:
            return Value.lost(name, f"{name} is not followed")
        return Value.lost("?", f"a single value was expected, got {type(expression).__name__}")

    def plain(self, stack: Stack, document: Any, remarks: Remarks) -> Any:
        """A document with every expression replaced by its text."""
        if isinstance(document, str):
            return self._expression(stack, document, remarks) if "{{resolve:" in document else document
        if isinstance(document, dict):
            if len(document) == 1 and function_name(document):
                return self._expression(stack, document, remarks)
            read = {}
            for key, item in document.items():
                value = self.plain(stack, item, remarks)
                if value is not ABSENT:
                    read[key] = value
            return read
        if isinstance(document, list):
            items = [self.plain(stack, item, remarks) for item in document]
            return [item for item in items if item is not ABSENT]
        return document

    def _expression(self, stack: Stack, expression: Any, remarks: Remarks) -> Any:
        if expression == NO_VALUE:
            return ABSENT
        if isinstance(expression, dict) and "Fn::If" in expression:
            branch, told = conditions.branch(self, stack, expression["Fn::If"])
            remarks.problems += told
            return self.plain(stack, branch, remarks)
        value = self.value(stack, expression)
        remarks.problems += value.problems
        remarks.weak += [part for part in value.parts if part.weak]
        return Text.of(value)

    def properties(self, place: Place) -> dict[str, Any]:
        """A resource's properties, every expression replaced by its text; what is wrong with them is not told."""
        read = ((name, self.plain(place.stack, value, Remarks())) for name, value in place.properties.items())
        return {name: value for name, value in read if value is not ABSENT}

    def exists(self, place: Place) -> bool:
        """Whether a resource is there: not where a condition of it, or of a stack around it, does not hold."""
        return conditions.of_place(self, place).holds is not False

    def once(self, key: Hashable, step: Callable[[], str], look_up: Callable[[], T]) -> T:
        """What a look-up finds, from memory where it was made before.

        Args:
            key: what is looked up.
            step: the same in words.
            look_up: how.

        Raises:
            AssemblyError: the same look-up is under way already.
        """
        if key in self._known:
            found: T = self._known[key]
            return found
        if key in self._under_way:
            under_way = list(self._under_way)
            steps = [self._under_way[each]() for each in under_way[under_way.index(key) :]]
            shown = [*steps, steps[0]] if len(steps) < _SHOWN else [*steps[: _SHOWN - 1], "…", steps[0]]
            raise AssemblyError(f"references run in a circle: {' -> '.join(shown)}")
        self._under_way[key] = step
        try:
            found = look_up()
        finally:
            del self._under_way[key]
        self._known[key] = found
        return found
