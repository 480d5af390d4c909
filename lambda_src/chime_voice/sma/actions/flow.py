"""Actions that wait and that end a call.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/pause.html and
https://docs.aws.amazon.com/chime-sdk/latest/dg/hangup.html
"""

from __future__ import annotations

from chime_voice.sma import limits
from chime_voice.sma.actions.action import Action, leg


class Pause(Action):
    """Wait. Does not answer a call; a call update interrupts it.

    Args:
        duration_in_milliseconds: 100 to 30000.
        call_id: the leg that waits.
        participant_tag: the same, as `LEG-A` or `LEG-B`.
    """

    __slots__ = ()

    def __init__(
        self, *, duration_in_milliseconds: int, call_id: str | None = None, participant_tag: str | None = None
    ) -> None:
        super().__init__(
            DurationInMilliseconds=limits.needed_number(
                "duration_in_milliseconds", duration_in_milliseconds, 100, 30000
            ),
            **leg(call_id, participant_tag),
        )


class Hangup(Action):
    """End one leg. The other legs stay up, and are billed, until each is ended too.

    As the first action of a call that is not answered yet, it refuses the call, which then costs nothing.

    Args:
        sip_response_code: 0 for a normal end, which is the default; 480 for unavailable, 486 for busy.
        call_id: the leg to end.
        participant_tag: the same, as `LEG-A` or `LEG-B`.
    """

    __slots__ = ()

    def __init__(
        self, *, sip_response_code: int | None = None, call_id: str | None = None, participant_tag: str | None = None
    ) -> None:
        super().__init__(
            SipResponseCode=limits.code("sip_response_code", sip_response_code, 0, 480, 486),
            **leg(call_id, participant_tag),
        )
