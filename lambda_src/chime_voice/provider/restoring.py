"""How a number comes back from the deletion queue, where it waits for seven days.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/restore-phone.html
"""

from __future__ import annotations

from chime_voice.contract.marker import Marker
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.clock import Clock, pause
from chime_voice.provider.errors import Failure, NotFound, Refused
from chime_voice.provider.resource import WRITES, State

# A delivery that died left the number in the inventory, perhaps under a name that is not ours yet. All deliveries of an
# event come within this time.
_DELIVERIES = 3600.0


class Restoring:
    """Takes exact numbers back."""

    def __init__(self, api: VoiceApi, clock: Clock) -> None:
        """Bind to the endpoint."""
        self._api = api
        self._clock = clock

    def may_take(self, state: State) -> bool:
        """Whether the number is in the queue, or seems to have been taken from it a moment ago.

        What another owner has is never taken, nor what anything uses.
        """
        if state.get("DeletionTimestamp"):
            return True
        touched = state.get("UpdatedTimestamp")
        fresh = touched is not None and self._clock.now() - touched.timestamp() < _DELIVERIES
        return fresh and not state.get("Associations") and Marker.read(state.get("Name")) is None

    def number(self, number: str) -> State | None:
        """The number once it can be used, or None when the account does not have it.

        Raises:
            Failure: the service does not give it back.
        """
        state = self._get(number)
        if state is not None and state.get("DeletionTimestamp"):
            self._restore(number)
        for delay in (*WRITES, None):
            state = self._get(number)
            if state is None or state.get("Status") in ("Assigned", "Unassigned"):
                return state
            if delay is not None:
                pause(self._clock, delay)
        raise Failure(f"{number} was restored but is not usable after a minute; deploy again")

    def _restore(self, number: str) -> None:
        try:
            self._api.call("RestorePhoneNumber", PhoneNumberId=number)
        except Refused:
            # A call whose answer was lost is repeated, and refused because it took effect: look.
            present = self._get(number)
            if present is None or present.get("DeletionTimestamp"):
                raise

    def _get(self, number: str) -> State | None:
        try:
            return dict(self._api.call("GetPhoneNumber", PhoneNumberId=number)["PhoneNumber"])
        except NotFound:
            return None
