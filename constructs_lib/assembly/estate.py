"""The service's resources as they are declared: by property for reviews, by contract for routes."""

from __future__ import annotations

import json
from typing import Any

from chime_voice.contract.resource import CLOUDFORMATION_OWN
from chime_voice.contract.resource import Resource as Contract
from chime_voice.contract.voice_connector import VoiceConnector
from chime_voice.contract.wire import WireError

from constructs_lib.assembly import conditions, resources
from constructs_lib.assembly.kinds import KINDS, Kind
from constructs_lib.assembly.resolver import ABSENT, Remarks, Resolver
from constructs_lib.assembly.stacks import Place
from constructs_lib.assembly.values import Part
from constructs_lib.routing.model import OnChange, Origin, Property, Resource, WeakReference

_REGIONS = ("HomeRegion", "AwsRegion")
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
_KEPT_ON_DELETE = ("Retain", "RetainExceptOnCreate")
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


class Declaration:
    """A resource of the service that a template declares, with what is to be told about it."""

    __slots__ = ("_document", "_resolver", "_weak", "contract", "identity", "kind", "place", "problems")

    def __init__(self, resolver: Resolver, place: Place) -> None:
        self.place = place
        self.kind: Kind = KINDS[place.type_name]
        self.problems: list[str] = list(conditions.of_place(resolver, place).problems)
        self._resolver = resolver
        self._weak: list[WeakReference] = []
        self._document = self._read()
        self.contract = self._parse()
        """The resource as its contract reads it; None, with a problem, where it cannot."""
        connector = self.kind.contract is VoiceConnector
        self.identity = self.attribute("OutboundHostName" if connector else self.kind.contract.SPEC.id_attribute)
        """How others name it."""

    def attribute(self, name: str) -> str:
        """What an attribute comes to."""
        return resources.attribute(self._resolver, self.place, name).text

    def tell(self) -> list[str]:
        """The problems, each once, with the resource that they are about."""
        return [f"{self.place.label}: {problem}" for problem in dict.fromkeys(self.problems)]

    def resource(self, properties: Properties, *, used: bool | None) -> Resource:
        """The resource by property."""
        region = next((self._document[name] for name in _REGIONS if name in self._document), "")
        spec = self.kind.contract.SPEC
        return Resource(
            type_name=self.place.type_name,
            label=spec.label,
            identity=self.identity,
            region=_shown(region),
            account=self.place.stack.account,
            properties=tuple([properties.of(self.kind, *item) for item in sorted(self._document.items())]),
            adopted=not self.kind.native and ("AdoptId" in self._document or self._document.get("Adopt") is True),
            retained=_is_retained(self.place),
            weak_references=tuple(self._weak),
            used=used,
            origin=self.place.origin,
        )

    def _read(self) -> dict[str, Any]:
        document: dict[str, Any] = {}
        remarks = Remarks(self.problems)
        for name, value in self.place.properties.items():
            if name in CLOUDFORMATION_OWN:
                continue
            plain = self._resolver.plain(self.place.stack, value, remarks)
            if plain is not ABSENT:
                document[name] = plain
            if remarks.weak:
                self._weak += _weak_references(name, tuple(remarks.weak))
                remarks.weak.clear()
        return document

    def _parse(self) -> Contract | None:
        if self.kind.native and self.kind.contract is VoiceConnector:
            return None  # its Region may be left out, which the contract does not know
        try:
            return self.kind.contract.parse(self._document)
        except WireError as error:
            self.problems.append(str(error))
            return None


class Properties:
    """Properties as a review sees them. Thousands of rules have most of theirs in common: each is made once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], Property] = {}

    def of(self, kind: Kind, name: str, value: Any) -> Property:
        """A property of a type with this value."""
        key = (kind.contract.SPEC.type_name, name, _shown(value))
        if key not in self._known:
            self._known[key] = Property(name=name, value=key[2], on_change=_on_change(kind, name))
        return self._known[key]


def _on_change(kind: Kind, name: str) -> OnChange:
    if name in kind.contract.SPEC.replaces_on:
        return "replacement"
    return "no effect" if name in kind.without_effect else "in place"


def _weak_references(name: str, parts: tuple[Part, ...]) -> list[WeakReference]:
    """Where the values that were read from other stacks come from, each once."""
    origins = dict.fromkeys(
        part.place.origin if part.place else Origin(stack=part.weak.label) for part in parts if part.weak
    )
    return [WeakReference(property=name, to=origin) for origin in origins]


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return str(value)
    return str(value).lower() if isinstance(value, bool) else _JSON.encode(value)


def _is_retained(place: Place) -> bool:
    """Whether it stays when it is removed and when it is replaced, which CloudFormation asks for one by one."""
    declared = place.declaration
    return declared.get("DeletionPolicy") in _KEPT_ON_DELETE and declared.get("UpdateReplacePolicy") == "Retain"
