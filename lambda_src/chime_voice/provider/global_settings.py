"""Where the account's call detail records go."""

from __future__ import annotations

from chime_voice.contract.global_settings import BUCKET
from chime_voice.contract.global_settings import GlobalSettings as Contract
from chime_voice.provider.account_setting import AccountSetting


class GlobalSettings(AccountSetting[Contract]):
    """`Custom::ChimeGlobalSettings`."""

    contract = Contract
    form = BUCKET

    def current(self) -> str:
        """The bucket."""
        settings = self.api.call("GetGlobalSettings").get("VoiceConnector") or {}
        return str(settings.get("CdrBucket") or "")

    def put(self, value: str) -> None:
        """Name a bucket; without one the service writes no records (undocumented, but the API has no other way)."""
        self.api.call("UpdateGlobalSettings", VoiceConnector={"CdrBucket": value} if value else {})
