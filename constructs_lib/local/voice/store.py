"""What the service remembers: records in accounts, some at one endpoint only. Nothing here decides anything."""

from __future__ import annotations

import dataclasses
import hashlib
import urllib.parse
from collections.abc import Iterator
from typing import Any

Wire = dict[str, Any]


@dataclasses.dataclass(kw_only=True)
class Record:
    """What every resource has."""

    region: str
    """The endpoint that made it, and the only one that knows it."""
    created: float
    updated: float


@dataclasses.dataclass(kw_only=True)
class Association:
    """What uses a phone number."""

    name: str
    value: str
    since: float
    until: float | None = None
    """Set when it was taken back but still shows."""


@dataclasses.dataclass(kw_only=True)
class PhoneNumber(Record):
    """A number of the inventory."""

    number: str
    country: str
    type: str
    product_type: str
    order_id: str
    name: str = ""
    state: str = "AcquireInProgress"
    """AcquireInProgress, AcquireFailed, or Acquired: then associations say whether it is Assigned."""
    acquired: float | None = None
    associations: list[Association] = dataclasses.field(default_factory=list)
    calling_name: str | None = None
    calling_name_pending: str | None = None
    calling_name_due: float | None = None
    release_at: float | None = None
    """Set while it waits in the deletion queue."""

    @property
    def provisioned(self) -> bool:
        """Whether it counts toward the quota."""
        return self.release_at is None and self.state != "AcquireFailed"

    @property
    def usable(self) -> bool:
        """Whether anything can be done with it."""
        return self.release_at is None and self.state == "Acquired"


@dataclasses.dataclass(kw_only=True)
class PhoneNumberOrder(Record):
    """An order of numbers."""

    id: str
    product_type: str
    numbers: dict[str, str]
    """Number -> Processing, Acquired or Failed."""
    status: str = "Processing"
    due: float
    failing: frozenset[str] = frozenset()

    def describe(self) -> Wire:
        """In the API's shape."""
        return {
            "PhoneNumberOrderId": self.id,
            "ProductType": self.product_type,
            "Status": self.status,
            "OrderType": "New",
            "OrderedPhoneNumbers": [{"E164PhoneNumber": n, "Status": status} for n, status in self.numbers.items()],
            "CreatedTimestamp": self.created,
            "UpdatedTimestamp": self.updated,
        }


@dataclasses.dataclass(kw_only=True)
class VoiceConnector(Record):
    """A Voice Connector."""

    id: str
    arn: str
    aws_region: str
    name: str
    require_encryption: bool
    integration_type: str | None
    network_type: str
    tags: dict[str, str]

    @property
    def host(self) -> str:
        """The outbound host name."""
        return f"{self.id}.voiceconnector.chime.aws"

    def describe(self) -> Wire:
        """In the API's shape."""
        return {
            "VoiceConnectorId": self.id,
            "AwsRegion": self.aws_region,
            "Name": self.name,
            "OutboundHostName": self.host,
            "RequireEncryption": self.require_encryption,
            "CreatedTimestamp": self.created,
            "UpdatedTimestamp": self.updated,
            "VoiceConnectorArn": self.arn,
            "IntegrationType": self.integration_type,
            "NetworkType": self.network_type,
        }


@dataclasses.dataclass(kw_only=True)
class SipMediaApplication(Record):
    """A SIP media application."""

    id: str
    arn: str
    aws_region: str
    name: str
    lambda_arn: str
    tags: dict[str, str]
    message_logs: bool = False

    def describe(self) -> Wire:
        """In the API's shape."""
        return {
            "SipMediaApplicationId": self.id,
            "AwsRegion": self.aws_region,
            "Name": self.name,
            "Endpoints": [{"LambdaArn": self.lambda_arn}],
            "CreatedTimestamp": self.created,
            "UpdatedTimestamp": self.updated,
            "SipMediaApplicationArn": self.arn,
        }


@dataclasses.dataclass(kw_only=True)
class RuleContent:
    """What of a rule can change."""

    name: str
    disabled: bool
    targets: list[Wire]
    """In the API's shape, in the order of the priorities."""


@dataclasses.dataclass(kw_only=True)
class SipRule(Record):
    """A SIP rule."""

    id: str
    trigger_type: str
    trigger_value: str
    content: RuleContent
    pending: list[tuple[float, RuleContent]] = dataclasses.field(default_factory=list)
    """Accepted updates that do not show yet, with the time when they will."""

    def sends_calls_to(self, application_id: str) -> bool:
        """Whether it does, or will once its updates are in effect."""
        contents = (self.content, *(content for _, content in self.pending))
        return any(
            not content.disabled and application_id in [target["SipMediaApplicationId"] for target in content.targets]
            for content in contents
        )

    def describe(self, content: RuleContent | None = None) -> Wire:
        """In the API's shape, by default as it is in effect."""
        shown = content or self.content
        return {
            "SipRuleId": self.id,
            "Name": shown.name,
            "Disabled": shown.disabled,
            "TriggerType": self.trigger_type,
            "TriggerValue": self.trigger_value,
            "TargetApplications": [dict(target) for target in shown.targets],
            "CreatedTimestamp": self.created,
            "UpdatedTimestamp": self.updated,
        }


@dataclasses.dataclass(kw_only=True)
class Account:
    """One account: ids and numbers are unique in it, whatever the endpoint."""

    numbers: dict[str, PhoneNumber] = dataclasses.field(default_factory=dict)
    orders: dict[str, PhoneNumberOrder] = dataclasses.field(default_factory=dict)
    connectors: dict[str, VoiceConnector] = dataclasses.field(default_factory=dict)
    applications: dict[str, SipMediaApplication] = dataclasses.field(default_factory=dict)
    rules: dict[str, SipRule] = dataclasses.field(default_factory=dict)
    default_calling_name: str | None = None
    default_calling_name_since: float | None = None
    recent_calls: dict[tuple[str, str], list[float]] = dataclasses.field(default_factory=dict)
    """(operation, Region) -> times within the last second, for the documented call rates."""

    @property
    def taggable(self) -> Iterator[VoiceConnector | SipMediaApplication]:
        """Everything with tags; numbers and rules have none."""
        yield from self.connectors.values()
        yield from self.applications.values()


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


def canonical(number: str) -> str:
    """A number with its plus sign, from any form in which the API takes it."""
    plain = urllib.parse.unquote(number)
    return plain if plain.startswith("+") else f"+{plain}"
