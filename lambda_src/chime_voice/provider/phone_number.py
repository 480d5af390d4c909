"""Phone numbers: bought at most once, taken over where this stack left one, released only when asked.

How a number is made survives a death at any point, in three steps: wait until no order of the account is in progress,
look for a number that carries our mark (an order puts it on its numbers), and only then order one.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable

from chime_voice.contract import checks
from chime_voice.contract.marker import Marker, short_hash, strip
from chime_voice.contract.phone_number import SIP_MEDIA_APPLICATION, TOLL_FREE
from chime_voice.contract.phone_number import PhoneNumber as Contract
from chime_voice.contract.wire import wire_name
from chime_voice.provider.clock import pause
from chime_voice.provider.errors import Failure, HandOn, NotFound, Refused, Unsure
from chime_voice.provider.resource import ResourceProvider, State

_POLL = 5.0
# A number that a search offers may be gone when it is ordered: others search too.
_LOST_RACES = 5
_SEARCH_SIZE = 50
_LETTING_GO = 24
_TOLL_FREE = re.compile(r"\+18(00|33|44|55|66|77|88)")


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
        if desired.city is not None or desired.state is not None:
            # Digits do not tell a place. A number that carries our mark was ordered for this search, unless the
            # search changed.
            return previous is None and self.marker.owns(state.get("Name"))
        toll_free = _TOLL_FREE.match(number) is not None
        wants_toll_free = desired.toll_free_prefix is not None or desired.phone_number_type == TOLL_FREE
        if toll_free != wants_toll_free or state.get("Country", "US") != (desired.country or "US"):
            return False
        prefix = desired.area_code or desired.toll_free_prefix
        return prefix is None or number.startswith(f"+1{prefix}")

    def own(self) -> list[State]:
        """The numbers with our mark, once no order is in progress that may still bring one."""
        self._no_order_in_progress()
        return super().own()

    def check_make(self, desired: Contract) -> None:
        """Refuse to buy what the account has: the number itself, or one that this stack left under another id."""
        if desired.e164_phone_number is not None:
            self._check_exact(e164(desired.e164_phone_number))
            return
        for state in self.every():
            mark = Marker.read(state.get("Name"))
            if mark is None or mark.stack != self.marker.stack or mark.logical_id == self.marker.logical_id:
                continue
            if mark.logical_id not in self.declared and self.fits(state, desired, None):
                number = self.id_of(state)
                raise Failure(
                    f"this stack already has {number} ({strip(str(state.get('Name', '')))!r}), ordered under another "
                    f"construct id that the template no longer has; buying another number would leave its callers "
                    f"unanswered. To keep it, give the construct its old id back or adopt={number!r}; to buy another all "
                    f"the same, first give that number a name without the mark: aws chime-sdk-voice update-phone-number "
                    f"--phone-number-id {number} --name retired"
                )

    def make(self, desired: Contract) -> State:
        """Order one number, at most once however often the event is delivered."""
        if "Order" in self.cursor:
            return self._delivered(self.cursor["Order"], self.cursor["Number"])
        unavailable: list[str] = []
        for _ in range(_LOST_RACES):
            found = self.find_own(desired, other_than=None)
            if found and self.id_of(found) not in unavailable:
                return found
            number = self._choose(desired, unavailable)
            try:
                answer = self.api.call(
                    "CreatePhoneNumberOrder",
                    ProductType=desired.product_type or SIP_MEDIA_APPLICATION,
                    E164PhoneNumbers=[number],
                    Name=self.marker.sign(desired.name or ""),
                )
            except Unsure:
                # Perhaps ordered: the next round waits for the order and finds the number by its mark.
                self._may_have_ordered(number)
                continue
            except Refused as refused:
                unavailable.append(number)
                self._explain(refused, desired, number)
                continue
            return self._delivered(str(answer["PhoneNumberOrder"]["PhoneNumberOrderId"]), number)
        raise Failure(
            f"{_LOST_RACES} orders in a row ({_criteria(desired)}) were lost to others or not confirmed by the service; "
            f"nothing is on order now: deploy again, or widen the search"
        )

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
        for attribute, value in wanted.items():
            if (state.get(attribute) or "") != value:
                state = self._write(number, attribute, value)
        return state

    def restore(self, state: State) -> None:
        """Product type and name as they were."""
        for attribute in ("ProductType", "Name"):
            self.api.call(
                "UpdatePhoneNumber", PhoneNumberId=self.id_of(state), **{attribute: state.get(attribute) or ""}
            )

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
            pause(self.clock, _POLL)
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

    def _check_exact(self, number: str) -> None:
        state = self._get(number)
        if state is None or self.marker.owns(state.get("Name")):
            return
        if state.get("DeletionTimestamp"):
            raise Failure(
                f"{number} is in this account's deletion queue; restore it (aws chime-sdk-voice restore-phone-number "
                f"--phone-number-id {number}) and declare it with adopt={number!r}"
            )
        raise Failure(
            f"{number} is already in this account's inventory and cannot be ordered; declare it with adopt={number!r}"
        )

    def _no_order_in_progress(self) -> None:
        """An order in progress may be the one that a lost answer belongs to.

        Porting orders take weeks and are never ours.
        """
        while any(
            order.get("Status") == "Processing" and order.get("OrderType", "New") == "New"
            for order in self.api.pages("ListPhoneNumberOrders", "PhoneNumberOrders")
        ):
            pause(self.clock, _POLL)

    def _may_have_ordered(self, number: str) -> None:
        """Give a lost order time to show up in the lists before they are read again."""
        for delay in (2.0, 4.0, 8.0):
            if self._get(number) is not None:
                return
            pause(self.clock, delay)

    def _choose(self, desired: Contract, unavailable: list[str]) -> str:
        """The exact number, or one of the search results by this logical id, so that neighbours choose differently."""
        if desired.e164_phone_number is not None:
            number = e164(desired.e164_phone_number)
            if number in unavailable:
                raise Failure(f"{number} cannot be ordered: it belongs to somebody else; choose another or search")
            return number
        criteria = {wire_name(name): value for name, value in desired.searches.items()}
        found = self.api.call("SearchAvailablePhoneNumbers", MaxResults=_SEARCH_SIZE, **criteria)
        offered = [number for number in found.get("E164PhoneNumbers", ()) if number not in unavailable]
        if not offered:
            raise Failure(
                f"the service offers no number for {_criteria(desired)}; try another area code, city or prefix, or "
                f"adopt a number that you have"
            )
        return str(offered[int(short_hash(self.marker.logical_id), 16) % len(offered)])

    def _explain(self, refused: Refused, desired: Contract, number: str) -> None:
        """Let a number that is gone be followed by another search; everything else ends here.

        Raises:
            Failure: not a lost race; says what to do.
        """
        if refused.code == "ResourceLimitExceededException":
            raise Failure(
                f"the account's quota of phone numbers is used up ({refused}); raise it in Service Quotas (Amazon Chime "
                f"SDK, provisioned phone numbers), or adopt a number that you have"
            ) from refused
        if refused.code != "BadRequestException":
            raise refused
        if desired.e164_phone_number is not None:
            raise Failure(
                f"{number} cannot be ordered ({refused}): it is not on offer; choose another number or search for one"
            ) from refused

    def _delivered(self, order_id: str, number: str) -> State:
        """The number once its order is through.

        Raises:
            Failure: the order ended otherwise; it is never repeated.
            HandOn: it takes longer than this invocation lives; the next one goes on waiting for the same order.
        """
        try:
            order = self._ended_order(order_id)
        except HandOn as longer:
            raise HandOn({"Order": order_id, "Number": number}) from longer
        ours = {item["E164PhoneNumber"]: item.get("Status") for item in order.get("OrderedPhoneNumbers", ())}
        if order["Status"] == "Successful" or ours.get(number) == "Acquired":
            return self.settled(lambda: self._acquired(number))
        raise Failure(
            f"order {order_id} for {number} ended as {order['Status']}; nothing was bought. Deploy again to order another, "
            f"or look at the order: aws chime-sdk-voice get-phone-number-order --phone-number-order-id {order_id}"
        )

    def _ended_order(self, order_id: str) -> State:
        while True:
            order = self.settled(
                lambda: self.api.call("GetPhoneNumberOrder", PhoneNumberOrderId=order_id)["PhoneNumberOrder"]
            )
            if order["Status"] != "Processing":
                return order
            pause(self.clock, _POLL)

    def _acquired(self, number: str) -> State:
        state = self._get(number)
        if state is None or state.get("Status") == "AcquireInProgress":
            raise NotFound("GetPhoneNumber", "NotFoundException", f"{number} was ordered but is not in the inventory")
        return state


def e164(number: str) -> str:
    """The number with its plus sign."""
    return number if number.startswith("+") else f"+{number}"


def _criteria(desired: Contract) -> str:
    if desired.e164_phone_number is not None:
        return desired.e164_phone_number
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in desired.searches.items())
