"""The resource types of the contract, by their own definition, and what references to them come to."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from chime_voice.contract.phone_number import SEARCH_FIELDS, PhoneNumber
from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import CLOUDFORMATION_OWN, Resource
from chime_voice.contract.voice_connector import VoiceConnector
from chime_voice.contract.wire import WireError, wire_name

from constructs_lib.assembly.values import Place, Value

if TYPE_CHECKING:
    from constructs_lib.assembly.references import Resolver

_SHORT = {"phone number": "number", "Voice Connector": "connector", "SIP media application": "application"}
FUNCTION = "AWS::Lambda::Function"


def declared(resolver: Resolver, place: Place, problems: list[str]) -> Resource | None:
    """The resource as its contract reads it; None, with a problem, where it cannot."""
    document = resolver.properties(place, problems, without=CLOUDFORMATION_OWN)
    try:
        return TYPES[place.type_name].parse(document)
    except WireError as error:
        problems.append(str(error))
        return None


def attribute(resolver: Resolver, place: Place, name: str) -> Value:
    """What a reference to a resource comes to: its id or ARN where the template says it, else a placeholder.

    Args:
        resolver: for the properties that say it.
        place: the resource.
        name: an attribute, or `Ref`.
    """
    contract = TYPES.get(place.type_name)
    if contract is not None:
        return _of_contract(resolver, place, name, contract)
    given = _given(resolver, place, "FunctionName") if (place.type_name, name) == (FUNCTION, "Ref") else None
    return given or Value.later(place.label if name == "Ref" else f"{name} of {place.label}", place)


def _of_contract(resolver: Resolver, place: Place, name: str, contract: type[Resource]) -> Value:
    spec = contract.SPEC
    # The id of a number is the number.
    is_id = name in {"Ref", spec.id_attribute} or (contract is PhoneNumber and name == "E164PhoneNumber")
    if not is_id and name not in spec.attributes:
        problem = f"a {spec.label} has no attribute {name!r}; it has {', '.join(spec.attributes)}"
        return Value.lost(f"{name} of {place.label}", problem)
    if contract is VoiceConnector and name == "OutboundHostName":
        return Value.later(f"host of {place.label}", place)
    if not is_id:
        return Value.later(f"{name} of {place.label}", place)
    for property_name in ("AdoptId", "E164PhoneNumber"):
        given = _given(resolver, place, property_name)
        if given:
            return given
    return Value.later(f"{_SHORT.get(spec.label, spec.label)} {place.label}{_search(resolver, place)}", place)


def _given(resolver: Resolver, place: Place, property_name: str) -> Value | None:
    """A property that says the value of an attribute, marked as coming from the resource."""
    if property_name not in place.properties:
        return None
    with resolver.following(f"{property_name} of {place.label}"):
        value = resolver.value(place.stack, place.properties[property_name])
    return Value(tuple(dataclasses.replace(part, place=place) for part in value.parts), value.problems)


def _search(resolver: Resolver, place: Place) -> str:
    """What a number is searched by, as it goes into a placeholder."""
    criteria = ((name, wire_name(name)) for name in SEARCH_FIELDS if place.type_name == PhoneNumber.SPEC.type_name)
    found = [
        f"{name.replace('_', ' ')} {resolver.value(place.stack, place.properties[wire]).text}"
        for name, wire in criteria
        if wire in place.properties
    ]
    return "".join(f", {criterion}" for criterion in found)
