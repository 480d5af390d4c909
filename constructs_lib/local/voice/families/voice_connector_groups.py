"""Voice Connector groups: connectors of several Regions that stand in for each other, by priority."""

from __future__ import annotations

from constructs_lib.local.voice.errors import BadRequest, Conflict, NotFound, ResourceLimitExceeded
from constructs_lib.local.voice.families.family import Family
from constructs_lib.local.voice.records import GroupContent, VoiceConnectorGroup, Wire

_DEFAULT_DISTRIBUTION = "PriorityWeightedDistribution"


class VoiceConnectorGroups(Family):
    """Three in an account by default, each with three connectors at most."""

    def create_voice_connector_group(
        self,
        *,
        name: str,
        voice_connector_items: list[Wire] | None = None,
        call_distribution_type: str = _DEFAULT_DISTRIBUTION,
    ) -> Wire:
        """A group, with or without connectors."""
        scene = self.scene
        items = self._items(voice_connector_items or [])
        limit = scene.settings.voice_connector_groups
        if len(self.account.groups) >= limit:
            raise ResourceLimitExceeded(f"an account may have {limit} Voice Connector groups")
        id_ = scene.world.new_uuid()
        group = VoiceConnectorGroup(
            region=scene.region,
            created=scene.now,
            updated=scene.now,
            id=id_,
            arn=scene.arn("vcg", id_, scene.region),
            content=GroupContent(name=name, items=items, distribution=call_distribution_type),
        )
        self.account.groups[id_] = group
        return {"VoiceConnectorGroup": group.describe()}

    def get_voice_connector_group(self, *, voice_connector_group_id: str) -> Wire:
        """One group, as it is in effect."""
        return {"VoiceConnectorGroup": self._get(voice_connector_group_id).describe()}

    def list_voice_connector_groups(self, *, next_token: str | None = None, max_results: int | None = None) -> Wire:
        """All groups of this endpoint."""
        groups = [group.describe() for group in self.scene.visible(self.account.groups)]
        return self.scene.page("VoiceConnectorGroups", groups, max_results, next_token)

    def update_voice_connector_group(
        self,
        *,
        voice_connector_group_id: str,
        name: str,
        voice_connector_items: list[Wire],
        call_distribution_type: str = _DEFAULT_DISTRIBUTION,
    ) -> Wire:
        """Replace everything: what the list does not name leaves the group. 202: it takes effect after a while."""
        group = self._get(voice_connector_group_id)
        content = GroupContent(name=name, items=self._items(voice_connector_items), distribution=call_distribution_type)
        group.pending.append((self.scene.now + self.scene.settings.group_update_seconds, content))
        return {"VoiceConnectorGroup": group.describe(content)}

    def delete_voice_connector_group(self, *, voice_connector_group_id: str) -> None:
        """Delete it, once it has neither connectors nor numbers."""
        group = self._get(voice_connector_group_id)
        if group.content.items:
            raise Conflict(f"Voice Connector group {group.id} still has {len(group.content.items)} Voice Connectors")
        uses = [a for number in self.account.numbers.values() for a in number.associations if a.value == group.id]
        if uses:
            raise Conflict(f"{len(uses)} phone numbers are associated with Voice Connector group {group.id}")
        del self.account.groups[group.id]

    def _get(self, id_: str) -> VoiceConnectorGroup:
        return self.scene.get(self.account.groups, id_, "Voice Connector group")

    def _items(self, items: list[Wire]) -> list[Wire]:
        """The items in the order of their priorities; connectors may be of any Region of the account."""
        limit = self.scene.settings.connectors_per_group
        if len(items) > limit:
            raise BadRequest(f"a Voice Connector group has at most {limit} Voice Connectors, got {len(items)}")
        named = [str(item["VoiceConnectorId"]) for item in items]
        if len(set(named)) != len(named):
            raise BadRequest("VoiceConnectorItems names a Voice Connector twice")
        for id_ in named:
            connector = self.account.connectors.get(id_)
            fresh = self.scene.settings.read_after_create_seconds
            if connector is None or self.scene.now < connector.created + fresh:
                raise NotFound(f"Voice Connector {id_} does not exist")
        known = [{"VoiceConnectorId": item["VoiceConnectorId"], "Priority": item.get("Priority", 1)} for item in items]
        return sorted(known, key=lambda item: int(item["Priority"]))
