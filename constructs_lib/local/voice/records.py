"""What there is: resources with a memory of what was accepted and does not show yet. Nothing here decides anything."""

from __future__ import annotations

import dataclasses
import urllib.parse
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
    restored_at: float | None = None
    """Set while it is on its way back from there."""

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
    parts: dict[str, Wire] = dataclasses.field(default_factory=dict)
    """In the API's shapes, by their names there; one that was never put is not here."""
    credentials: dict[str, str] = dataclasses.field(default_factory=dict)
    """User name -> password, which nobody is ever shown."""

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
class GroupContent:
    """What of a group can change."""

    name: str
    items: list[Wire]
    """In the API's shape, in the order of the priorities."""
    distribution: str


@dataclasses.dataclass(kw_only=True)
class VoiceConnectorGroup(Record):
    """A Voice Connector group."""

    id: str
    arn: str
    content: GroupContent
    pending: list[tuple[float, GroupContent]] = dataclasses.field(default_factory=list)
    """Accepted updates that do not show yet, with the time when they will."""

    def holds(self, connector_id: str) -> bool:
        """Whether it has the connector, or will once its updates are in effect."""
        contents = (self.content, *(content for _, content in self.pending))
        return any(connector_id in [item["VoiceConnectorId"] for item in content.items] for content in contents)

    def describe(self, content: GroupContent | None = None) -> Wire:
        """In the API's shape, by default as it is in effect."""
        shown = content or self.content
        return {
            "VoiceConnectorGroupId": self.id,
            "Name": shown.name,
            "VoiceConnectorItems": [dict(item) for item in shown.items],
            "CreatedTimestamp": self.created,
            "UpdatedTimestamp": self.updated,
            "VoiceConnectorGroupArn": self.arn,
            "CallDistributionType": shown.distribution,
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


def canonical(number: str) -> str:
    """A number with its plus sign, from any form in which the API takes it."""
    plain = urllib.parse.unquote(number)
    return plain if plain.startswith("+") else f"+{plain}"


@dataclasses.dataclass(kw_only=True)
class VoiceProfileDomain(Record):
    """A voice profile domain."""

    id: str
    arn: str
    name: str
    description: str | None
    key: str
    token: str | None
    """Of the request that made it."""
    tags: dict[str, str]

    def summary(self) -> Wire:
        """As a list shows it."""
        return {
            "VoiceProfileDomainId": self.id,
            "VoiceProfileDomainArn": self.arn,
            "Name": self.name,
            "Description": self.description,
            "CreatedTimestamp": self.created,
            "UpdatedTimestamp": self.updated,
        }

    def describe(self) -> Wire:
        """In the API's shape."""
        return {**self.summary(), "ServerSideEncryptionConfiguration": {"KmsKeyArn": self.key}}
