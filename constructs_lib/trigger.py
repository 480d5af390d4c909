"""What a SIP rule reacts to, given by value."""

from __future__ import annotations

import dataclasses

from chime_voice.contract.sip_rule import REQUEST_URI_HOSTNAME, TO_PHONE_NUMBER


@dataclasses.dataclass(frozen=True)
class Trigger:
    """A called number or host name. Pass a `PhoneNumber` or `VoiceConnector` instead where there is one."""

    kind: str
    value: str

    @classmethod
    def phone_number(cls, e164: str) -> Trigger:
        """Calls to a number of the account's inventory, in E.164 form such as `+12065550100`.

        The number must have the product type `SipMediaApplicationDialIn`.
        """
        return cls(TO_PHONE_NUMBER, e164)

    @classmethod
    def request_uri(cls, host: str) -> Trigger:
        """SIP requests to a Voice Connector's outbound host name, `….voiceconnector.chime.aws`."""
        return cls(REQUEST_URI_HOSTNAME, host)
