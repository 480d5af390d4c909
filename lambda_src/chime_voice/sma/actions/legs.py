"""The action that adds a second leg to a call.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/call-and-bridge.html
"""

from __future__ import annotations

from chime_voice.sma import limits
from chime_voice.sma.actions.action import Action
from chime_voice.sma.actions.audio import AudioSource
from chime_voice.sma.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class PstnEndpoint(Value):
    """A telephone.

    Args:
        uri: its number in E.164 form.
    """

    __slots__ = ()

    def __init__(self, *, uri: str) -> None:
        super().__init__(BridgeEndpointType="PSTN", Uri=limits.e164("uri", uri))


class VoiceConnectorEndpoint(Value):
    """Somebody behind a Voice Connector or a group of them.

    Args:
        uri: the user part of the SIP address, 1 to 36 characters.
        arn: of the Voice Connector or the group.
    """

    __slots__ = ()

    def __init__(self, *, uri: str, arn: str) -> None:
        super().__init__(BridgeEndpointType="AWS", Uri=limits.user_part("uri", uri), Arn=limits.text("arn", arn))


class CallAndBridge(Action):
    """Call somebody and connect the two legs; the new one is `LEG-B`.

    When one of them hangs up the other stays connected, and is billed, until it is ended too.

    Args:
        caller_id_number: what the called one sees: a number of your own, or the caller's.
        endpoint: whom to call.
        call_timeout_seconds: how long it rings, 1 to 120 seconds, 30 by default. A voicemail counts as an answer.
        ringback_tone: what the caller hears meanwhile; the service's own by default.
        sip_headers: at most 20: `x-…`, `User-to-User` or `Diversion`. Meant for Voice Connectors.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        caller_id_number: str,
        endpoint: PstnEndpoint | VoiceConnectorEndpoint,
        call_timeout_seconds: int | None = None,
        ringback_tone: AudioSource | None = None,
        sip_headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            CallerIdNumber=limits.e164("caller_id_number", caller_id_number),
            Endpoints=[endpoint],
            CallTimeoutSeconds=limits.number("call_timeout_seconds", call_timeout_seconds, 1, 120),
            RingbackTone=ringback_tone,
            SipHeaders=limits.sip_headers("sip_headers", sip_headers),
        )
