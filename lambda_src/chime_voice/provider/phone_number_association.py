"""Numbers with a carrier: only what differs is moved, nothing is stolen, and only what is ours is let go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chime_voice.contract.phone_number import VOICE_CONNECTOR
from chime_voice.contract.phone_number_association import PhoneNumberAssociation as Contract
from chime_voice.provider.carrying import CONNECTOR, GROUP, Carrier, Carrying
from chime_voice.provider.clock import pause
from chime_voice.provider.errors import Failure
from chime_voice.provider.items import masked
from chime_voice.provider.resource import SETTLING, ResourceProvider, State

_ID = re.compile(r"numbers-of-[0-9a-f]{6}-[0-9a-f]{6}-([a-z]+-[a-z]+-\d)")
# All deliveries of a Create come while CloudFormation waits for its answer, so what the carrier has had for longer than
# that was associated by somebody else.
_DELIVERIES = float(Contract.SPEC.service_timeout)
# The Delete that follows a Create without an answer comes once everything else in the stack has ended.
_ROLLBACK = 2 * 3600.0


class PhoneNumberAssociation(ResourceProvider[Contract]):
    """`Custom::ChimePhoneNumberAssociation`.

    State is nothing but the id, which says whose it is and at which endpoint: what there is to know is looked up by
    number. The carrier is not in the id. Were it, a rollback might delete the association with the new carrier without
    asking for the one with the former again, and nobody would have the numbers.
    """

    contract = Contract

    def is_id(self, physical_id: str) -> bool:
        """The form that `_state` gives."""
        return _ID.fullmatch(physical_id) is not None

    def id_of(self, state: State) -> str:
        """Owner and endpoint, so the same in every delivery of every event."""
        return str(state["Id"])

    def read(self, physical_id: str) -> State | None:
        """What the id says; there is nothing to look up."""
        found = _ID.fullmatch(physical_id)
        return self._state(found[1]) if found else None

    def every(self) -> Iterable[State]:
        """None: an association carries no name."""
        return ()

    def own(self) -> list[State]:
        """What a Create without an answer may have left: it is told by its age."""
        return [{"Id": "", "Region": "", "Name": self.marker.text}]

    def find_own(self, desired: Contract, other_than: str | None) -> State | None:  # noqa: ARG002
        """None: whatever is there, `bring` finds."""
        return None

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:  # noqa: ARG002
        """Only the endpoint is for good; numbers are moved from carrier to carrier in place."""
        return bool(state["Region"] == desired.aws_region)

    def check_make(self, desired: Contract) -> None:
        """Refuse what is not to be had, and what the carrier had before: who made that will miss it after a delete."""
        carrier = _carrier(desired)
        self._check(desired, self._inventory(desired.e164_phone_numbers), may_move=())
        if desired.adopt:
            return
        old = [
            number
            for number, state in self._of(carrier).present().items()
            if number in desired.e164_phone_numbers and not self._is_younger(_DELIVERIES, state, carrier)
        ]
        if old:
            raise Failure(
                f"{carrier.label} already has {_list(old)}; to keep these associations, and to leave them in place on "
                f"delete, say adopt=True. After a rename of the construct, give it its old id back: the deletion of the "
                f"old one would take the numbers away"
            )

    def make(self, desired: Contract) -> State:
        """Nothing yet: `bring` associates."""
        return self._state(desired.aws_region)

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:
        """Associate what is missing, then let go of what is no longer declared.

        The numbers of a former carrier are moved at once, with force, since they are ours.
        """
        carrier = _carrier(desired)
        former = _carrier(previous) if previous else carrier
        inventory = self._inventory(desired.e164_phone_numbers)
        movable = () if previous is None or former == carrier else previous.e164_phone_numbers
        may_move = [number for number in movable if _is_with(inventory.get(number, {}), former)]
        self._check(desired, inventory, may_move)
        missing = [number for number in desired.e164_phone_numbers if not _is_with(inventory.get(number, {}), carrier)]
        for force in (False, True):
            batch = [number for number in missing if (number in may_move or bool(desired.force_associate)) is force]
            if batch:
                self._of(carrier).take(batch, force=force)
        if previous is not None and not (previous.adopt or desired.adopt):
            present = self._of(former).present()
            dropped = [number for number in previous.e164_phone_numbers if number not in desired.e164_phone_numbers]
            self._of(former).let_go([number for number in dropped if number in present])
        return state

    def restore(self, state: State) -> None:
        """Never asked for: numbers are adopted one by one, by `adopt`."""

    def describe(self, state: State) -> str:
        """Its endpoint."""
        return f"at {state['Region']}"

    def remove(self, state: State) -> None:
        """Let go of the declared numbers that are still with the carrier, if this resource brought them there."""
        numbers, carrier = _declared(self.properties)
        if carrier is None or str(self.properties.get("Adopt")).lower() == "true":
            return
        ours = self._of(carrier)
        present = ours.present()
        known = bool(self.id_of(state))
        ours.let_go(
            [n for n in numbers if n in present and (known or self._is_younger(_ROLLBACK, present[n], carrier))]
        )

    def attributes(self, state: State) -> dict[str, str]:
        """The id."""
        return {"PhoneNumberAssociationId": self.id_of(state)}

    def _of(self, carrier: Carrier) -> Carrying:
        return Carrying(self.api, self.clock, carrier)

    def _state(self, region: str) -> State:
        return {"Id": f"numbers-of-{self.marker.stack}-{self.marker.logical_id}-{region}", "Region": region}

    def _is_younger(self, seconds: float, state: State, carrier: Carrier) -> bool:
        since = [a["AssociatedTimestamp"].timestamp() for a in state["Associations"] if a.get("Value") == carrier.id]
        return any(self.clock.now() - moment < seconds for moment in since)

    def _inventory(self, numbers: Sequence[str]) -> dict[str, State]:
        """The declared numbers as they are; one that was just bought may show a little later."""
        found: dict[str, State] = {}
        for delay in (*SETTLING, None):
            every = self.api.pages("ListPhoneNumbers", "PhoneNumbers")
            found = {str(state["E164PhoneNumber"]): state for state in every if not state.get("DeletionTimestamp")}
            if delay is None or all(number in found for number in numbers):
                break
            pause(self.clock, delay)
        return {number: found[number] for number in numbers if number in found}

    def _check(self, desired: Contract, inventory: Mapping[str, State], may_move: Sequence[str]) -> None:
        """Refuse before anything changed, naming every number that cannot be had."""
        carrier = _carrier(desired)
        problems = []
        for number in desired.e164_phone_numbers:
            state = inventory.get(number)
            if state is None:
                problems.append(f"{masked(number)} is not in the inventory of {desired.aws_region}")
            elif state.get("ProductType") != VOICE_CONNECTOR:
                problems.append(
                    f"{masked(number)} has the product type {state.get('ProductType')}; give the number product_type "
                    f"{VOICE_CONNECTOR}, once no SIP rule has it"
                )
            elif not desired.force_associate and number not in may_move:
                users = [a for a in state.get("Associations", ()) if a.get("Value") != carrier.id]
                problems += [f"{masked(number)} is with {a.get('Name')} {a.get('Value')}" for a in users]
        if problems:
            remedy = "" if desired.force_associate else "; what is elsewhere is taken away only with force=True"
            raise Failure(f"numbers cannot be associated with {carrier.label}: {'; '.join(problems)}{remedy}")


def _carrier(declared: Contract) -> Carrier:
    if declared.voice_connector_group_id is not None:
        return Carrier(GROUP, declared.voice_connector_group_id)
    return Carrier(CONNECTOR, str(declared.voice_connector_id))


def _declared(properties: Mapping[str, Any]) -> tuple[list[str], Carrier | None]:
    """Numbers and carrier of a Delete, whose properties may be those of an older version."""
    numbers = [str(number) for number in properties.get("E164PhoneNumbers") or ()]
    carriers = [Carrier(kind, str(properties[kind])) for kind in (CONNECTOR, GROUP) if properties.get(kind)]
    return numbers, carriers[0] if carriers else None


def _is_with(state: State, carrier: Carrier) -> bool:
    return any(association.get("Value") == carrier.id for association in state.get("Associations", ()))


def _list(numbers: Sequence[str]) -> str:
    return ", ".join(masked(number) for number in numbers)
