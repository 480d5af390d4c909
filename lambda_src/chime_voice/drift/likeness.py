"""Property by property: what is declared beside what the service has, with the provider's eyes.

What the provider would leave alone is no difference: tags that nobody declared, the order of lists, defaults that are
spelled out or not, parts of a connector that were never declared.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from chime_voice.contract.marker import strip
from chime_voice.contract.phone_number import SEARCH_FIELDS, SIP_MEDIA_APPLICATION
from chime_voice.contract.resource import IsKnown, Resource
from chime_voice.contract.sip_rule import comparable
from chime_voice.contract.voice_connector_parts import DEFAULTS
from chime_voice.contract.wire import wire_name

# They say which resource it is, where, and how it is come by; not what it is like.
_HOW = frozenset(
    {
        *map(wire_name, SEARCH_FIELDS),
        "AdoptId",
        "Adopt",
        "AwsRegion",
        "Count",
        "ForceAssociate",
        "HomeRegion",
        "ReleaseDropped",
        "Restore",
        "Revision",
        "SecretArn",
        "E164PhoneNumber",
        "VoiceConnectorId",
        "VoiceConnectorGroupId",
    }
)
# What the provider brings where nothing is declared; an adopted resource is left as it is.
_MADE: dict[str, Mapping[str, Any]] = {
    "Custom::ChimePhoneNumber": {"ProductType": SIP_MEDIA_APPLICATION},
    "Custom::ChimeSipMediaApplication": {"MessageLogging": False},
    "Custom::ChimeSipRule": {"Disabled": False},
}
# Where it is not declared the service chooses:
# https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_OriginationRoute.html
_CHOSEN = frozenset({"Protocol"})
# A name is cut to make room for one mark, or two.
_SHORTEST_CUT = 200


@dataclasses.dataclass(frozen=True, kw_only=True)
class Difference:
    """A property that is not as declared."""

    property: str
    """With its place: `Termination.CpsLimit`."""
    declared: Any
    present: Any
    """Both as plain values; None for nothing."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Comparison:
    """What came of comparing one resource."""

    differences: tuple[Difference, ...] = ()
    unknown: tuple[str, ...] = ()
    """The properties that could not be compared, since what is declared is not known here."""


def compare(
    contract: type[Resource],
    declared: Mapping[str, Any],
    present: Mapping[str, Any],
    is_known: IsKnown = lambda _: True,
) -> Comparison:
    """Compare a resource with what is declared.

    Args:
        contract: its type.
        declared: its properties, as `Resource.properties` gives them.
        present: what the service has, under the same names.
        is_known: False for a text that stands for a value which only the deployment knows.
    """
    wanted = {name: value for name, value in declared.items() if name not in _HOW}
    if "AdoptId" not in declared:
        wanted = {**_MADE.get(contract.SPEC.type_name, {}), **wanted}
    differences: list[Difference] = []
    unknown: list[str] = []
    for place, one, other, verdict in _each(wanted, present, is_known):
        if verdict is None:
            unknown.append(place)
        elif not verdict:
            differences.append(Difference(property=place, declared=one, present=other))
    return Comparison(differences=tuple(differences), unknown=tuple(unknown))


def alike(name: str, declared: Any, present: Any) -> bool:
    """Whether one property is as declared.

    Args:
        name: of the property.
        declared: as the code has it, all of it known.
        present: as the service has it.
    """
    return all(verdict for *_, verdict in _each({name: declared}, {name: present}, lambda _: True))


_Row = tuple[str, Any, Any, bool | None]


def _each(wanted: Mapping[str, Any], present: Mapping[str, Any], is_known: IsKnown) -> Iterator[_Row]:
    for name, one in sorted(wanted.items()):
        other = present.get(name)
        special = _SPECIAL.get(name)
        if special:
            yield name, one, other, special(one, other, is_known)
        elif isinstance(one, Mapping):
            yield from _members(name, one, other if isinstance(other, Mapping) else {}, is_known)
        else:
            yield name, one, other, _like(one, other, is_known)


def _members(place: str, one: Mapping[str, Any], other: Mapping[str, Any], is_known: IsKnown) -> Iterator[_Row]:
    """A part is written as a whole, so what it has and was not declared is a difference too."""
    for key in sorted({*_said(one), *_said(other)}):
        here = f"{place}.{key}"
        mine, theirs = one.get(key, DEFAULTS.get(key)), other.get(key, DEFAULTS.get(key))
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
            yield from _members(here, mine, theirs, is_known)
        else:
            yield here, mine, theirs, _like(mine, theirs, is_known)


def _said(value: Mapping[str, Any]) -> dict[str, Any]:
    """The members that say something."""
    return {
        key: member
        for key, member in value.items()
        if member not in ([], {}, None) and not (key in DEFAULTS and DEFAULTS[key] == member)
    }


def _like(one: Any, other: Any, is_known: IsKnown) -> bool | None:
    """Whether they are the same; None where that depends on what is not known."""
    if isinstance(one, str) and not is_known(one):
        return None
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        mine, theirs = _said(one), _said(other)
        theirs = {key: value for key, value in theirs.items() if key in mine or key not in _CHOSEN}
        if mine.keys() != theirs.keys():
            return False
        return _all(_like(mine[key], theirs[key], is_known) for key in mine)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and _covers(one, other, is_known)
    return bool(one == other)


def _covers(wanted: Sequence[Any], present: Sequence[Any], is_known: IsKnown) -> bool | None:
    """Whether each wanted item is among the present ones, in whatever order."""
    left = list(present)
    open_items = []
    for item in wanted:
        same = next((at for at, other in enumerate(left) if _like(item, other, is_known) is True), None)
        if same is None:
            open_items.append(item)
        else:
            del left[same]
    for item in open_items:
        perhaps = next((at for at, other in enumerate(left) if _like(item, other, is_known) is None), None)
        if perhaps is None:
            return False
        del left[perhaps]
    return None if open_items else True


def _all(verdicts: Iterator[bool | None]) -> bool | None:
    known = list(verdicts)
    return False if False in known else (None if None in known else True)


def _listed(one: Any, other: Any, is_known: IsKnown) -> bool | None:
    """What is declared must be there; what else is there is somebody else's."""
    return _covers(one, other or (), is_known)


def _trigger(one: Any, other: Any, is_known: IsKnown) -> bool | None:
    return comparable(str(one)) == comparable(str(other or "")) if is_known(one) else None


def _name(one: Any, other: Any, is_known: IsKnown) -> bool | None:
    if not is_known(one):
        return None
    plain, present = strip(str(one)), strip(str(other or ""))
    return plain == present or (len(present) >= _SHORTEST_CUT and plain.startswith(present))


_Special = Callable[[Any, Any, IsKnown], bool | None]
_SPECIAL: dict[str, _Special] = {
    "Tags": _listed,
    "E164PhoneNumbers": _listed,
    "TriggerValue": _trigger,
    "Name": _name,
}
