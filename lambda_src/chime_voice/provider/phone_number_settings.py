"""The account's default calling name, which the service lets change once in seven days."""

from __future__ import annotations

import datetime as dt

from chime_voice.contract.phone_number_settings import PhoneNumberSettings as Contract
from chime_voice.provider.account_setting import AccountSetting
from chime_voice.provider.errors import Failure, Refused

_EVERY = dt.timedelta(days=7)


class PhoneNumberSettings(AccountSetting[Contract]):
    """`Custom::ChimePhoneNumberSettings`."""

    contract = Contract
    form = r"[a-zA-Z0-9 ]{2,15}"

    def current(self) -> str:
        """The name."""
        return str(self.api.call("GetPhoneNumberSettings").get("CallingName") or "")

    def put(self, value: str) -> None:
        """Set the name.

        Raises:
            Failure: the service refuses, with the day from which on it takes another.
        """
        try:
            self.api.call("UpdatePhoneNumberSettings", CallingName=value)
        except Refused as refused:
            settings = self.api.call("GetPhoneNumberSettings")
            # A call whose answer was lost is repeated, and refused because it took effect: look.
            if (settings.get("CallingName") or "") == value:
                return
            since = settings.get("CallingNameUpdatedTimestamp")
            if since is None:
                raise
            raise Failure(
                f"{refused}. It was changed last on {since:%Y-%m-%d}, and can be changed once in seven days: deploy again "
                f"after {since + _EVERY:%Y-%m-%d %H:%M} UTC, or declare {settings.get('CallingName')!r}"
            ) from refused
