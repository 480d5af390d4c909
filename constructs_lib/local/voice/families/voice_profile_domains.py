"""Voice profile domains: encrypted for good with one key. Profiles in them are not made here."""

from __future__ import annotations

from constructs_lib.local.voice.errors import BadRequest, ResourceLimitExceeded
from constructs_lib.local.voice.families.family import Family, tags_from
from constructs_lib.local.voice.records import VoiceProfileDomain, Wire


class VoiceProfileDomains(Family):
    """Three in a Region by default."""

    def create_voice_profile_domain(
        self,
        *,
        name: str,
        server_side_encryption_configuration: Wire,
        description: str | None = None,
        client_request_token: str | None = None,
        tags: list[Wire] | None = None,
    ) -> Wire:
        """A domain; the same token again answers with the one that it made."""
        scene = self.scene
        for known in self.account.domains.values():
            if client_request_token is not None and known.token == client_request_token:
                return {"VoiceProfileDomain": known.describe()}
        key = str(server_side_encryption_configuration["KmsKeyArn"])
        if f":{scene.region}:" not in key:
            raise BadRequest(f"the key must be in {scene.region}, got {key}")
        limit = scene.settings.voice_profile_domains
        if scene.count_here(self.account.domains.values()) >= limit:
            raise ResourceLimitExceeded(f"an account may have {limit} voice profile domains in a Region")
        id_ = scene.world.new_uuid()
        domain = VoiceProfileDomain(
            region=scene.region,
            created=scene.now,
            updated=scene.now,
            id=id_,
            arn=scene.arn("voice-profile-domain", id_, scene.region),
            name=name,
            description=description,
            key=key,
            token=client_request_token,
            tags=tags_from(tags),
        )
        self.account.domains[id_] = domain
        return {"VoiceProfileDomain": domain.describe()}

    def get_voice_profile_domain(self, *, voice_profile_domain_id: str) -> Wire:
        """One domain."""
        return {"VoiceProfileDomain": self._get(voice_profile_domain_id).describe()}

    def list_voice_profile_domains(self, *, next_token: str | None = None, max_results: int | None = None) -> Wire:
        """All domains of this endpoint, without their keys."""
        domains = [domain.summary() for domain in self.scene.visible(self.account.domains)]
        return self.scene.page("VoiceProfileDomains", domains, max_results, next_token)

    def update_voice_profile_domain(
        self, *, voice_profile_domain_id: str, name: str | None = None, description: str | None = None
    ) -> Wire:
        """Name and description; the key cannot change."""
        domain = self._get(voice_profile_domain_id)
        domain.name = domain.name if name is None else name
        domain.description = domain.description if description is None else description
        domain.updated = self.scene.now
        return {"VoiceProfileDomain": domain.describe()}

    def delete_voice_profile_domain(self, *, voice_profile_domain_id: str) -> None:
        """Delete it with everything in it."""
        del self.account.domains[self._get(voice_profile_domain_id).id]

    def _get(self, id_: str) -> VoiceProfileDomain:
        return self.scene.get(self.account.domains, id_, "voice profile domain")
