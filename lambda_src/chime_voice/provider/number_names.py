"""The names of numbers that belong together: what each is called, its place, the search it was bought for, the mark.

`Hotline no.3-5f2a cvc-…` is the third of those called Hotline. The place keeps the order of a set, which nothing else at
the service remembers, and the search tells numbers of a city from others when the search changes and changes back. A
number that was dropped from its set says so behind that: `no.3-5f2a-left` stays in the inventory, and `no.3-5f2a-c07e`
is to be released once the deployment that dropped it, which gave the set the generation c07e, is complete.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from chime_voice.contract.marker import Marker, short_hash, strip
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.items import e164, masked
from chime_voice.provider.resource import State

_PLACE = re.compile(r"(?:^|\s)no\.(\d+)-([0-9a-f]{4})(?:-(left|[0-9a-f]{4}))?$")
NOWHERE = 0
"""The place of a number that was just ordered."""
LEFT = "left"
"""Of a number that was dropped and is retained."""


@dataclasses.dataclass(frozen=True)
class Member:
    """A number as it is, with what its name says."""

    number: str
    mark: Marker | None
    base: str
    place: int
    search: str
    dropped: str
    """`LEFT`, the generation that dropped it, or nothing."""
    state: State

    @classmethod
    def of(cls, state: State) -> Self:
        """Read the name."""
        name = str(state.get("Name") or "")
        bare = strip(name)
        found = _PLACE.search(bare)
        base = bare[: found.start()] if found else bare
        place, search, dropped = (int(found[1]), found[2], found[3] or "") if found else (NOWHERE, "", "")
        number = e164(str(state.get("E164PhoneNumber") or state["PhoneNumberId"]))
        return cls(number, Marker.read(name), base, place, search, dropped, state)

    @property
    def generation(self) -> str:
        """Which deployment put it into its set."""
        return self.mark.request if self.mark else ""

    @property
    def is_queued(self) -> bool:
        """Whether it waits in the deletion queue."""
        return bool(self.state.get("DeletionTimestamp"))

    @property
    def is_usable(self) -> bool:
        """Whether it is in the inventory, and acquired."""
        return not self.is_queued and self.state.get("Status") in ("Assigned", "Unassigned")

    @property
    def users(self) -> list[str]:
        """What it is associated with, in words."""
        return [f"{used.get('Name')} {used.get('Value')}" for used in self.state.get("Associations", ())]

    @property
    def order(self) -> tuple[bool, bool, int, str]:
        """Sorts by place; those without one come behind, and what was dropped behind all."""
        return bool(self.dropped), self.place == NOWHERE, self.place, self.number

    def name(self, mark: Marker, dropped: str = "") -> str:
        """What it is to be called, its place as it is."""
        return name_of(self.base, self.place, self.search, mark, dropped)


class Inventory:
    """The account's numbers at an endpoint, read anew each time."""

    def __init__(self, api: VoiceApi, marker: Marker) -> None:
        """Say whose numbers are `owned`."""
        self._api = api
        self._marker = marker

    def members(self) -> list[Member]:
        """All numbers, the deletion queue included."""
        return [Member.of(state) for state in self._api.pages("ListPhoneNumbers", "PhoneNumbers")]

    def owned(self) -> list[Member]:
        """What carries our mark and can be used."""
        return [m for m in self.members() if self._marker.owns(m.state.get("Name")) and m.is_usable]

    def queued(self) -> list[Member]:
        """What carries our mark and waits in the deletion queue."""
        return [m for m in self.members() if self._marker.owns(m.state.get("Name")) and m.is_queued]

    def states(self) -> dict[str, State]:
        """Number -> its state."""
        return {member.number: member.state for member in self.members()}

    def has(self, numbers: Sequence[str]) -> bool:
        """Whether it shows all of these, on order or acquired."""
        return self.states().keys() >= set(numbers)


def in_places(members: Iterable[Member]) -> list[Member]:
    """In the order of their places; where two claim one, the first given has it and the other comes last."""
    placed: dict[int, Member] = {}
    rest = []
    for member in members:
        if member.place == NOWHERE or member.place in placed:
            rest.append(member)
        else:
            placed[member.place] = member
    return [*(placed[place] for place in sorted(placed)), *rest]


def hash_of(searches: Mapping[str, str]) -> str:
    """The search, as it stands in a name."""
    return short_hash(repr(sorted(searches.items())), 4)


def name_of(base: str, place: int, search: str, mark: Marker, dropped: str = "") -> str:
    """The name of a member."""
    suffix = f"-{dropped}" if dropped else ""
    return mark.sign(f"{base} no.{place}-{search}{suffix}".lstrip())


def listed(members: Iterable[Member]) -> str:
    """For a message."""
    return ", ".join(masked(member.number) for member in members)
