"""Triggers: who else claims one, and whether what it is made of can be one.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/create-sip-rule.html (numbers need the product type
SipMediaApplicationDialIn); https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events.html (a rule's host name is
that of a Voice Connector of the account). What the service does with two rules of one trigger is not documented. A number
or connector that the table does not declare may well exist, so nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from constructs_lib.routing.checks.catalog import finding
from constructs_lib.routing.checks.estate import CONNECTOR, NUMBER, Estate, some
from constructs_lib.routing.model import Finding, Resource, Route

_DIAL_IN = "SipMediaApplicationDialIn"


def contested(estate: Estate) -> Iterator[Finding]:
    """Triggers with several enabled rules."""
    for trigger, routes in estate.by_trigger.items():
        rivals = [route for route in routes if route.enabled]
        if len(rivals) > 1:
            message = (
                f"{trigger.value} has {len(rivals)} rules: {some(_told_apart(rivals))}; not all of them answer, and which "
                "one does is not documented"
            )
            yield finding("duplicate-trigger", message, rivals[-1].origin)


def _told_apart(routes: Sequence[Route]) -> Iterable[str]:
    """The names; where some are equal, with where they are declared."""
    names = [route.name for route in routes]
    if len(set(names)) == len(names):
        return names
    places = (route.origin.construct_path or f"{route.origin.stack}/{route.origin.logical_id}" for route in routes)
    return (f"{name} ({place})" for name, place in zip(names, places, strict=True))


def switched_off(estate: Estate) -> Iterator[Finding]:
    """Triggers of which every rule is disabled."""
    for trigger, routes in estate.by_trigger.items():
        if not any(route.enabled for route in routes):
            message = f"rule {some(route.name for route in routes)} is disabled, so nobody answers {trigger.value}"
            yield finding("disabled-rule", message, routes[0].origin)


def of_another_product(estate: Estate) -> Iterator[Finding]:
    """Numbers that a rule cannot have."""
    for route in estate.table.routes:
        number = estate.resource(NUMBER, route.trigger.value) if route.trigger.kind == "ToPhoneNumber" else None
        product = number.value("ProductType") if number else ""
        if product and product != _DIAL_IN and not product.startswith("<"):
            message = f"rule {route.name} is triggered by {route.trigger.value}, a number for product type {product}"
            yield finding("number-product-type", message, route.origin)


def that_nobody_has(estate: Estate) -> Iterator[Finding]:
    """Numbers of an account that ring nowhere."""
    for number in estate.table.resources if estate.table.complete else ():
        if number.label == NUMBER and number.used is False:
            yield finding("unused-number", f"{number.identity} has no rule and is with no connector", number.origin)


def from_another_stack(estate: Estate) -> Iterator[Finding]:
    """Host names of Voice Connectors that another stack declares."""
    for route in estate.table.routes:
        by_host = route.trigger.kind == "RequestUriHostname"
        connector = estate.resource(CONNECTOR, route.trigger.value) if by_host else None
        if connector is not None and connector.origin.stack != route.origin.stack:
            message = (
                f"rule {route.name} of stack {route.origin.stack} is triggered by the host name of a Voice Connector of "
                f"stack {connector.origin.stack}; {_when_replaced(estate, route, connector)}"
            )
            yield finding("connector-in-another-stack", message, route.origin)


def _when_replaced(estate: Estate, route: Route, connector: Resource) -> str:
    rule = estate.declared_at(route.origin)
    weak = rule is not None and any(each.property == "TriggerValue" for each in rule.weak_references)
    where = connector.origin.stack
    if weak:
        return f"when {where} replaces it, the rule keeps the old name and no call matches until it is deployed again"
    return f"CloudFormation lets {where} replace it only when the rule no longer refers to it"
