"""Phone numbers made unreadable but for their last four digits, so that a report can be shown to others."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection
from typing import Any, Self, TypeVar

from constructs_lib.routing.model import RoutingTable

_T = TypeVar("_T")
DOT = "•"
# As the service writes a number, and as people do: +1 (206) 555-0100, +44 20 7946 0958.
_MARKED = re.compile(r"\+[1-9]\d{3,14}(?!\d)|\+[1-9]\d{0,2}(?:[ .-]\(?\d{2,4}\)?){2,4}(?!\d)")
# Without the plus sign only those are numbers that are known as such; an account has twelve digits as well.
_BARE = re.compile(r"(?<!\d)(?:\d{7,15}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\d)")


class NumberMask:
    """Hides all phone numbers of one source: what follows a plus sign, and known numbers in other forms.

    A masked number has the length of the number. Two numbers with the same last four digits look the same: what compares
    numbers, such as findings and changes, is asked of the table itself, and its answer masked.

    Args:
        numbers: those that are known, in E.164 form.
    """

    def __init__(self, numbers: Collection[str] = ()) -> None:
        bare = {number.removeprefix("+") for number in numbers if _MARKED.fullmatch(number)}
        # In North America the country's 1 is often left out.
        self._known = bare | {number[1:] for number in bare if number.startswith("1") and len(number) == 11}

    @classmethod
    def of(cls, table: RoutingTable) -> Self:
        """For what is told about a table."""
        return cls(
            [route.trigger.value for route in table.routes] + [resource.identity for resource in table.resources]
        )

    def text(self, text: str) -> str:
        """A text with its numbers masked."""
        return _BARE.sub(self._hidden_if_known, _MARKED.sub(_hidden, text))

    def value(self, value: _T) -> _T:
        """A value with the numbers masked in all its texts: of JSON, or a table or any part of one."""
        hidden: _T = _in_all_texts(value, self.text)
        return hidden

    def _hidden_if_known(self, found: re.Match[str]) -> str:
        return _hidden(found) if re.sub(r"\D", "", found[0]) in self._known else found[0]


def masked(table: RoutingTable) -> RoutingTable:
    """The table with all numbers masked, wherever they stand: to show it, not to ask it for findings or changes."""
    return NumberMask.of(table).value(table)


def number_masked(text: str) -> str:
    """A text with its numbers in E.164 form masked."""
    return NumberMask().text(text)


def _hidden(found: re.Match[str]) -> str:
    digits = sum(character.isdecimal() for character in found[0])
    # Of eight digits or more the last four are shown; of fewer at most half, so that something is hidden.
    hidden = digits - min(4, digits // 2)
    return re.sub(r"\d", DOT, found[0], count=hidden)


def _in_all_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(name): _in_all_texts(each, change) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_in_all_texts(each, change) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value))
        return dataclasses.replace(value, **{name: _in_all_texts(getattr(value, name), change) for name in fields})
    return value
