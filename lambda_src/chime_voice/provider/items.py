"""Calls about many phone numbers: errors come one a number, with HTTP 200, and are looked at one by one."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable, Mapping

from chime_voice.provider.resource import State

# What may be otherwise in a moment; a number that was just bought is not known everywhere at once.
PASSING = frozenset({"NotFound", "Throttled", "Throttling", "ServiceFailure", "ServiceUnavailable"})

Errors = Mapping[str, State]
"""Number -> what the service says about it."""


def e164(number: str) -> str:
    """The number with its plus sign, from any form in which the API writes it."""
    plain = urllib.parse.unquote(number)
    return plain if plain.startswith("+") else f"+{plain}"


def errors_of(answer: State) -> dict[str, State]:
    """The numbers that a call did not do, though it answered 200."""
    return {e164(str(error["PhoneNumberId"])): error for error in answer.get("PhoneNumberErrors") or ()}


def told(errors: Errors, numbers: Iterable[str]) -> str:
    """The errors of these numbers, for a message."""
    return "; ".join(
        f"{masked(number)} {errors[number].get('ErrorCode')}: {masked(str(errors[number].get('ErrorMessage')))}"
        for number in numbers
    )


def masked(text: str) -> str:
    """A text whose phone numbers show their last four digits only."""
    return re.sub(r"(?<!\w)\+?\d{3,11}(\d{4})(?!\w)", r"***\1", text)
