"""Numbers that a Voice Connector or a group carries: associated and let go in batches, whose errors come one a number."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from chime_voice.provider.client import VoiceApi
from chime_voice.provider.clock import Clock, pause
from chime_voice.provider.errors import Failure, NotFound
from chime_voice.provider.items import PASSING, errors_of, told
from chime_voice.provider.resource import SETTLING, State

CONNECTOR, GROUP = "VoiceConnectorId", "VoiceConnectorGroupId"
# How many a call takes is not published.
_BATCH = 50


@dataclasses.dataclass(frozen=True)
class Carrier:
    """A connector or a group, as the API's filters and associations name it."""

    kind: str
    id: str

    @property
    def noun(self) -> str:
        """The last word of the operations for it."""
        return self.kind.removesuffix("Id")

    @property
    def label(self) -> str:
        """For messages."""
        return f"Voice Connector{' group' if self.kind == GROUP else ''} {self.id}"


class Carrying:
    """The numbers of one carrier."""

    def __init__(self, api: VoiceApi, clock: Clock, carrier: Carrier) -> None:
        """Say whose numbers."""
        self._api = api
        self._clock = clock
        self._carrier = carrier

    def present(self) -> dict[str, State]:
        """What the carrier has now: number -> its state."""
        found = self._api.pages(
            "ListPhoneNumbers", "PhoneNumbers", FilterName=self._carrier.kind, FilterValue=self._carrier.id
        )
        return {str(state["E164PhoneNumber"]): state for state in found}

    def take(self, numbers: Sequence[str], *, force: bool = False) -> None:
        """Associate numbers.

        Raises:
            Failure: names every number that could not be, with the service's reason.
        """
        self._all("AssociatePhoneNumbersWith", numbers, "associated with", wanted=True, ForceAssociate=force)

    def let_go(self, numbers: Sequence[str]) -> None:
        """Disassociate numbers; what is not with the carrier is done already.

        Raises:
            Failure: names every number that could not be, with the service's reason.
        """
        self._all("DisassociatePhoneNumbersFrom", numbers, "disassociated from", wanted=False)

    def _all(self, operation: str, numbers: Sequence[str], words: str, *, wanted: bool, **more: bool) -> None:
        left = list(numbers)
        for delay in (*SETTLING, None):
            errors = dict(self._errors(operation, left, **more))
            if not errors:
                return
            # A call whose answer was lost is repeated, and an item refused because it took effect: look.
            present = self.present()
            left = [number for number in left if number in errors and (number in present) != wanted]
            if not left:
                return
            if delay is None or any(str(errors[number]["ErrorCode"]) not in PASSING for number in left):
                raise Failure(
                    f"{len(left)} of {len(numbers)} numbers could not be {words} {self._carrier.label}: "
                    f"{told(errors, left)}"
                )
            pause(self._clock, delay)

    def _errors(self, operation: str, numbers: Sequence[str], **more: bool) -> Iterator[tuple[str, State]]:
        """Number -> its error; the whole call answers 200 all the same."""
        for start in range(0, len(numbers), _BATCH):
            batch = list(numbers[start : start + _BATCH])
            try:
                answer = self._api.call(
                    f"{operation}{self._carrier.noun}",
                    **{self._carrier.kind: self._carrier.id},
                    E164PhoneNumbers=batch,
                    **more,
                )
            except NotFound as missing:
                yield from ((number, {"ErrorCode": "NotFound", "ErrorMessage": str(missing)}) for number in batch)
            else:
                yield from errors_of(answer).items()
