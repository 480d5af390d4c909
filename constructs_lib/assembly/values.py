"""What an expression of a template comes to: text, with the parts in it that only a deployment can fill."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from constructs_lib.assembly.files import as_object
from constructs_lib.assembly.manifest import Stack


@dataclasses.dataclass(frozen=True)
class Place:
    """A resource by the stack that declares it and its logical id there."""

    stack: Stack
    logical_id: str

    @property
    def declaration(self) -> dict[str, Any]:
        """The resource as the template has it; empty when there is none."""
        return as_object(self.stack.section("Resources").get(self.logical_id), f"resource {self.label}")

    @property
    def type_name(self) -> str:
        """The CloudFormation resource type."""
        return str(self.declaration.get("Type") or "")

    @property
    def properties(self) -> dict[str, Any]:
        """The properties, with their expressions."""
        return as_object(self.declaration.get("Properties"), f"properties of {self.label}")

    @property
    def label(self) -> str:
        """What a reader calls it."""
        return self.stack.label_of(self.logical_id)


@dataclasses.dataclass(frozen=True)
class Part:
    """A piece of a value: its text, or a placeholder for it in angle brackets."""

    text: str
    known: bool = True
    place: Place | None = None
    """The resource that it is the id, the ARN or another attribute of."""


@dataclasses.dataclass(frozen=True)
class Value:
    """The parts of a value in their order, and what could not be resolved in them."""

    parts: tuple[Part, ...]
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Value:
        """A value that stands in the template."""
        return cls((Part(text),))

    @classmethod
    def later(cls, placeholder: str, place: Place | None = None) -> Value:
        """A value that the deployment will know."""
        return cls((Part(f"<{placeholder}>", known=False, place=place),))

    @classmethod
    def lost(cls, placeholder: str, problem: str) -> Value:
        """A value that nobody can know from these files."""
        return cls((Part(f"<{placeholder}>", known=False),), (problem,))

    @classmethod
    def joined(cls, values: Iterable[Value]) -> Value:
        """One value after the other."""
        together = tuple(values)
        return cls(
            tuple(part for value in together for part in value.parts),
            tuple(problem for value in together for problem in value.problems),
        )

    @property
    def text(self) -> str:
        """The value to read, with placeholders."""
        return "".join(part.text for part in self.parts)

    @property
    def known(self) -> bool:
        """Whether the text is the value itself."""
        return all(part.known for part in self.parts)

    @property
    def place(self) -> Place | None:
        """The one resource that the value comes from; None for none and for several."""
        places = {part.place for part in self.parts if part.place}
        return places.pop() if len(places) == 1 else None

    @property
    def suffix(self) -> str:
        """The text behind the last part that comes from a resource."""
        behind = 0
        for at, part in enumerate(self.parts, 1):
            if part.place:
                behind = at
        return "".join(part.text for part in self.parts[behind:])


def places(stacks: Iterable[Stack]) -> Iterator[Place]:
    """All resources, in the order of the templates."""
    for stack in stacks:
        for logical_id in stack.section("Resources"):
            yield Place(stack, logical_id)
