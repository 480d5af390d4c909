"""An account's table beside one of declarations, so that what differs is what a deployment would change.

A declaration says less than an account shows: what it leaves out stays as it is, and what only a deployment knows is a
placeholder. So here the account's table gets the places of the declarations that mean something of it, and no more than
they declare; the table of declarations gets the account's values for what it leaves open. What the account was not asked,
or did not say, is taken to be as declared, and told.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from chime_voice.contract.checks import VOICE_REGIONS
from chime_voice.contract.phone_number import SEARCH_FIELDS
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.phone_numbers import PhoneNumbers
from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import Resource as Contract
from chime_voice.contract.sip_rule import SipRule
from chime_voice.contract.sip_rule_set import SipRuleSet
from chime_voice.contract.termination_credentials import TerminationCredentials
from chime_voice.contract.wire import wire_name
from chime_voice.drift.likeness import alike

from constructs_lib.estate.blind import Blind
from constructs_lib.estate.model import Estate
from constructs_lib.estate.owners import ADOPT, Owners
from constructs_lib.estate.table import routing_table
from constructs_lib.routing.model import Function, Origin, Property, Resource, Route, RoutingTable, Target

_PLACEHOLDER = re.compile("<[^<>]+>")
# What they declare is found as something else: numbers, rules, users.
_NOT_TOLD = {each.SPEC.type_name for each in (PhoneNumberAssociation, PhoneNumbers, SipRuleSet, TerminationCredentials)}

_NOT_SHOWN = {*map(wire_name, SEARCH_FIELDS), "E164PhoneNumber", "Restore"}


def beside(estate: Estate, declarations: RoutingTable) -> tuple[RoutingTable, RoutingTable]:
    """The account's table and that of the declarations, made comparable.

    Args:
        estate: what the account has.
        declarations: what a cloud assembly declares.
    """
    return _Beside(estate, declarations).tables()


class _Beside:
    def __init__(self, estate: Estate, declarations: RoutingTable) -> None:
        self._account = routing_table(estate)
        self._declarations = declarations
        self._owners = Owners(estate, declarations)
        self._blind = Blind(estate)
        # In the account's table everything has the service's id for its place.
        self._places = {found.id: place for place, found in self._owners.pairs.items()}
        self._applications = {each.application_id: each for each in self._account.applications}
        self._declared = {each.origin: each for each in declarations.resources}
        self._declared_applications = {each.origin: each for each in declarations.applications}
        self._stand_ins = dict(self._known())
        # The account's rules name these by id; what they are it did not say.
        self._unseen_applications = {
            self._declared[place].value(ADOPT): target
            for place, target in self._declared_applications.items()
            if place in self._declared and self._unseen(self._declared[place])
        }

    def tables(self) -> tuple[RoutingTable, RoutingTable]:
        """The account's table, then that of the declarations."""
        routes = {each.rule_id: each for each in self._account.routes}
        wanted: list[Route] = []
        members: set[Origin] = set()
        unseen: list[Route] = []
        for each in self._declarations.routes:
            found = self._owners.rule_of(each)
            route = self._route(each, routes.get(found.id) if found else None)
            wanted.append(route)
            if found and found.id in routes:
                routes[found.id] = dataclasses.replace(routes[found.id], origin=each.origin, rule_id=each.rule_id)
                members.add(Origin(logical_id=found.id))
            elif self._cannot_see(SipRule, each.home_region):
                unseen.append(route)
        resources = {each.origin: each for each in self._account.resources}
        declared = [self._resource(each) for each in self._declarations.resources]
        return (
            dataclasses.replace(
                self._account,
                routes=(*(self._placed_route(each) for each in routes.values()), *unseen),
                applications=tuple(self._placed(each) for each in self._account.applications),
                resources=(
                    *self._cut(declared, resources),
                    *(
                        each
                        for each in self._account.resources
                        if each.origin not in members and each.origin.logical_id not in self._places
                    ),
                ),
            ),
            dataclasses.replace(
                self._declarations,
                routes=tuple(wanted),
                applications=tuple(self._target(each) for each in self._declarations.applications),
                resources=tuple(declared),
                unresolved=(*self._declarations.unresolved, *self._missing()),
            ),
        )

    def _found_at(self, place: Origin) -> Origin:
        found = self._owners.pairs.get(place)
        return Origin(logical_id=found.id) if found else Origin()

    def _known(self) -> Iterator[tuple[str, str]]:
        """Placeholder -> what the account has for it."""
        for place, found in self._owners.pairs.items():
            identity = self._declared[place].identity
            if identity.startswith("<"):
                yield identity, found.attributes.get("OutboundHostName") or found.id
        for target in self._declarations.applications:
            application = self._owners.pairs.get(target.origin)
            if application and target.application_id.startswith("<"):
                yield target.application_id, application.id

    def _value(self, text: str) -> str:
        return _PLACEHOLDER.sub(lambda found: self._stand_ins.get(found[0], found[0]), text)

    # The declarations, with what they leave open

    def _resource(self, declared: Resource) -> Resource:
        properties = (dataclasses.replace(each, value=self._value(each.value)) for each in declared.properties)
        return dataclasses.replace(declared, identity=self._value(declared.identity), properties=tuple(properties))

    def _route(self, declared: Route, found: Route | None) -> Route:
        resource = self._declared.get(declared.origin)
        says = {each.name for each in resource.properties} if resource else set()
        keeps = found is not None and bool(declared.rule_id)
        return dataclasses.replace(
            declared,
            trigger=dataclasses.replace(declared.trigger, value=self._value(declared.trigger.value)),
            targets=tuple(self._target(each) for each in declared.targets),
            name=found.name if found and keeps and "Name" not in says else declared.name,
            enabled=found.enabled if found and keeps and not says & {"Disabled", "Groups"} else declared.enabled,
        )

    def _target(self, declared: Target) -> Target:
        owned = self._owners.pairs.get(declared.origin)
        found = self._applications.get(owned.id if owned else self._value(declared.application_id))
        if found is None:
            return declared
        resource = self._declared.get(declared.origin)
        is_named = resource is not None and bool(resource.value("Name"))
        return dataclasses.replace(
            declared,
            application_id=found.application_id,
            application_name=declared.application_name if is_named else found.application_name,
            function=_same(declared.function, found.function),
            origin=declared.origin if declared.origin.logical_id else found.origin,
        )

    # The account, as far as it is declared

    def _placed_route(self, route: Route) -> Route:
        return dataclasses.replace(route, targets=tuple(self._placed(each) for each in route.targets))

    def _placed(self, target: Target) -> Target:
        unseen = self._unseen_applications.get(target.application_id)
        if unseen:
            return dataclasses.replace(unseen, priority=target.priority)
        place = self._places.get(target.application_id)
        if place is None:
            return target
        declared = self._declared_applications.get(place)
        # A function of the same stack is not compared: what Lambda has of it, an assembly does not know.
        own = not self._declared[place].adopted and declared and declared.function and declared.function.code
        function = declared.function if declared and own else target.function
        return dataclasses.replace(target, origin=place, function=function)

    def _cut(self, declared: Iterable[Resource], resources: Mapping[Origin, Resource]) -> Iterator[Resource]:
        """What the account has of the declarations, as far as they go."""
        for each in declared:
            found = resources.get(self._found_at(each.origin))
            if found:
                open_ = _NOT_SHOWN | self._hidden(each)
                told = (_as_found(one, found, open_) for one in each.properties if _is_told(one, found, open_))
                yield dataclasses.replace(each, identity=found.identity, properties=tuple(told))
            elif each.type_name in _NOT_TOLD or self._unseen(each):
                yield each

    def _missing(self) -> Iterator[str]:
        for each in self._declarations.resources:
            name = each.origin.construct_path.removesuffix("/Resource") or each.origin.logical_id
            if unseen := self._unseen(each):
                yield f"{name} is not compared: {unseen}"
            elif each.origin not in self._owners.pairs and each.value(ADOPT):
                yield f"{name} takes over {each.value(ADOPT)}, which the account did not have when it was scanned"
            elif each.type_name in _NOT_TOLD - {SipRuleSet.SPEC.type_name}:
                yield f"{name} is not compared here: chime-voice drift tells whether the {each.label} is as declared"
            if hidden := self._hidden(each) & {one.name for one in each.properties}:
                yield f"{name}: {', '.join(sorted(hidden))} is not compared: the account did not say"

    def _unseen(self, declared: Resource) -> str:
        """Why it may be in the account and was not found; empty: it would have been."""
        contract = TYPES.get(declared.type_name)
        if contract is None or declared.origin in self._owners.pairs:
            return ""
        return self._cannot_see(contract, declared.region)

    def _cannot_see(self, contract: type[Contract], region: str) -> str:
        return self._blind.to_type(contract, region) if region in VOICE_REGIONS else ""

    def _hidden(self, declared: Resource) -> frozenset[str]:
        """The properties that the account did not show."""
        found = self._owners.pairs.get(declared.origin)
        return self._blind.properties(found) if found else frozenset()


def _same(declared: Function | None, found: Function | None) -> Function | None:
    """A function that is named and not made here is the account's."""
    is_named = declared is None or (found is not None and declared.arn == found.arn and not declared.code)
    return found if is_named else declared


def _is_told(declared: Property, found: Resource, open_: Collection[str]) -> bool:
    return _is_open(declared, open_) or any(each.name == declared.name for each in found.properties)


def _as_found(declared: Property, found: Resource, open_: Collection[str]) -> Property:
    value = found.value(declared.name)
    same = _is_open(declared, open_) or alike(declared.name, _plain(declared.value), _plain(value))
    return declared if same else dataclasses.replace(declared, value=value)


def _plain(value: str) -> Any:
    """A property's value. Of what is written as JSON only lists and objects can be the same and look different."""
    if not value.startswith(("[", "{")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _is_open(declared: Property, open_: Collection[str]) -> bool:
    """Whether the account shows nothing to compare it with: how a number was found, what a deployment will know."""
    return "<" in declared.value or declared.name in open_
