"""What references to resources come to: the id or ARN where the template says it, else a placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chime_voice.contract.phone_number import SEARCH_FIELDS, PhoneNumber
from chime_voice.contract.phone_numbers import MOST, PhoneNumbers, nth
from chime_voice.contract.wire import wire_name

from constructs_lib.assembly.kinds import KINDS, Kind
from constructs_lib.assembly.stacks import Place
from constructs_lib.assembly.values import Value, value_of

if TYPE_CHECKING:
    from constructs_lib.assembly.resolver import Resolver

_SHORT = {"phone number": "number", "Voice Connector": "connector", "SIP media application": "application"}
_NTH = {nth(index): index for index in range(MOST)}
FUNCTION = "AWS::Lambda::Function"


def attribute(resolver: Resolver, place: Place, name: str) -> Value:
    """What an attribute of a resource, or `Ref`, comes to."""
    kind = KINDS.get(place.type_name)
    if kind is not None:
        return _of_service(resolver, place, kind.ref if name == "Ref" else name, kind)
    given = _given(resolver, place, "FunctionName") if (place.type_name, name) == (FUNCTION, "Ref") else None
    return given or Value.later(place.label if name == "Ref" else f"{name} of {place.label}", place)


def _of_service(resolver: Resolver, place: Place, name: str, kind: Kind) -> Value:
    spec = kind.contract.SPEC
    if name not in kind.attributes:
        problem = f"a {spec.label} has no attribute {name!r}; it has {', '.join(kind.attributes)}"
        return Value.lost(f"{name} of {place.label}", problem)
    if name == "OutboundHostName":
        return Value.later(f"host of {place.label}", place)
    if kind.contract is PhoneNumbers and name in _NTH:
        return _one_of_several(resolver, place, _NTH[name])
    # The id of a number is the number.
    if name not in {spec.id_attribute, "E164PhoneNumber"}:
        return Value.later(f"{name} of {place.label}", place)
    # The id of a setting is the value that is set.
    for property_name in () if kind.native else (spec.id_attribute, "AdoptId", "E164PhoneNumber"):
        given = _given(resolver, place, property_name)
        if given:
            return given
    return Value.later(f"{_SHORT.get(spec.label, spec.label)} {place.label}{_search(resolver, place)}", place)


def _one_of_several(resolver: Resolver, place: Place, index: int) -> Value:
    """One of several numbers: the exact one, or a placeholder with its place among those that a search finds."""
    exact = resolver.properties(place).get("E164PhoneNumbers")
    if isinstance(exact, list) and index < len(exact) and isinstance(exact[index], str):
        return value_of(exact[index]).from_place(place)
    return Value.later(f"number {index} of {place.label}{_search(resolver, place)}", place)


def _given(resolver: Resolver, place: Place, property_name: str) -> Value | None:
    """A property that says the value of an attribute, marked as coming from the resource."""
    if property_name not in place.properties:
        return None
    return resolver.value(place.stack, place.properties[property_name]).from_place(place)


def _search(resolver: Resolver, place: Place) -> str:
    """What a number is searched by, as it goes into a placeholder."""
    if KINDS[place.type_name].contract not in {PhoneNumber, PhoneNumbers}:
        return ""
    criteria = ((name, wire_name(name)) for name in SEARCH_FIELDS)
    found = [
        f"{name.replace('_', ' ')} {resolver.value(place.stack, place.properties[wire]).text}"
        for name, wire in criteria
        if wire in place.properties
    ]
    return "".join(f", {criterion}" for criterion in found)
