"""Voice Connectors themselves; their numbers are in `voice_connector_numbers`."""

from __future__ import annotations

from constructs_lib.local.voice.errors import ERRORS, AccessDenied, BadRequest, Conflict, ResourceLimitExceeded
from constructs_lib.local.voice.families.family import Family, tags_from
from constructs_lib.local.voice.records import VoiceConnector, Wire


class VoiceConnectors(Family):
    """SIP trunks, three in a Region by default."""

    def create_voice_connector(
        self,
        *,
        name: str,
        require_encryption: bool,
        aws_region: str = "us-east-1",
        tags: list[Wire] | None = None,
        integration_type: str | None = None,
        network_type: str = "IPV4_ONLY",
    ) -> Wire:
        """A connector with its host name."""
        scene = self.scene
        if aws_region != scene.region and not scene.settings.region_may_differ_from_endpoint:
            raise BadRequest(f"AwsRegion {aws_region} is not the Region of this endpoint, {scene.region}")
        if integration_type is not None and not scene.settings.connect_integration:
            raise AccessDenied(f"the account may not create connectors of type {integration_type}")
        limit = scene.settings.voice_connectors
        if scene.count_here(self.account.connectors.values()) >= limit:
            raise ResourceLimitExceeded(f"an account may have {limit} Voice Connectors in a Region")
        id_ = scene.world.new_connector_id()
        connector = VoiceConnector(
            region=scene.region,
            created=scene.now,
            updated=scene.now,
            id=id_,
            arn=scene.arn("vc", id_, aws_region),
            aws_region=aws_region,
            name=name,
            require_encryption=require_encryption,
            integration_type=integration_type,
            network_type=network_type,
            tags=tags_from(tags),
        )
        self.account.connectors[id_] = connector
        return {"VoiceConnector": connector.describe()}

    def get_voice_connector(self, *, voice_connector_id: str) -> Wire:
        """One connector."""
        return {"VoiceConnector": self._get(voice_connector_id).describe()}

    def list_voice_connectors(self, *, next_token: str | None = None, max_results: int | None = None) -> Wire:
        """All connectors of this endpoint."""
        connectors = [connector.describe() for connector in self.scene.visible(self.account.connectors)]
        return self.scene.page("VoiceConnectors", connectors, max_results, next_token)

    def update_voice_connector(self, *, voice_connector_id: str, name: str, require_encryption: bool) -> Wire:
        """Name and encryption; nothing else of a connector can change."""
        connector = self._get(voice_connector_id)
        connector.name, connector.require_encryption = name, require_encryption
        connector.updated = self.scene.now
        return {"VoiceConnector": connector.describe()}

    def delete_voice_connector(self, *, voice_connector_id: str) -> None:
        """Delete it, once no number and no rule needs it."""
        connector = self._get(voice_connector_id)
        uses = [a for number in self.account.numbers.values() for a in number.associations if a.value == connector.id]
        if uses:
            error = ERRORS[self.scene.settings.connector_in_use_error]
            raise error(f"{len(uses)} phone numbers are associated with Voice Connector {connector.id}")
        groups = [group.id for group in self.account.groups.values() if group.holds(connector.id)]
        if groups:
            raise Conflict(f"Voice Connector group {groups[0]} holds Voice Connector {connector.id}")
        rules = [rule.id for rule in self.account.rules.values() if rule.trigger_value.lower() == connector.host]
        if rules and not self.scene.settings.connector_with_rule_deletable:
            raise Conflict(f"SIP rule {rules[0]} is triggered by the host of Voice Connector {connector.id}")
        del self.account.connectors[connector.id]

    def _get(self, id_: str) -> VoiceConnector:
        return self.scene.get(self.account.connectors, id_, "Voice Connector")
