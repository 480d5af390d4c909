"""What the service remembers: resources in accounts, some at one endpoint only. Nothing here decides anything."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator

from constructs_lib.local.voice.records import (
    PhoneNumber,
    PhoneNumberOrder,
    SipMediaApplication,
    SipRule,
    VoiceConnector,
    VoiceConnectorGroup,
    VoiceProfileDomain,
)


@dataclasses.dataclass(kw_only=True)
class Account:
    """One account: ids and numbers are unique in it, whatever the endpoint."""

    numbers: dict[str, PhoneNumber] = dataclasses.field(default_factory=dict)
    orders: dict[str, PhoneNumberOrder] = dataclasses.field(default_factory=dict)
    connectors: dict[str, VoiceConnector] = dataclasses.field(default_factory=dict)
    groups: dict[str, VoiceConnectorGroup] = dataclasses.field(default_factory=dict)
    applications: dict[str, SipMediaApplication] = dataclasses.field(default_factory=dict)
    rules: dict[str, SipRule] = dataclasses.field(default_factory=dict)
    domains: dict[str, VoiceProfileDomain] = dataclasses.field(default_factory=dict)
    cdr_bucket: str | None = None
    default_calling_name: str | None = None
    default_calling_name_since: float | None = None
    recent_calls: dict[tuple[str, str], list[float]] = dataclasses.field(default_factory=dict)
    """(operation, Region) -> times within the last second, for the documented call rates."""

    @property
    def taggable(self) -> Iterator[VoiceConnector | SipMediaApplication | VoiceProfileDomain]:
        """Everything with tags; numbers and rules have none."""
        yield from self.connectors.values()
        yield from self.applications.values()
        yield from self.domains.values()


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderScript:
    """What becomes of a coming order.

    Args:
        outcome: `successful`, `failed`, `partial` (some numbers are acquired), or `lost` (somebody else was faster: the
            order is refused and the numbers are gone).
        seconds: how long it takes; by default as long as any order.
        failing: the numbers that a partial order does not get; by default the last one.
    """

    outcome: str = "successful"
    seconds: float | None = None
    failing: tuple[str, ...] = ()


@dataclasses.dataclass(kw_only=True)
class World:
    """All accounts, and the numbers that belong to nobody here."""

    seed: str
    accounts: dict[str, Account] = dataclasses.field(default_factory=dict)
    taken: set[str] = dataclasses.field(default_factory=set)
    """Numbers of the catalog that strangers have."""
    scripts: list[OrderScript] = dataclasses.field(default_factory=list)
    made: int = 0

    def account(self, account: str) -> Account:
        """An account, made at first sight."""
        return self.accounts.setdefault(account, Account())

    def held(self, number: str) -> bool:
        """Whether a number is somebody's."""
        if number in self.taken:
            return True
        holders = (account.numbers.get(number) for account in self.accounts.values())
        return any(found is not None and found.state != "AcquireFailed" for found in holders)

    def new_uuid(self) -> str:
        """A fresh id in the form of a UUID."""
        h = self._new_digest()
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-8{h[17:20]}-{h[20:32]}"

    def new_connector_id(self) -> str:
        """A fresh id of a connector: 22 small letters and digits."""
        return self._new_digest()[:22]

    def _new_digest(self) -> str:
        self.made += 1
        return hashlib.sha256(f"{self.seed}/{self.made}".encode()).hexdigest()
