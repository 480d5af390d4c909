"""What an expression of a template comes to: text, with the parts in it that only a deployment can fill."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import NamedTuple, Self

from constructs_lib.assembly.stacks import Place, Stack

# A few lines can name each other so often that no memory would hold the text. What CloudFormation passes on is shorter:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
_LONGEST = 16_384


class Part(NamedTuple):
    """A piece of a value: its text, or a placeholder for it in angle brackets."""

    text: str
    known: bool = True
    place: Place | None = None
    """The resource that it is the id, the ARN or another attribute of."""
    weak: Stack | None = None
    """The stack whose output was read for it when the one that holds it was deployed."""


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
    def lost(cls, placeholder: str, *problems: str) -> Value:
        """A value that nobody can know from these files."""
        return cls((Part(f"<{placeholder}>", known=False),), problems)

    @classmethod
    def joined(cls, values: Iterable[Value]) -> Value:
        """One value after the other."""
        together = tuple(values)
        problems = tuple(dict.fromkeys(problem for value in together for problem in value.problems))
        if sum(len(value.text) + len(value.parts) for value in together) > _LONGEST:
            return cls.lost("long text", *problems, f"a text comes to more than {_LONGEST} characters; it is not read")
        return cls(tuple(part for value in together for part in value.parts), problems)

    @property
    def text(self) -> str:
        """The value to read, with placeholders."""
        return self.parts[0].text if len(self.parts) == 1 else "".join(part.text for part in self.parts)

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

    def noting(self, *problems: str) -> Value:
        """The value with more to tell about it."""
        return Value(self.parts, (*self.problems, *problems)) if problems else self

    def from_place(self, place: Place) -> Value:
        """The value, marked as coming from a resource that says it."""
        return Value(tuple(part._replace(place=place) for part in self.parts), self.problems)

    def read_from(self, stack: Stack) -> Value:
        """The value, marked as read from another stack at deployment."""
        return Value(tuple(part._replace(weak=stack) for part in self.parts), self.problems)


class Text(str):
    """The text of a value, which remembers the value: who parses a document is led back to the resource behind it."""

    __slots__ = ("value",)
    value: Value

    @classmethod
    def of(cls, value: Value) -> Self:
        """The text of this value."""
        text = cls(value.text)
        text.value = value
        return text


def value_of(text: str) -> Value:
    """The value behind a text of a resolved document."""
    return text.value if isinstance(text, Text) else Value.of(text)


def source_of(text: str) -> Place | None:
    """The resource that a text of a resolved document comes from, if it comes from one alone."""
    return value_of(text).place
