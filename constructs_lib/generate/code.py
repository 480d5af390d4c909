"""Python source from values, safe and formatted: whatever a value holds, it comes out as a constant.

Only `Name` and `Call` become code, and both take identifiers and nothing else. What does not fit into a line has an item
a line and a comma behind the last, which formatters leave as it is at any width.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 88
_INDENT = "    "


@dataclasses.dataclass(frozen=True)
class Name:
    """A name, perhaps with dots: `applications.support`."""

    text: str

    def __post_init__(self) -> None:
        if not all(part.isidentifier() for part in self.text.split(".")):
            raise AssertionError(f"{self.text!r} is no name")


@dataclasses.dataclass(frozen=True)
class Call:
    """A call; keyword arguments that are None are left out."""

    function: str
    positional: Sequence[Any] = ()
    named: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def arguments(self) -> list[tuple[str, Any]]:
        """What stands in front of each argument, and the argument."""
        named = ((f"{Name(name).text}=", value) for name, value in self.named.items() if value is not None)
        return [*(("", value) for value in self.positional), *named]


def quoted(text: str) -> str:
    """A text as Python writes it, in double quotes unless that takes more escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_escaped(character, quote) for character in text) + quote


def render(value: Any, *, indent: int = 0, before: int = 0, after: int = 0) -> str:
    """A value as source, over several lines where it does not fit into one.

    Args:
        value: a name, a call, a text, a whole number, True, False, None, or a list or a mapping of such.
        indent: levels in front of the line that it stands in.
        before: characters in front of it in its line, the indent apart.
        after: characters behind it.
    """
    flat = _flat(value)
    # How wide other characters are shown is a matter of opinion.
    if flat.isascii() and len(_INDENT) * indent + before + len(flat) + after <= WIDTH:
        return flat
    opening, items, closing = _parts(value)
    if not items:
        return flat
    pad = _INDENT * (indent + 1)
    lines = [
        f"{pad}{prefix}{render(item, indent=indent + 1, before=len(prefix), after=1)},\n" for prefix, item in items
    ]
    return f"{opening}\n{''.join(lines)}{_INDENT * indent}{closing}"


def statement(value: Any, *, to: str = "", indent: int = 0) -> str:
    """A line, or lines, with a value that is given to a name or to none."""
    pad, start = _INDENT * indent, f"{Name(to).text} = " if to else ""
    shown = render(value, indent=indent, before=len(start))
    before = len(pad) + len(start)
    if start and before + len(shown.partition("\n")[0]) > WIDTH > before:
        # Where not even the beginning fits, formatters put it into parentheses, if all of it fits then.
        inside = f"{pad}{_INDENT}{render(value, indent=indent + 1)}\n"
        if max(map(len, inside.split("\n"))) <= WIDTH:
            return f"{pad}{start}(\n{inside}{pad})\n"
    return f"{pad}{start}{shown}\n"


def _flat(value: Any) -> str:
    if isinstance(value, Name):
        return value.text
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool | int):
        return repr(value)
    opening, items, closing = _parts(value)
    return f"{opening}{', '.join(f'{prefix}{_flat(item)}' for prefix, item in items)}{closing}"


def _parts(value: Any) -> tuple[str, list[tuple[str, Any]], str]:
    """Opening, what stands in front of each item with the item, closing."""
    match value:
        case Call():
            return f"{Name(value.function).text}(", value.arguments, ")"
        case Mapping():
            return "{", [(f"{_flat(key)}: ", item) for key, item in value.items()], "}"
        case list():
            return "[", [("", item) for item in value], "]"
    return "", [], ""


def calls_in(value: Any) -> Iterator[str]:
    """The functions that a value calls, with those inside of their arguments."""
    if isinstance(value, Call):
        yield value.function
    for _, item in _parts(value)[1]:
        yield from calls_in(item)


def names_in(value: Any) -> Iterator[str]:
    """The names that a value uses."""
    if isinstance(value, Name):
        yield value.text
    for _, item in _parts(value)[1]:
        yield from names_in(item)


def _escaped(character: str, quote: str) -> str:
    if character in (quote, "\\"):
        return f"\\{character}"
    return character if character.isprintable() else character.encode("unicode_escape").decode()
