"""What every action has in common."""

from __future__ import annotations

from chime_voice.sma import limits
from chime_voice.sma.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Action(Value):
    """One instruction of a response. The class has the name that the service knows it by.

    An action that takes both `call_id` and `participant_tag` needs neither: without them it is for the leg that the
    event is about. When both are given, the service goes by `call_id`.
    """

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The wire form: `Type` and `Parameters`, without what was not given."""
        return {"Type": type(self).__name__, "Parameters": super().to_dict()}


def leg(call_id: str | None, participant_tag: str | None) -> dict[str, str | None]:
    """The leg that an action is for, as parameters."""
    return {
        "CallId": limits.optional_text("call_id", call_id),
        "ParticipantTag": limits.word("participant_tag", participant_tag, "LEG-A", "LEG-B"),
    }
