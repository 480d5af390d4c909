"""The account's default calling name."""

from __future__ import annotations

from constructs_lib.local.voice.errors import BadRequest
from constructs_lib.local.voice.families.family import Family
from constructs_lib.local.voice.records import Wire


class PhoneNumberSettings(Family):
    """One name for the whole account."""

    def get_phone_number_settings(self) -> Wire:
        """The name and when it was set."""
        return {
            "CallingName": self.account.default_calling_name,
            "CallingNameUpdatedTimestamp": self.account.default_calling_name_since,
        }

    def update_phone_number_settings(self, *, calling_name: str) -> None:
        """Set it, at most once in seven days."""
        since, wait = self.account.default_calling_name_since, self.scene.settings.default_calling_name_seconds
        if since is not None and self.scene.now < since + wait:
            raise BadRequest("the default calling name can be updated once every seven days")
        self.account.default_calling_name = calling_name
        self.account.default_calling_name_since = self.scene.now
