"""Many numbers in orders of a few: each is seen through before the next, and none is repeated when it failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chime_voice.contract.marker import Marker, short_hash
from chime_voice.contract.phone_numbers import PhoneNumbers as Contract
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.clock import Clock, pause
from chime_voice.provider.errors import Failure, Refused, Unsure
from chime_voice.provider.number_names import NOWHERE, hash_of, name_of
from chime_voice.provider.orders import Orders, look_at
from chime_voice.provider.resource import SETTLING
from chime_voice.provider.searching import in_words, offered

# How many numbers an order takes is not published.
BATCH = 10
_SEARCH_SIZE = 500
_LEFT = "what was bought before stays in the inventory, is billed, and is taken by the next deployment"


class Buying:
    """One event's orders."""

    def __init__(self, api: VoiceApi, clock: Clock, mark: Marker, are_there: Callable[[Sequence[str]], bool]) -> None:
        """Bind to the endpoint.

        Args:
            api: its calls.
            clock: for waits.
            mark: goes into the names of what is ordered.
            are_there: whether the inventory shows these numbers, on order or acquired.
        """
        self._api = api
        self._clock = clock
        self._mark = mark
        self._are_there = are_there
        self._orders = Orders(api, clock)

    def some(self, desired: Contract, wanted: int) -> bool:
        """Order up to so many numbers that the search finds.

        Returns:
            Whether they were bought; if not, look again: they were lost to others, or no answer came.
        """
        found = offered(self._api, desired, _SEARCH_SIZE)
        if len(found) < wanted:
            raise Failure(
                f"the service offers {len(found)} numbers for {in_words(desired)}, and {wanted} more are wanted: try "
                f"another area code, city or prefix, or a smaller count"
            )
        # By the logical id, so that neighbours choose differently.
        start = int(short_hash(self._mark.logical_id), 16) % len(found)
        batch = (found[start:] + found[:start])[: min(wanted, BATCH)]
        try:
            return self._order(desired, batch, hash_of(desired.searches))
        except Refused as refused:
            if refused.code != "BadRequestException":
                raise
            return False

    def exactly(self, desired: Contract, numbers: Sequence[str]) -> bool:
        """Order some of these very numbers; as above."""
        batch = list(numbers[:BATCH])
        try:
            return self._order(desired, batch, hash_of({}))
        except Refused as refused:
            if refused.code != "BadRequestException":
                raise
            raise Failure(
                f"none of these numbers was ordered, since at least one is not on offer ({refused}): {', '.join(batch)}; "
                f"choose others, or search for some"
            ) from refused

    def see_through(self, order_id: str, numbers: Sequence[str], what: str) -> None:
        """Wait for an order and for its numbers.

        Raises:
            Failure: it ended otherwise than as Successful; it is not repeated.
            HandOn: it takes longer than this invocation lives.
        """
        order = self._orders.ended(order_id, what)
        items = order.get("OrderedPhoneNumbers", ())
        got = [str(item["E164PhoneNumber"]) for item in items if item.get("Status") == "Acquired"]
        if order["Status"] != "Successful":
            raise Failure(
                f"order {order_id} for {what} ended as {order['Status']}, and {len(got)} of them were bought; {_LEFT}. "
                f"Deploy again to order the others, or look at the order: {look_at(order_id)}"
            )
        for delay in (*SETTLING, None):
            if self._are_there(numbers or got):
                return
            if delay is not None:
                pause(self._clock, delay)
        raise Failure(f"order {order_id} for {what} went well, but the inventory does not show them; deploy again")

    def _order(self, desired: Contract, numbers: list[str], search: str) -> bool:
        what = f"{len(numbers)} numbers"
        try:
            answer = self._api.call(
                "CreatePhoneNumberOrder",
                ProductType=desired.product_type,
                E164PhoneNumbers=numbers,
                Name=name_of(desired.name, NOWHERE, search, self._mark),
            )
        except Unsure:
            # Perhaps ordered: what it brought is found by its mark.
            self._orders.may_have_been_taken(lambda: self._are_there(numbers))
            self._orders.all_ended()
            return False
        except Refused as refused:
            if refused.code == "ResourceLimitExceededException":
                raise Failure(
                    f"the account's quota of phone numbers has no room for {what}: {refused}; {_LEFT}"
                ) from refused
            raise
        self.see_through(str(answer["PhoneNumberOrder"]["PhoneNumberOrderId"]), numbers, what)
        return True
