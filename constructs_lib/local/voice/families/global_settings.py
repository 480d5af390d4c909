"""Where an account's call detail records go. None are written here."""

from __future__ import annotations

from constructs_lib.local.voice.families.family import Family
from constructs_lib.local.voice.records import Wire


class GlobalSettings(Family):
    """One bucket for the whole account, whatever the endpoint."""

    def get_global_settings(self) -> Wire:
        """The bucket, if any."""
        return {"VoiceConnector": {"CdrBucket": self.account.cdr_bucket}}

    def update_global_settings(self, *, voice_connector: Wire) -> None:
        """Set it; without a name there is none. Whether the bucket exists is not looked at."""
        self.account.cdr_bucket = voice_connector.get("CdrBucket")
