"""Custom resources that `cdk.Tags` reaches: the CDK finds a tag manager on them, as on its own resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import jsii
from constructs import Construct

_TAGS = "Tags"


@jsii.implements(cdk.ITaggableV2)
class TaggableResource(cdk.CfnResource):
    """A resource whose `Tags` are those of its declaration and those of the scopes above it.

    It costs five round trips more than a plain one at synthesis, tags or not: Node asks for the manager.
    """

    def __init__(self, scope: Construct, id: str, *, type: str, properties: Mapping[str, Any]) -> None:  # noqa: A002
        """Take the declared tags out of the properties: the CDK writes them back, with the others."""
        # Before the resource itself: making it may ask for the manager already.
        self._tags = {tag["Key"]: tag["Value"] for tag in properties.get(_TAGS) or ()}
        self._type_name = type
        self._manager: cdk.TagManager | None = None
        super().__init__(
            scope, id, type=type, properties={name: value for name, value in properties.items() if name != _TAGS}
        )

    @property
    def cdk_tag_manager(self) -> cdk.TagManager:
        """Holds the tags while aspects add theirs."""
        if self._manager is None:
            self._manager = cdk.TagManager(
                cdk.TagType.KEY_VALUE, self._type_name, self._tags or None, tag_property_name=_TAGS
            )
        return self._manager
