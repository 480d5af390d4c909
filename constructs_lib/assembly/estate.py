"""The service's resources as they are declared: what a review compares property by property."""

from __future__ import annotations

import json
from typing import Any

from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import CLOUDFORMATION_OWN
from chime_voice.contract.voice_connector import VoiceConnector

from constructs_lib.assembly import resources
from constructs_lib.assembly.functions import origin_of
from constructs_lib.assembly.references import Resolver
from constructs_lib.assembly.values import Place
from constructs_lib.routing.model import Property, Resource

_REGIONS = ("HomeRegion", "AwsRegion")
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
_KEPT_ON_DELETE = ("Retain", "RetainExceptOnCreate")


def resource(resolver: Resolver, place: Place) -> Resource:
    """A resource of the contract with its properties; what is wrong with them is told by whoever reads its meaning."""
    spec = TYPES[place.type_name].SPEC
    document = resolver.properties(place, [], without=CLOUDFORMATION_OWN)
    named_by = "OutboundHostName" if place.type_name == VoiceConnector.SPEC.type_name else "Ref"
    return Resource(
        type_name=place.type_name,
        label=spec.label,
        identity=resources.attribute(resolver, place, named_by).text,
        region=next((str(document[name]) for name in _REGIONS if name in document), ""),
        properties=tuple(
            Property(
                name=name,
                value=_text(document[name]),
                on_change="replacement" if name in spec.replaces_on else "in place",
            )
            for name in sorted(document)
        ),
        adopted="AdoptId" in document,
        retained=_is_retained(place),
        origin=origin_of(place),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)


def _is_retained(place: Place) -> bool:
    """Whether it stays when it is removed and when it is replaced, which CloudFormation asks for one by one."""
    declared = place.declaration
    return declared.get("DeletionPolicy") in _KEPT_ON_DELETE and declared.get("UpdateReplacePolicy") == "Retain"
