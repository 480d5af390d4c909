"""Tags of what has an ARN and takes them: applications, connectors and voice profile domains."""

from __future__ import annotations

from constructs_lib.local.voice.errors import NotFound, ResourceLimitExceeded
from constructs_lib.local.voice.families.family import Family, tags_from, tags_of
from constructs_lib.local.voice.records import Wire

_LIMIT = 50


class Tags(Family):
    """The operations by ARN."""

    def tag_resource(self, *, resource_arn: str, tags: list[Wire]) -> None:
        """Add tags, or change values of keys that are there."""
        present = self._tags(resource_arn)
        wanted = {**present, **tags_from(tags)}
        if len(wanted) > _LIMIT:
            raise ResourceLimitExceeded(f"a resource may have {_LIMIT} tags")
        present.update(wanted)

    def untag_resource(self, *, resource_arn: str, tag_keys: list[str]) -> None:
        """Take tags away; keys that are not there are ignored."""
        present = self._tags(resource_arn)
        for key in tag_keys:
            present.pop(key, None)

    def list_tags_for_resource(self, *, resource_arn: str) -> Wire:
        """All tags."""
        return {"Tags": tags_of(self._tags(resource_arn))}

    def _tags(self, arn: str) -> dict[str, str]:
        for record in self.account.taggable:
            if record.arn == arn and self.scene.sees(record):
                return record.tags
        raise NotFound(f"{arn} does not exist in {self.scene.region} or takes no tags")
