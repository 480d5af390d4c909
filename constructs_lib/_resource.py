"""From a checked declaration to the custom resource in the template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
from chime_voice.contract.resource import Resource, Tag
from constructs import Construct

from constructs_lib import _declared
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib._taggable import TaggableResource


def declare(
    construct: Construct,
    place: Place,
    declared: Resource,
    *,
    retain: bool = False,
    child: str = "Resource",
    later: Mapping[str, Any] | None = None,
) -> cdk.CfnResource:
    """The custom resource under a construct, depending on the rights that the provider needs for it.

    Two round trips to Node, three when it is retained.

    Args:
        construct: gets the resource as its child.
        place: where the construct stands.
        declared: the properties, already checked.
        retain: leave the resource in place on delete and on replacement. The provider hears of the deletion of an
            adopted one all the same where the deployment that adopted it failed, and hands it back.
        child: the child's id.
        later: properties that are complete only at synthesis.
    """
    spec = declared.SPEC
    provider = Provider.of(place)
    make = TaggableResource if hasattr(declared, "tags") else cdk.CfnResource
    resource = make(
        construct,
        child,
        type=spec.type_name,
        properties={
            "ServiceToken": provider.service_token,
            "ServiceTimeout": str(spec.service_timeout),
            **declared.properties(),
            **(later or {}),
        },
    )
    path = place.path if child == "Resource" else f"{place.path}/{child}"
    properties = {**declared.properties(), **(later or {})}
    _declared.note(place.stack, _declared.Declaration(path, resource, type(declared), properties))
    resource.add_resource_dependency(provider.policy_for(type(declared)))
    if retain:
        adopted = getattr(declared, "adopt_id", None) is not None
        policy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if adopted else cdk.RemovalPolicy.RETAIN
        resource.apply_removal_policy(policy)
    return resource


def retains(
    problems: Problems, *, adopted: bool, removal_policy: cdk.RemovalPolicy | None, by_default: bool = False
) -> bool:
    """Whether to leave a resource in place; an adopted one always is."""
    if removal_policy not in (cdk.RemovalPolicy.RETAIN, cdk.RemovalPolicy.DESTROY, None):
        problems.add(f"removal_policy must be RETAIN or DESTROY, got {removal_policy!r}")
        return True
    if adopted and removal_policy is cdk.RemovalPolicy.DESTROY:
        problems.add(
            "removal_policy DESTROY cannot be combined with adopt: what is taken over is left in place on delete; "
            "leave removal_policy out, and delete the resource by hand when nobody needs it"
        )
    return by_default or adopted if removal_policy is None else removal_policy is cdk.RemovalPolicy.RETAIN


def tags_of(problems: Problems, tags: Any) -> tuple[Tag, ...] | None:
    """The tags as the contract has them."""
    if tags is None:
        return None
    if not isinstance(tags, Mapping):
        problems.add(f"tags must be a mapping of text to text such as {{'team': 'voice'}}, got {tags!r}")
        return None
    return tuple(Tag(key=key, value=value) for key, value in tags.items())
