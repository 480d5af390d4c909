"""The user names and passwords of a Voice Connector; passwords go in and never come out."""

from __future__ import annotations

from constructs_lib.local.voice.errors import BadRequest
from constructs_lib.local.voice.families.family import Family
from constructs_lib.local.voice.records import VoiceConnector, Wire


class TerminationCredentials(Family):
    """With what a PBX signs its calls; without any it need not."""

    def put_voice_connector_termination_credentials(
        self, *, voice_connector_id: str, credentials: list[Wire] | None = None
    ) -> None:
        """Add users, or give them other passwords. Termination must be there, as clients of the API tell."""
        connector = self._connector(voice_connector_id)
        if "Termination" not in connector.parts:
            raise BadRequest(f"Voice Connector {connector.id} has no termination")
        for each in credentials or ():
            if not all((each.get(name) or "").isascii() and each.get(name) for name in ("Username", "Password")):
                raise BadRequest("Credentials must have Username and Password in US-ASCII")
        if self.scene.settings.credentials_put_replaces:
            connector.credentials.clear()
        connector.credentials |= {each["Username"]: each["Password"] for each in credentials or ()}

    def list_voice_connector_termination_credentials(self, *, voice_connector_id: str) -> Wire:
        """User names alone."""
        return {"Usernames": list(self._connector(voice_connector_id).credentials)}

    def delete_voice_connector_termination_credentials(self, *, voice_connector_id: str, usernames: list[str]) -> None:
        """Users that are not there are ignored."""
        connector = self._connector(voice_connector_id)
        for user in usernames:
            connector.credentials.pop(user, None)

    def _connector(self, id_: str) -> VoiceConnector:
        return self.scene.get(self.account.connectors, id_, "Voice Connector")
