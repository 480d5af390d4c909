"""How numbers leave a set: retained, or released when the deployment is complete, or taken back with it.

A number that is to be released is still in use: CloudFormation deletes what used it when the update is complete. So the
set gets another generation (the last part of the mark in each name), and with it another id; CloudFormation then deletes
the old id, and that releases what was dropped. When a later failure takes the update back, CloudFormation deletes the new
id instead, perhaps without another word: then the dropped numbers are still there, waiting for this very generation, and
everything becomes as it was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from chime_voice.contract.marker import Marker
from chime_voice.provider.batches import Batches
from chime_voice.provider.clock import Clock, pause
from chime_voice.provider.errors import Failure
from chime_voice.provider.items import masked, told
from chime_voice.provider.number_names import LEFT, Inventory, Member, listed
from chime_voice.provider.resource import State

_LETTING_GO = 24
_LETTING_GO_DELAY = 5.0


class Dropping:
    """The numbers of one set that leave it."""

    def __init__(self, inventory: Inventory, batches: Batches, clock: Clock, marker: Marker) -> None:
        """Bind to the set."""
        self._inventory = inventory
        self._batches = batches
        self._clock = clock
        self._marker = marker

    def drop(self, members: Sequence[Member], dropped: str, generation: str = "") -> None:
        """Say in the names that these are not of the set any more.

        Args:
            members: the numbers.
            dropped: `LEFT`, or the generation that they wait for.
            generation: whose deletion releases them; the one that they have by default.
        """
        names = {
            member.number: member.name(
                dataclasses.replace(member.mark, request=generation or member.generation), dropped
            )
            for member in members
            if member.mark
        }
        if names:
            self._batches.write("Name", names)

    def release(self, generation: str) -> None:
        """Release the numbers of a generation that nothing uses; what was retained or an earlier stack had stays.

        Args:
            generation: empty for all of them.

        Raises:
            Failure: some are in use after two minutes; names them all, and the others are released.
        """
        waiting = [member for member in self._inventory.owned() if generation and member.dropped == generation]
        if waiting:
            self._go_back(generation, waiting[0].generation)
            return
        errors: dict[str, State] = {}
        left: list[Member] = []
        for _ in range(_LETTING_GO):
            left = self._of(generation)
            free = [member.number for member in left if not member.users]
            if free:
                errors = dict(self._batches.release(free))
                left = self._of(generation)
            if not left:
                return
            pause(self._clock, _LETTING_GO_DELAY)
        # Their deployment is complete all the same: what they wait for must not look like a failed one later on.
        self.drop([member for member in left if member.dropped], "")
        uses = [f"{masked(member.number)} is in use by {used}" for member in left for used in member.users]
        refused = told(errors, [member.number for member in left if member.number in errors])
        raise Failure(
            f"{len(left)} not released: {'; '.join(filter(None, [*uses, refused])) or listed(left)}; remove what uses them "
            f"first, then delete again. The others are in the deletion queue"
        )

    def _go_back(self, generation: str, former: str) -> None:
        """Make the set what it was before this generation: the deployment that made it was taken back."""
        names = {
            member.number: member.name(dataclasses.replace(member.mark, request=former))
            for member in self._inventory.owned()
            if member.mark and generation in (member.generation, member.dropped)
        }
        self._batches.write("Name", names)

    def _of(self, generation: str) -> list[Member]:
        return [
            member
            for member in self._inventory.owned()
            if self._marker.of_this_stack(member.state.get("Name"))
            and member.dropped != LEFT
            and generation in ("", member.generation)
        ]
