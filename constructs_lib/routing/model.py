"""Triggers, targets and the table of routes: what the service does with a call, as plain values."""

from __future__ import annotations

import dataclasses
from typing import Literal

TriggerKind = Literal["ToPhoneNumber", "RequestUriHostname"]
Severity = Literal["error", "warning"]
"""`error`: calls are lost or go where nobody meant them to. `warning`: they may be, or a failure would lose them."""
OnChange = Literal["in place", "replacement", "no effect"]
"""What becomes of a resource when a property of it changes. `no effect`: the service keeps what it has."""


@dataclasses.dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Trigger:
    """What a call must carry to match a SIP rule."""

    kind: TriggerKind
    value: str
    """An E.164 number or a host name; before deployment a readable placeholder in angle brackets."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where something is declared. Empty strings where the source has no such place."""

    construct_path: str = ""
    stack: str = ""
    logical_id: str = ""
    file: str = ""
    """The Python file that declares it, where the source knows."""
    line: int | None = None


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """The Lambda function behind a SIP media application, as far as the source knows it."""

    name: str
    region: str
    arn: str = ""
    """Empty while it is known only after deployment."""
    code: str = ""
    """The folder with the code that will be or was uploaded; empty when it is not at hand."""
    code_version: str = ""
    """Text that is another one when the code is: the hash of its asset. Empty when it is not known."""
    account: str = ""
    """The account that owns it; empty when the source cannot tell."""
    entry: str = ""
    """Module and function, as in Lambda's Handler property."""
    runtime: str = ""
    timeout: int | None = None
    """Seconds."""
    environment: tuple[tuple[str, str], ...] = ()
    invoke_permission: bool | None = None
    """Whether the service may invoke it; None when the source cannot tell."""
    exists: bool | None = None
    """Whether there is one, where the source has asked the account."""
    origin: Origin = Origin()


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """One SIP media application of a rule, at its place in the order."""

    priority: int
    region: str
    application_id: str
    """The service's id, or a placeholder in angle brackets before deployment."""
    application_name: str
    function: Function | None
    """None when the application or its function cannot be found in the source."""
    origin: Origin = Origin()


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A SIP rule: a trigger and its targets, lowest priority number first."""

    name: str
    trigger: Trigger
    targets: tuple[Target, ...]
    enabled: bool = True
    home_region: str = ""
    rule_id: str = ""
    origin: Origin = Origin()


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Connector:
    """A Voice Connector, by the two names that calls have for it."""

    arn: str
    """How an application calls it; before deployment a placeholder in angle brackets."""
    host: str
    """How a telephone system calls it, and the value of a rule's trigger."""
    origin: Origin = Origin()


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """A property of a resource as it is declared."""

    name: str
    """As the template or the service names it."""
    value: str
    """What a reader sees: text as it is, anything else as JSON with sorted keys. Secrets are never in it."""
    on_change: OnChange
    """What the contract says of a change of it."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class WeakReference:
    """A value that was read from another stack when this one was deployed, and is not followed when that one changes."""

    property: str
    """The property that holds it."""
    to: Origin
    """The resource that it comes from."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """A resource of the service as it is declared: what the change of a stack does to it is read from here."""

    type_name: str
    """The CloudFormation resource type."""
    label: str
    """What the service calls its kind: phone number, Voice Connector, SIP media application, SIP rule."""
    identity: str
    """How others name it: the number, the host or the service's id, or the placeholder that a rule has for it."""
    region: str
    """The Region whose endpoint holds it; empty when the source cannot tell."""
    account: str = ""
    """The account that owns it; empty when the source cannot tell."""
    properties: tuple[Property, ...] = ()
    """By name."""
    adopted: bool = False
    """It was there before, and is left in place when it is removed here."""
    retained: bool = False
    """It stays in the account when it is removed here or replaced."""
    weak_references: tuple[WeakReference, ...] = ()
    used: bool | None = None
    """Whether anything else of the source refers to it, invoke permissions apart; None where that is not known."""
    origin: Origin = Origin()

    def value(self, name: str) -> str:
        """A property's value; empty when it is not declared."""
        return next((each.value for each in self.properties if each.name == name), "")


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a reader of a routing table should know before trusting it."""

    id: str
    """Stable: `duplicate-trigger`."""
    severity: Severity
    message: str
    """One sentence, with the value seen."""
    remedy: str
    """What to do; empty where there is nothing but to know it."""
    origin: Origin = Origin()
    acknowledged: str = ""
    """The reason for which somebody accepts it; empty: nobody does."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledgement:
    """A finding that somebody has seen and accepts."""

    id: str
    """Of the finding."""
    reason: str
    construct_path: str = ""
    """For findings at this construct and below; empty for all."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class RoutingTable:
    """All routes of one source, in a stable order."""

    routes: tuple[Route, ...]
    applications: tuple[Target, ...] = ()
    """Every application of the source, targeted or not, for outbound calls (priority 0)."""
    connectors: tuple[Connector, ...] = ()
    """Every Voice Connector of the source."""
    resources: tuple[Resource, ...] = ()
    """Every resource of the service that the source declares, the ones behind routes and applications too."""
    acknowledgements: tuple[Acknowledgement, ...] = ()
    unresolved: tuple[str, ...] = ()
    """What the source could not resolve, in plain words."""
    complete: bool = False
    """Whether the source holds all that there is, as an account does: what it does not have does not exist."""
    present: bool = False
    """Whether it says what is there, as an account does, and not what a deployment brings."""

    def match(self, trigger: Trigger) -> Route | None:
        """The enabled route for this trigger, or None: then the service has nobody to give the call to."""
        return next((route for route in self.routes if route.enabled and route.trigger == trigger), None)
