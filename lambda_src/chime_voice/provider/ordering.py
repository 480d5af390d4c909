"""How a number comes into the inventory: choose one, order it, see the order through.

It survives a death at any point, in three steps: wait until no order of the account is in progress, look for a number
that carries our mark (an order puts it on its numbers), and only then order one.
"""

from __future__ import annotations

import functools

from chime_voice.contract.marker import short_hash
from chime_voice.contract.phone_number import SIP_MEDIA_APPLICATION
from chime_voice.contract.phone_number import PhoneNumber as Contract
from chime_voice.provider.errors import Failure, NotFound, Refused, Unsure
from chime_voice.provider.items import e164
from chime_voice.provider.orders import Orders, look_at
from chime_voice.provider.resource import ResourceProvider, State
from chime_voice.provider.searching import in_words, offered

# A number that a search offers may be gone when it is ordered: others search too.
_LOST_RACES = 5
_SEARCH_SIZE = 50


class Ordering:
    """One event's way to a number, on behalf of the provider of numbers."""

    def __init__(self, numbers: ResourceProvider[Contract]) -> None:
        self._numbers = numbers
        self._api = numbers.api
        self._marker = numbers.marker
        self._cursor = numbers.cursor
        self._orders = Orders(numbers.api, numbers.clock)

    def number(self, desired: Contract) -> State:
        """One number, ordered at most once however often the event is delivered.

        Raises:
            Failure: there is none to be had; says what to do.
            HandOn: the order takes longer than this invocation lives.
        """
        if "Order" in self._cursor:
            return self._delivered(self._cursor["Order"], self._cursor["Number"])
        unavailable: list[str] = []
        for _ in range(_LOST_RACES):
            found = self._numbers.find_own(desired, other_than=None)
            if found and self._numbers.id_of(found) not in unavailable:
                return found
            number = self._choose(desired, unavailable)
            try:
                answer = self._api.call(
                    "CreatePhoneNumberOrder",
                    ProductType=desired.product_type or SIP_MEDIA_APPLICATION,
                    E164PhoneNumbers=[number],
                    Name=self._marker.sign(desired.name or ""),
                )
            except Unsure:
                # Perhaps ordered: the next round waits for the order and finds the number by its mark.
                self._orders.may_have_been_taken(functools.partial(self._is_there, number))
                continue
            except Refused as refused:
                unavailable.append(number)
                self._explain(refused, desired, number)
                continue
            return self._delivered(str(answer["PhoneNumberOrder"]["PhoneNumberOrderId"]), number)
        # The last one may have been taken without a word.
        found = self._numbers.find_own(desired, other_than=None)
        if found:
            return found
        raise Failure(
            f"{_LOST_RACES} orders in a row ({_criteria(desired)}) were lost to others or not confirmed by the service; "
            f"nothing is on order now: deploy again, or widen the search"
        )

    def _is_there(self, number: str) -> bool:
        return self._numbers.read(number) is not None

    def _choose(self, desired: Contract, unavailable: list[str]) -> str:
        """The exact number, or one of the search results by this logical id, so that neighbours choose differently."""
        if desired.e164_phone_number is not None:
            number = e164(desired.e164_phone_number)
            if number in unavailable:
                raise Failure(f"{number} cannot be ordered: it belongs to somebody else; choose another or search")
            return number
        found = [number for number in offered(self._api, desired, _SEARCH_SIZE) if number not in unavailable]
        if not found:
            raise Failure(
                f"the service offers no number for {_criteria(desired)}; try another area code, city or prefix, or "
                f"adopt a number that you have"
            )
        return found[int(short_hash(self._marker.logical_id), 16) % len(found)]

    def _explain(self, refused: Refused, desired: Contract, number: str) -> None:
        """Let a number that is gone be followed by another search; everything else ends here.

        Raises:
            Failure: not a lost race; says what to do.
        """
        if refused.code == "ResourceLimitExceededException":
            raise Failure(
                f"the account's quota of phone numbers is used up: {refused}; or adopt a number that you have"
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
        order = self._orders.ended(order_id, number)
        ours = {item["E164PhoneNumber"]: item.get("Status") for item in order.get("OrderedPhoneNumbers", ())}
        if order["Status"] == "Successful" or ours.get(number) == "Acquired":
            return self._numbers.settled(lambda: self._acquired(number))
        raise Failure(
            f"order {order_id} for {number} ended as {order['Status']}; nothing was bought. Deploy again to order another, "
            f"or look at the order: {look_at(order_id)}"
        )

    def _acquired(self, number: str) -> State:
        state = self._numbers.read(number)
        if state is None or state.get("Status") == "AcquireInProgress":
            raise NotFound("GetPhoneNumber", "NotFoundException", f"{number} was ordered but is not in the inventory")
        return state


def _criteria(desired: Contract) -> str:
    if desired.e164_phone_number is not None:
        return desired.e164_phone_number
    return in_words(desired)
