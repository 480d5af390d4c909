"""The door between the control plane and whatever plays the phone calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from constructs_lib.local.voice.errors import NotSimulated


class CallPort(Protocol):
    """Places and updates calls. The service holds no lock while it asks, so the calls may use the service."""

    def create_call(
        self,
        *,
        account: str,
        region: str,
        application_id: str,
        from_number: str,
        to_number: str,
        sip_headers: Mapping[str, str],
        arguments: Mapping[str, str],
    ) -> str:
        """Begin an outbound call and return its transaction id without waiting for the call to end."""

    def update_call(
        self, *, account: str, region: str, application_id: str, transaction_id: str, arguments: Mapping[str, str]
    ) -> bool:
        """Deliver arguments to a call in progress; False when there is no such call."""


class NoCalls:
    """A control plane without a phone network."""

    def create_call(self, **_: object) -> str:
        """Refuse.

        Raises:
            NotSimulated: always.
        """
        raise NotSimulated("no call engine is connected to this service")

    def update_call(self, **_: object) -> bool:
        """Refuse.

        Raises:
            NotSimulated: always.
        """
        raise NotSimulated("no call engine is connected to this service")
