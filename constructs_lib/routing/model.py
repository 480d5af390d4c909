"""Triggers, targets and the table of routes: what the service does with a call, as plain values."""

from __future__ import annotations

import dataclasses
from typing import Literal

TriggerKind = Literal["ToPhoneNumber", "RequestUriHostname"]


@dataclasses.dataclass(frozen=True, kw_only=True, order=True)
class Trigger:
    """What a call must carry to match a SIP rule."""

    kind: TriggerKind
    value: str
    """An E.164 number or a host name; before deployment a readable placeholder in angle brackets."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Origin:
    """Where something is declared. Empty strings where the source has no such place."""

    construct_path: str = ""
    stack: str = ""
    logical_id: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Function:
    """The Lambda function behind a SIP media application, as far as the source knows it."""

    name: str
    region: str
    arn: str = ""
    """Empty while it is known only after deployment."""
    code: str = ""
    """The folder with the code that will be or was uploaded; empty when it is not at hand."""
    entry: str = ""
    """Module and function, as in Lambda's Handler property."""
    runtime: str = ""
    timeout: int | None = None
    """Seconds."""
    environment: tuple[tuple[str, str], ...] = ()
    invoke_permission: bool | None = None
    """Whether the service may invoke it; None when the source cannot tell."""
    origin: Origin = Origin()


@dataclasses.dataclass(frozen=True, kw_only=True)
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


@dataclasses.dataclass(frozen=True, kw_only=True)
class Route:
    """A SIP rule: a trigger and its targets, lowest priority number first."""

    name: str
    trigger: Trigger
    targets: tuple[Target, ...]
    enabled: bool = True
    home_region: str = ""
    rule_id: str = ""
    origin: Origin = Origin()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Connector:
    """A Voice Connector, by the two names that calls have for it."""

    arn: str
    """How an application calls it; before deployment a placeholder in angle brackets."""
    host: str
    """How a telephone system calls it, and the value of a rule's trigger."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoutingTable:
    """All routes of one source, in a stable order."""

    routes: tuple[Route, ...]
    applications: tuple[Target, ...] = ()
    """Every application of the source, targeted or not, for outbound calls (priority 0)."""
    connectors: tuple[Connector, ...] = ()
    """Every Voice Connector of the source."""
    unresolved: tuple[str, ...] = ()
    """What the source could not resolve, in plain words."""

    def match(self, trigger: Trigger) -> Route | None:
        """The enabled route for this trigger, or None: then the service has nobody to give the call to."""
        return next((route for route in self.routes if route.enabled and route.trigger == trigger), None)
