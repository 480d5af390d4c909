"""Every call that the service heard, without what belongs to callers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs_lib.local.voice.model import Shape


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """One call."""

    n: int
    """1 for the first call of the service's life."""
    time: float
    account: str
    region: str
    operation: str
    mutating: bool
    parameters: Mapping[str, Any]
    """Masked: numbers to their last four digits, everything else that the model calls sensitive entirely."""
    status: int | None
    """The HTTP status; None when no answer reached the client."""
    error: str = ""
    """The error's code, or how the connection ended."""
    done: bool
    """Whether it took effect, which the client may not have learned."""


class Journal:
    """The calls, oldest first; only the latest are kept.

    Args:
        limit: how many.
    """

    def __init__(self, limit: int = 10_000) -> None:
        self._entries: list[Entry] = []
        self._limit = limit

    def write(self, entry: Entry) -> None:
        """Add a call."""
        self._entries.append(entry)
        if len(self._entries) > 2 * self._limit:
            del self._entries[: -self._limit]

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries[-self._limit :]))

    def select(
        self,
        *,
        operation: str | None = None,
        region: str | None = None,
        mutating: bool | None = None,
        since: int = 0,
    ) -> list[Entry]:
        """The calls of an operation, of a Region, that read or write, after the call with a number."""
        return [
            entry
            for entry in self
            if entry.n > since
            and operation in (None, entry.operation)
            and region in (None, entry.region)
            and mutating in (None, entry.mutating)
        ]


def masked(shape: Shape | None, value: Any) -> Any:
    """A copy of parameters that can be shown to anybody."""
    if shape is None:
        return {}
    if shape.metadata.get("sensitive"):
        return _masked_text(value) if isinstance(value, str) else "***"
    match shape.type_name:
        case "structure":
            return {name: masked(shape.members[name], inner) for name, inner in value.items()}
        case "list":
            return [masked(shape.member, item) for item in value]
        case "map":
            return dict.fromkeys((masked(shape.key, key) for key in value), "***")
        case _:
            return value


def _masked_text(value: str) -> str:
    digits = value.removeprefix("%2B").lstrip("+")
    return f"***{digits[-4:]}" if digits.isdecimal() and len(digits) > 6 else "***"
