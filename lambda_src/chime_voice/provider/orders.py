"""Orders of phone numbers: asynchronous, without idempotency tokens, and not repeated when they fail."""

from __future__ import annotations

from collections.abc import Callable

from chime_voice.provider.client import VoiceApi
from chime_voice.provider.clock import Clock, pause
from chime_voice.provider.errors import HandOn, NotFound
from chime_voice.provider.resource import SETTLING, State

_POLL = 5.0


class Orders:
    """The orders of an account at one endpoint."""

    def __init__(self, api: VoiceApi, clock: Clock) -> None:
        """Bind to the endpoint."""
        self._api = api
        self._clock = clock

    def all_ended(self) -> None:
        """Wait until no order is in progress: a lost answer may belong to it.

        Porting orders take weeks and are never ours.
        """
        while any(
            order.get("Status") == "Processing" and order.get("OrderType", "New") == "New"
            for order in self._api.pages("ListPhoneNumberOrders", "PhoneNumberOrders")
        ):
            pause(self._clock, _POLL)

    def ended(self, order_id: str, what: str) -> State:
        """An order once it is through, however it ended.

        Raises:
            HandOn: it takes longer than this invocation lives; the next one goes on waiting for the same order.
        """
        try:
            while True:
                order = self._order(order_id)
                if order["Status"] != "Processing":
                    return order
                pause(self._clock, _POLL)
        except HandOn as longer:
            raise HandOn({"Order": order_id, "Number": what}) from longer

    def may_have_been_taken(self, shows: Callable[[], bool]) -> None:
        """After a lost answer: give the order time to show up in the lists before they are read again."""
        for delay in SETTLING:
            if shows():
                return
            pause(self._clock, delay)

    def _order(self, order_id: str) -> State:
        for delay in SETTLING:
            try:
                return self._get(order_id)
            except NotFound:
                pause(self._clock, delay)
        return self._get(order_id)

    def _get(self, order_id: str) -> State:
        return dict(self._api.call("GetPhoneNumberOrder", PhoneNumberOrderId=order_id)["PhoneNumberOrder"])


def look_at(order_id: str) -> str:
    """How to look at an order, for messages."""
    return f"aws chime-sdk-voice get-phone-number-order --phone-number-order-id {order_id}"
