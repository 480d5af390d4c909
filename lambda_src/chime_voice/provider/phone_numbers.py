"""Sets of numbers: bought once, in an order that stays, dropped from the end, released only when nothing uses them.

The service knows numbers, no sets. A number is of the set by the mark in its name, and its place in the set stands there
too.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from chime_voice.contract.marker import Marker
from chime_voice.contract.phone_numbers import PhoneNumbers as Contract
from chime_voice.contract.phone_numbers import nth
from chime_voice.provider.batches import Batches
from chime_voice.provider.buying import Buying
from chime_voice.provider.clock import pause
from chime_voice.provider.dropping import Dropping
from chime_voice.provider.errors import Failure
from chime_voice.provider.items import e164
from chime_voice.provider.number_names import LEFT, Inventory, Member, hash_of, in_places, listed, name_of
from chime_voice.provider.orders import Orders
from chime_voice.provider.resource import SETTLING, ResourceProvider, State
from chime_voice.provider.restoring import Restoring
from chime_voice.provider.searching import tells_a_place, would_find

_ID = re.compile(r"numbers-[0-9a-f]{6}-[0-9a-f]{6}-([0-9a-f]{4})-(us-(?:east|west)-\d)")
# A number that a search offers may be gone when it is ordered: others search too.
_LOST_RACES = 5
_RETAINED = 50


class PhoneNumbers(ResourceProvider[Contract]):
    """`Custom::ChimePhoneNumbers`."""

    contract = Contract
    keeps_on_failure = True

    def is_id(self, physical_id: str) -> bool:
        """The form that `_state` gives."""
        return _ID.fullmatch(physical_id) is not None

    def id_of(self, state: State) -> str:
        """Owner, generation and endpoint."""
        return str(state["Id"])

    def read(self, physical_id: str) -> State | None:
        """What the id says; there is nothing to look up."""
        found = _ID.fullmatch(physical_id)
        return self._state(found[1], found[2]) if found else None

    def every(self) -> Iterable[State]:
        """The inventory, without what waits in the deletion queue or could not be acquired."""
        return (member.state for member in self._inventory.members() if member.is_usable)

    def own(self) -> list[State]:
        """This very set, of whatever generation: what an unanswered Create left."""
        return [self._state("", "")]

    def find_own(self, desired: Contract, other_than: str | None) -> State | None:  # noqa: ARG002
        """None: whatever is there, `bring` finds."""
        return None

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:  # noqa: ARG002
        """Numbers are managed at one endpoint; everything else is a matter of which numbers."""
        return bool(state["HomeRegion"] == desired.home_region)

    def check_make(self, desired: Contract) -> None:
        """Refuse to buy what the account has: the numbers themselves, or those that this stack left under another id."""
        if desired.e164_phone_numbers is not None:
            self._check_exact(desired)
            return
        left = [member for state in self.left_behind() if self._fits(member := Member.of(state), desired)]
        if left:
            raise Failure(
                f"this stack already has {listed(left)}, ordered under another construct id that the template no longer "
                f"has; buying others would leave their callers unanswered. To keep them, give the construct its old id "
                f"back; to buy others all the same, first give those a name without the mark: aws chime-sdk-voice "
                f"update-phone-number --phone-number-id NUMBER --name retired"
            )

    def make(self, desired: Contract) -> State:
        """Nothing yet: `bring` buys."""
        return self._state(self.marker.request, desired.home_region)

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:
        """Find, take back or buy what is missing, then give every number its place and product type."""
        generation = str(state["Generation"])
        buying = Buying(self.api, self.clock, dataclasses.replace(self.marker, request=generation), self._inventory.has)
        if "Order" in self.cursor:
            buying.see_through(self.cursor["Order"], (), self.cursor["Number"])
        Orders(self.api, self.clock).all_ended()
        if desired.e164_phone_numbers is not None:
            members = self._exact(desired, buying)
        else:
            members = self._searched(desired, generation, buying)
        numbers = [member.number for member in members]
        others = [member for member in self._inventory.owned() if member.number not in numbers]
        dropped = [member for member in others if not member.dropped]
        # What an earlier stack had is never released.
        release = desired.release_dropped and previous is not None
        begun = self.marker.request in {m.generation for m in members} | {m.dropped for m in others}
        self._bring_types(desired, members)
        self._dropping.drop(dropped, self.marker.request if release else LEFT, generation)
        if release and (dropped or begun):
            generation = self.marker.request
        self._bring_names(desired, members, generation, made_now=previous is None)
        retained = [member.number for member in sorted(others, key=lambda member: member.order)]
        return {
            **self._state(generation, desired.home_region),
            "Numbers": numbers,
            "Retained": retained[:_RETAINED],
        }

    def restore(self, state: State) -> None:
        """Never asked for: sets are not adopted."""

    def describe(self, state: State) -> str:
        """Its endpoint."""
        return f"at {state['HomeRegion']}"

    def remove(self, state: State) -> None:
        """Release what the set of this id had, or what it dropped for another; see `Dropping`."""
        self._dropping.release(str(state["Generation"]))

    def attributes(self, state: State) -> dict[str, str]:
        """The numbers: all, each, and those that the set had and that stay in the inventory."""
        numbers = state["Numbers"]
        return {
            "PhoneNumbersId": self.id_of(state),
            "Numbers": ",".join(numbers),
            "Retained": ",".join(state["Retained"]),
            **{nth(index): number for index, number in enumerate(numbers)},
        }

    def _state(self, generation: str, home_region: str) -> State:
        return {
            "Id": f"numbers-{self.marker.stack}-{self.marker.logical_id}-{generation}-{home_region}",
            "Generation": generation,
            "HomeRegion": home_region,
            "Name": self.marker.text,
        }

    @property
    def _inventory(self) -> Inventory:
        return Inventory(self.api, self.marker)

    @property
    def _batches(self) -> Batches:
        return Batches(self.api, self.clock, self._inventory.states)

    @property
    def _dropping(self) -> Dropping:
        return Dropping(self._inventory, self._batches, self.clock, self.marker)

    def _fits(self, member: Member, desired: Contract) -> bool:
        """Whether it was bought for this search, or is one that the search would find."""
        country = str(member.state.get("Country", "US"))
        found = not tells_a_place(desired) and would_find(desired, member.number, country)
        return member.search == hash_of(desired.searches) or found

    def _searched(self, desired: Contract, generation: str, buying: Buying) -> list[Member]:
        wanted = desired.count or 0
        if desired.restore:
            self._take_back(desired, generation, wanted - len(self._chosen(desired)))
        lost = 0
        while True:
            chosen = self._chosen(desired)
            if len(chosen) >= wanted:
                return in_places(chosen[:wanted])
            if lost == _LOST_RACES:
                raise Failure(
                    f"{lost} orders in a row were lost to others or not confirmed by the service; {len(chosen)} of {wanted} "
                    f"numbers are there and stay: deploy again, or widen the search"
                )
            if not buying.some(desired, wanted - len(chosen)):
                lost += 1

    def _chosen(self, desired: Contract) -> list[Member]:
        """What we have of the search: the present numbers in their order, then those that were dropped before."""
        fitting = [member for member in self._inventory.owned() if self._fits(member, desired)]
        return sorted(fitting, key=lambda member: member.order)

    def _take_back(self, desired: Contract, generation: str, missing: int) -> None:
        queue = [member for member in self._inventory.queued() if self._fits(member, desired)]
        taken = sorted(queue, key=lambda member: member.order)[: max(missing, 0)]
        for member in taken:
            Restoring(self.api, self.clock).number(member.number)
        # From here on they are this stack's to release again.
        mark = dataclasses.replace(self.marker, request=generation)
        names = {member.number: member.name(mark) for member in taken}
        if names:
            self._batches.write("Name", names)

    def _exact(self, desired: Contract, buying: Buying) -> list[Member]:
        self._check_exact(desired)
        declared = [e164(number) for number in desired.e164_phone_numbers or ()]
        if desired.restore:
            owned = {member.number for member in self._inventory.owned()}
            for number in declared:
                if number not in owned:
                    Restoring(self.api, self.clock).number(number)
        for _ in range(_LOST_RACES + len(declared)):
            present = {member.number: member for member in self._inventory.members() if member.is_usable}
            missing = [number for number in declared if number not in present]
            if not missing:
                return [present[number] for number in declared]
            buying.exactly(desired, missing)
        raise Failure(f"orders were not confirmed by the service, {len(missing)} numbers are missing: deploy again")

    def _check_exact(self, desired: Contract) -> None:
        present = {member.number: member for member in self._inventory.members()}
        problems = []
        for number in map(e164, desired.e164_phone_numbers or ()):
            member = present.get(number)
            if member is None or member.state.get("Status") == "AcquireFailed":
                continue
            if member.is_queued:
                if not desired.restore:
                    problems.append(
                        f"{number} is in the deletion queue, where restore=True takes it back for seven days"
                    )
            elif not self.marker.owns(member.state.get("Name")) and not (
                desired.restore and Restoring(self.api, self.clock).may_take(member.state)
            ):
                problems.append(f"{number} is in the inventory already; declare it as PhoneNumber(adopt={number!r})")
        if problems:
            raise Failure(f"numbers cannot be ordered: {'; '.join(problems)}")

    def _bring_types(self, desired: Contract, members: Sequence[Member]) -> None:
        """The service changes the product type of a number only while nothing uses it; a rule takes a moment to go."""
        others = [member for member in members if member.state.get("ProductType") != desired.product_type]
        used: list[Member] = []
        for delay in (*SETTLING, None):
            numbers = {member.number for member in others}
            used = [m for m in self._inventory.members() if m.number in numbers and m.users] if others else []
            if not used:
                break
            if delay is not None:
                pause(self.clock, delay)
        if used:
            raise Failure(
                f"{listed(used)} are in use, and the product type can change to {desired.product_type} only while nothing "
                f"uses a number: first remove SIP rules or associations in a deployment of their own"
            )
        if others:
            self._batches.write("ProductType", dict.fromkeys((m.number for m in others), desired.product_type))

    def _bring_names(self, desired: Contract, members: Sequence[Member], generation: str, *, made_now: bool) -> None:
        search = hash_of(desired.searches)
        wanted = {}
        for place, member in enumerate(members, 1):
            # A Create may fail yet, and its rollback releases what carries this incarnation: not what was there before.
            before = member.mark is not None and self.marker.owns(member.state.get("Name")) and made_now
            incarnation = member.mark.incarnation if before and member.mark else self.marker.incarnation
            mark = Marker(self.marker.stack, self.marker.logical_id, incarnation, generation)
            name = name_of(desired.name, place, search, mark)
            if member.state.get("Name") != name:
                wanted[member.number] = name
        if wanted:
            self._batches.write("Name", wanted)
