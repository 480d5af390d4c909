"""Names in code, made of the names that resources have: stable, unique, and never words that Python or the app needs."""

from __future__ import annotations

import builtins
import keyword
import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

_T = TypeVar("_T", bound=Hashable)
_LONGEST = 40
# Words of the generated files themselves.
_OWN = {"app", "cdk", "constructs_lib", "declare", "json", "line", "rules", "self", "stack", "voice"}
RESERVED = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *_OWN})
"""Variables that nothing of the account is called by."""
RESERVED_IDS = frozenset(
    {"Default", "Resource", "ChimeVoiceProvider", "BootstrapVersion", "CheckBootstrapVersion", "Application", "Rules"}
)
"""Construct ids that mean something to the CDK or to the constructs."""


def words(text: str, otherwise: str) -> list[str]:
    """The words of a name, in small letters, a letter first; of a name without any, those of another text.

    Args:
        text: as the account has it.
        otherwise: plain words, put in front too where the name begins with a digit.
    """
    found: list[str] = []
    for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", text):
        if found and len(variable(found)) + len(word) >= _LONGEST:
            break
        found.append(word.lower()[:_LONGEST])
    if not found or not found[0][0].isalpha():
        return [*plain(otherwise), *found]
    return found


def plain(text: str) -> list[str]:
    """The runs of letters and digits in a text that is no name: of an id, of a Region."""
    return [word.lower() for word in re.findall(r"[A-Za-z0-9]+", text)]


def variable(parts: Sequence[str]) -> str:
    """`main_line`."""
    return "_".join(parts)


def construct_id(parts: Sequence[str]) -> str:
    """`MainLine`."""
    return "".join(part.capitalize() for part in parts)


def chosen(candidates: Mapping[_T, Sequence[str]], reserved: frozenset[str]) -> dict[_T, str]:
    """For each the first of its candidates that no other one has and that is not reserved.

    All that would share a name go on to their next ones, so that no name depends on what stands beside it in a list.

    Args:
        candidates: the last of each must be one that no other can have.
        reserved: names that nothing gets.
    """
    at = dict.fromkeys(candidates, 0)
    while True:
        names = {key: candidates[key][place] for key, place in at.items()}
        times = Counter(names.values())
        contested = [
            key
            for key, name in names.items()
            if (times[name] > 1 or name in reserved) and at[key] + 1 < len(candidates[key])
        ]
        if not contested:
            return names
        for key in contested:
            at[key] += 1
