"""Changing and releasing many numbers, in as few calls as the API allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chime_voice.provider.client import VoiceApi
from chime_voice.provider.clock import Clock, pause
from chime_voice.provider.errors import Failure
from chime_voice.provider.items import PASSING, Errors, errors_of, told
from chime_voice.provider.resource import SETTLING, State

# How many a call takes is not published.
_BATCH = 25

Look = Callable[[], Mapping[str, State]]
"""Number -> its state, of the numbers in question."""


class Batches:
    """The calls on behalf of one event."""

    def __init__(self, api: VoiceApi, clock: Clock, look: Look) -> None:
        """Bind to the endpoint."""
        self._api = api
        self._clock = clock
        self._look = look

    def write(self, attribute: str, wanted: Mapping[str, str]) -> None:
        """Give numbers a name or a product type, one each.

        Raises:
            Failure: names every number that did not take it.
        """
        left = dict(wanted)
        for delay in (*SETTLING, None):
            errors: dict[str, State] = {}
            for batch in _batches(list(left)):
                items = [{"PhoneNumberId": number, attribute: left[number]} for number in batch]
                errors |= errors_of(self._api.call("BatchUpdatePhoneNumber", UpdatePhoneNumberRequestItems=items))
            if not errors:
                return
            present = self._look()
            left = {n: left[n] for n in left if n in errors and present.get(n, {}).get(attribute) != left[n]}
            if not left:
                return
            if delay is None or any(str(errors[number].get("ErrorCode")) not in PASSING for number in left):
                raise Failure(
                    f"{attribute} of {len(left)} of {len(wanted)} numbers could not be changed: {told(errors, left)}"
                )
            pause(self._clock, delay)

    def release(self, numbers: Sequence[str]) -> Errors:
        """Move numbers to the deletion queue; what is there already is done. What the service says of the others."""
        errors: dict[str, State] = {}
        for batch in _batches(numbers):
            errors |= errors_of(self._api.call("BatchDeletePhoneNumber", PhoneNumberIds=list(batch)))
        return errors


def _batches(numbers: Sequence[str]) -> list[Sequence[str]]:
    return [numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH)]
