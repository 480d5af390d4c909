"""How actions end: with results, cut short, or failed; and what several of them need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.parties import Attention
from constructs_lib.pstn.signals import HungUp, Input, PickUp, Play, Pressed, Updated, Wait

Results = Mapping[str, Any]
"""Fields that an action which succeeded adds to ActionData."""
NOTHING: Results = {}
# Documented as one text, `Error`, where the others have ErrorType and ErrorMessage.
_IN_ONE = frozenset({"NoAccessToDestination", "ErrorJoiningMeeting"})


class CutShort(Exception):  # noqa: N818  (not an error: the way out of an action)
    """The action ended with a leg that went down, or for an update of the call.

    Args:
        by: what ended it.
        by_application: whether it is what the action is for.
    """

    def __init__(self, by: HungUp | Updated, *, by_application: bool = False) -> None:
        super().__init__()
        self.by = by
        self.by_application = by_application


class ActionFailed(Exception):  # noqa: N818  (the service's own word)
    """The service answers ACTION_FAILED.

    Args:
        error_type: as the documentation of the action names it.
        message: in words.
        remedy: what the handler should do, where it asked for something that cannot be and only the course of the call
            shows it. Empty: it did nothing wrong, or its answer alone shows what.
        more: other fields of ActionData.
    """

    def __init__(self, error_type: str, message: str, *, remedy: str = "", **more: Any) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.remedy = remedy
        self._more = more

    @property
    def data(self) -> dict[str, Any]:
        """What it adds to ActionData."""
        if self.error_type in _IN_ONE:
            return {"Error": f"{self.error_type}: {self.message}"}
        return {"ErrorType": self.error_type, "ErrorMessage": self.message, **self._more}


def pick_up(call: Call, leg: Leg) -> Play[None]:
    """Answer an inbound call that is still ringing."""
    if leg.status is None:
        leg.status = "Connected"
        call.note("leg", f"{leg.tag} is answered")
        call.answered_by = call.region
        yield PickUp(leg)


def hang_up_of(leg: Leg) -> Callable[[Input], bool]:
    """Whether an input says that this leg's far end left."""
    return lambda given: isinstance(given, HungUp) and given.call_id == leg.call_id


def wait(
    call: Call,
    leg: Leg,
    seconds: float | None,
    *,
    wants: Callable[[Input], bool] | None = None,
    interruptible: bool = False,
    attends: tuple[Attention, ...] = (),
) -> Play[Input | None]:
    """Let an action take its time; with what it wants if that came first, or else None.

    Args:
        call: the call.
        leg: the action's.
        seconds: how long at most; None for as long as the party has patience.
        wants: what it waits for.
        interruptible: whether an update of the call cuts it short.
        attends: whom it waits for.

    Raises:
        CutShort: the leg went down, or the call is updated. What happens to the other leg meanwhile is seen after the
            action, unless the policy says otherwise, or the action has no end of its own.
    """
    any_leg = call.policy.hang_up_of_other_leg_cuts_action or seconds is None

    def ends(given: Input) -> bool:
        if isinstance(given, HungUp):
            return any_leg or given.call_id == leg.call_id
        return (interruptible and isinstance(given, Updated)) or (wants is not None and wants(given))

    got = yield Wait(ends, seconds=seconds, attends=attends)
    if isinstance(got, HungUp | Updated):
        raise CutShort(got)
    return got


def pressed(leg: Leg, keys: str | None = None) -> Callable[[Input], bool]:
    """Whether an input is keys pressed at the far end of a leg, with one of these among them; None for any."""

    def is_pressed(given: Input) -> bool:
        return (
            isinstance(given, Pressed) and given.call_id == leg.call_id and (keys is None or bool(first(given, keys)))
        )

    return is_pressed


def first(given: Input | None, keys: str) -> str:
    """The first pressed key that is one of these; empty if none is."""
    return next((key for key in given.keys if key in keys), "") if isinstance(given, Pressed) else ""
