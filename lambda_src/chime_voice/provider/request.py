"""CloudFormation's request as a typed thing, and whom it concerns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Self

from chime_voice.contract.marker import Marker, short_hash

# The physical id of a Create that failed before the service made anything: the Delete that follows is a no-op.
_NOTHING_MADE = "nothing-made-"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Request:
    """One event of a custom resource.

    Source of the fields: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
    """

    kind: str
    type_name: str
    stack_id: str
    request_id: str
    logical_id: str
    physical_id: str
    properties: Mapping[str, Any]
    old_properties: Mapping[str, Any]

    @classmethod
    def read(cls, event: Mapping[str, Any]) -> Self:
        """The event as CloudFormation sends it."""
        return cls(
            kind=event["RequestType"],
            type_name=event["ResourceType"],
            stack_id=event["StackId"],
            request_id=event["RequestId"],
            logical_id=event["LogicalResourceId"],
            physical_id=event.get("PhysicalResourceId", ""),
            properties=event.get("ResourceProperties", {}),
            old_properties=event.get("OldResourceProperties", {}),
        )

    @property
    def marker(self) -> Marker:
        """The mark for what this request makes."""
        return Marker.of(self.stack_id, self.logical_id, self.request_id)

    @property
    def nothing_made(self) -> str:
        """The physical id to report when there is no resource."""
        return _NOTHING_MADE + short_hash(f"{self.stack_id} {self.logical_id} {self.request_id}", 12)

    @property
    def unknown_id(self) -> str:
        """The physical id to report when there may be a resource: the Delete that follows looks for its mark."""
        return "unknown-" + short_hash(f"{self.stack_id} {self.logical_id} {self.request_id}", 12)

    @property
    def made_nothing(self) -> bool:
        """Whether this concerns a Create that reported that nothing was made."""
        return self.physical_id.startswith(_NOTHING_MADE)

    @property
    def region(self) -> str:
        """The Region whose endpoint has the resource."""
        return str(self.properties.get("AwsRegion") or self.properties.get("HomeRegion") or "")
