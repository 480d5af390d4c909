"""Searching numbers: what is on offer, and whether a number is one that a search would find."""

from __future__ import annotations

import re
from typing import Protocol

from chime_voice.contract.phone_number import TOLL_FREE
from chime_voice.contract.wire import wire_name
from chime_voice.provider.client import VoiceApi

_TOLL_FREE = re.compile(r"\+18(00|33|44|55|66|77|88)")


class Search(Protocol):
    """What the contracts of numbers have in common."""

    @property
    def searches(self) -> dict[str, str]:
        """The criteria that are set."""


def offered(api: VoiceApi, search: Search, size: int) -> list[str]:
    """The numbers on offer, at most `size` of them."""
    criteria = {wire_name(name): value for name, value in search.searches.items()}
    found = api.call("SearchAvailablePhoneNumbers", MaxResults=size, **criteria)
    return [str(number) for number in found.get("E164PhoneNumbers", ())]


def in_words(search: Search) -> str:
    """The criteria, for a message."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in search.searches.items())


def tells_a_place(search: Search) -> bool:
    """Whether it asks for a place, which digits do not tell."""
    return not {"city", "state"}.isdisjoint(search.searches)


def would_find(search: Search, number: str, country: str) -> bool:
    """Whether digits and country are those of a search that asks for no place."""
    wanted = search.searches
    toll_free = _TOLL_FREE.match(number) is not None
    wants_toll_free = "toll_free_prefix" in wanted or wanted.get("phone_number_type") == TOLL_FREE
    if toll_free != wants_toll_free or country != wanted.get("country", "US"):
        return False
    prefix = wanted.get("area_code") or wanted.get("toll_free_prefix")
    return prefix is None or number.startswith(f"+1{prefix}")
