"""Phone numbers made unreadable, so that a call can be shown to others."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Self

from constructs_lib.pstn.call import Call

_E164 = re.compile(r"\+[1-9]\d{3,14}(?!\d)")
DOT = "•"


class Mask:
    """Hides the middle of phone numbers: what follows a plus sign, and the numbers of given parties in any form.

    Names, texts that are spoken and digits that were pressed stay as they are.

    Args:
        parties: numbers, and whatever else parties are called by.
    """

    def __init__(self, parties: Collection[str] = ()) -> None:
        bare = {party.removeprefix("+") for party in parties}
        words = sorted(re.escape(party) for party in bare if party.isdecimal() and len(party) > 3)
        self._parties = re.compile(rf"(?<!\d)(?:{'|'.join(words)})(?!\d)") if words else None

    @classmethod
    def of(cls, call: Call) -> Self:
        """For what is told about a call."""
        return cls([party for leg in call.all_legs for party in (leg.from_, leg.to)])

    def text(self, text: str) -> str:
        """A text with its numbers masked."""
        masked = _E164.sub(_hidden, text)
        return self._parties.sub(_hidden, masked) if self._parties else masked

    def everywhere(self, value: Any) -> Any:
        """A value of JSON with the numbers masked in all its texts, names of fields included."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.everywhere(each) for each in value]
        if isinstance(value, dict):
            return {self.text(name): self.everywhere(each) for name, each in value.items()}
        return value


def _hidden(found: re.Match[str]) -> str:
    number = found[0]
    digits = number.removeprefix("+")
    # Of eleven digits three are hidden; of fewer no less, of more all but eight.
    hidden = min(max(3, len(digits) - 8), len(digits))
    head = (len(digits) - hidden + 1) // 2
    return "+" * number.startswith("+") + digits[:head] + DOT * hidden + digits[head + hidden :]
