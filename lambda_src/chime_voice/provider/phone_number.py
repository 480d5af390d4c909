"""Phone numbers: bought at most once, taken over where this stack left one, released only when asked."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable

from chime_voice.contract import checks
from chime_voice.contract.marker import strip
from chime_voice.contract.phone_number import SIP_MEDIA_APPLICATION
from chime_voice.contract.phone_number import PhoneNumber as Contract
from chime_voice.provider.clock import pause
from chime_voice.provider.errors import Failure, NotFound, Refused
from chime_voice.provider.items import e164
from chime_voice.provider.ordering import Ordering
from chime_voice.provider.orders import Orders
from chime_voice.provider.resource import SETTLING, ResourceProvider, State
from chime_voice.provider.restoring import Restoring
from chime_voice.provider.searching import tells_a_place, would_find

_LETTING_GO = 24
_LETTING_GO_DELAY = 5.0


class PhoneNumber(ResourceProvider[Contract]):
    """`Custom::ChimePhoneNumber`."""

    contract = Contract
    keeps_on_failure = True

    def is_id(self, physical_id: str) -> bool:
        """The number itself, in E.164 form."""
        return re.fullmatch(checks.E164, physical_id) is not None

    def id_of(self, state: State) -> str:
        """The number; the API gives its ids URL-encoded in places."""
        return str(state.get("E164PhoneNumber") or urllib.parse.unquote(str(state["PhoneNumberId"])))

    def read(self, physical_id: str) -> State | None:
        """The number, or None when it is not in the inventory or waits in the deletion queue."""
        state = self._get(physical_id)
        return None if state is None or state.get("DeletionTimestamp") else state

    def every(self) -> Iterable[State]:
        """The inventory, without what waits in the deletion queue or could not be acquired."""
        for state in self.api.pages("ListPhoneNumbers", "PhoneNumbers"):
            if not state.get("DeletionTimestamp") and state.get("Status") in ("Assigned", "Unassigned"):
                yield state

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:
        """The exact number, or the same search as before, or one whose digits and type the search would accept."""
        number = self.id_of(state)
        exact = desired.adopt_id or desired.e164_phone_number
        if exact is not None:
            return number == e164(exact)
        if previous is not None and previous.searches == desired.searches:
            return True
        if tells_a_place(desired):
            # A number that carries our mark was ordered for this search, unless the search changed.
            return previous is None and self.marker.owns(state.get("Name"))
        return would_find(desired, number, state.get("Country", "US"))

    def own(self) -> list[State]:
        """The numbers with our mark, once no order is in progress that may still bring one."""
        Orders(self.api, self.clock).all_ended()
        return super().own()

    def check_make(self, desired: Contract) -> None:
        """Refuse to buy what the account has: the number itself, or one that this stack left under another id."""
        if desired.e164_phone_number is not None:
            self._check_exact(e164(desired.e164_phone_number), restore=bool(desired.restore))
            return
        for state in self.left_behind():
            if self.fits(state, desired, None):
                number = self.id_of(state)
                raise Failure(
                    f"this stack already has {number} ({strip(str(state.get('Name', '')))!r}), ordered under another "
                    f"construct id that the template no longer has; buying another number would leave its callers "
                    f"unanswered. To keep it, give the construct its old id back or adopt={number!r}; to buy another all "
                    f"the same, first give that number a name without the mark: aws chime-sdk-voice update-phone-number "
                    f"--phone-number-id {number} --name retired"
                )

    def make(self, desired: Contract) -> State:
        """Order one number, at most once however often the event is delivered, or take it back."""
        if desired.restore and desired.e164_phone_number is not None:
            restored = Restoring(self.api, self.clock).number(e164(desired.e164_phone_number))
            if restored is not None:
                return restored
        return Ordering(self).number(desired)

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:
        """Product type, name and calling name, one attribute a call, and only those that differ."""
        number = self.id_of(state)
        adopted = desired.adopt_id is not None
        name = self.name_for(desired.name, state, adopted)
        wanted = {"Name": name}
        if desired.product_type is not None or not adopted:
            wanted["ProductType"] = desired.product_type or SIP_MEDIA_APPLICATION
        # A calling name takes up to 72 hours and cannot be changed meanwhile, so it is driven only by a change of code.
        if desired.calling_name is not None and (previous is None or previous.calling_name != desired.calling_name):
            wanted["CallingName"] = desired.calling_name
        if wanted.get("ProductType", state.get("ProductType")) != state.get("ProductType"):
            self._check_unused(state, wanted["ProductType"])
        for attribute, value in wanted.items():
            if (state.get(attribute) or "") != value:
                state = self._write(number, attribute, value)
        return state

    def restore(self, state: State) -> None:
        """Product type and name as they were, where they differ: a number in use may not take even its own type."""
        number = self.id_of(state)
        present = self._get(number) or {}
        for attribute in ("ProductType", "Name"):
            if (present.get(attribute) or "") != (state.get(attribute) or ""):
                self._write(number, attribute, state.get(attribute) or "")

    def describe(self, state: State) -> str:
        """The number."""
        return self.id_of(state)

    def remove(self, state: State) -> None:
        """Move it to the deletion queue, once nothing uses it; there it can be restored for seven days."""
        number = self.id_of(state)
        present: State | None = state
        for _ in range(_LETTING_GO):
            present = self.read(number)
            if present is None:
                return
            if present.get("Status") == "Unassigned":
                self._delete(number)
                self.gone(number)
                return
            pause(self.clock, _LETTING_GO_DELAY)
        used_by = ", ".join(f"{a.get('Name')} {a.get('Value')}" for a in (present or {}).get("Associations", ()))
        raise Failure(f"{number} is still in use by {used_by or 'something'}; remove that first, then delete it again")

    def attributes(self, state: State) -> dict[str, str]:
        """The number, as id and in E.164 form."""
        return {"PhoneNumberId": self.id_of(state), "E164PhoneNumber": self.id_of(state)}

    def _get(self, physical_id: str) -> State | None:
        try:
            return dict(self.api.call("GetPhoneNumber", PhoneNumberId=physical_id)["PhoneNumber"])
        except NotFound:
            return None

    def _write(self, number: str, attribute: str, value: str) -> State:
        try:
            return dict(self.api.call("UpdatePhoneNumber", PhoneNumberId=number, **{attribute: value})["PhoneNumber"])
        except Refused:
            # A call whose answer was lost is repeated, and refused because it took effect: look.
            present = self._get(number)
            if present is None or (present.get(attribute) or "") != value:
                raise
            return present

    def _delete(self, number: str) -> None:
        try:
            self.api.call("DeletePhoneNumber", PhoneNumberId=number)
        except Refused:
            # As above: the repeated call finds the number in the deletion queue already.
            if self.read(number) is not None:
                raise

    def _check_unused(self, state: State, wanted: str) -> None:
        """The service changes the product type of a number only while nothing uses it; a rule takes a moment to go."""
        number = self.id_of(state)
        present: State = state
        for delay in (*SETTLING, None):
            if not present.get("Associations"):
                return
            if delay is not None:
                pause(self.clock, delay)
                present = self.read(number) or {}
        used_by = ", ".join(f"{a.get('Name')} {a.get('Value')}" for a in present["Associations"])
        raise Failure(
            f"{number} is in use by {used_by}, and its product type can change from {state.get('ProductType')} to {wanted} "
            f"only while nothing uses it: first remove that SIP rule or association in a deployment of its own"
        )

    def _check_exact(self, number: str, *, restore: bool) -> None:
        state = self._get(number)
        if state is None or (self.marker.owns(state.get("Name")) and not state.get("DeletionTimestamp")):
            return
        if restore and Restoring(self.api, self.clock).may_take(state):
            return
        if state.get("DeletionTimestamp"):
            raise Failure(
                f"{number} is in this account's deletion queue, where it can be had for seven days: declare it with "
                f"restore=True"
            )
        raise Failure(
            f"{number} is already in this account's inventory and cannot be ordered; declare it with adopt={number!r}"
        )
