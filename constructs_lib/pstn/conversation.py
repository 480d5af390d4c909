"""A call in the hands of one application: lists of actions, and what happens to the legs meanwhile."""

from __future__ import annotations

import collections

from constructs_lib.pstn.actions import PLAYED, perform
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.dialogue import tell
from constructs_lib.pstn.events import hang_up_data
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.lint import watching
from constructs_lib.pstn.outcomes import ActionFailed, CutShort
from constructs_lib.pstn.parties import Attention
from constructs_lib.pstn.responses import Action, Reply
from constructs_lib.pstn.signals import Collected, Drop, HungUp, Input, Play, Updated, Wait


class Conversation:
    """Plays actions until the last leg is down.

    Args:
        call: the call; its function was told about it.
    """

    def __init__(self, call: Call) -> None:
        self._call = call
        self._queue: collections.deque[Action] = collections.deque()
        self._leg = call.leg_a
        """The leg that the function was invoked about: the default of its actions."""

    def play(self, first: Reply) -> Play[None]:
        """Go on from the answer to the first event."""
        self._follow(first, self._call.leg_a)
        while any(leg.up for leg in self._call.legs):
            got = yield self._wait()
            if isinstance(got, HungUp):
                yield from self._hung_up(got)
            elif isinstance(got, Updated):
                yield from self._updated(got)
            elif isinstance(got, Collected):
                yield from self._collected(got)
            elif self._queue:
                yield from self._next()
            else:
                yield from self._nothing_more()

    def _next(self) -> Play[None]:
        call, action = self._call, self._queue.popleft()
        leg = self._leg
        try:
            leg = self._leg_of(action)
            results = yield from perform(call, action, leg)
        except CutShort as cut:
            yield from self._cut(action, leg, cut)
            return
        except ActionFailed as failed:
            call.note("failed", f"{action.type}: {failed.error_type}: {failed.message}")
            if failed.remedy:
                watching.refused(call, action, failed.message, failed.remedy, left=len(self._queue))
            self._queue.clear()
            data = action.data(leg.call_id, **failed.data)
            self._follow((yield from tell(call, "ACTION_FAILED", action_data=data)), leg)
            return
        if not self._queue or PLAYED[action.type].reports(call.policy):
            data = action.data(leg.call_id, **results)
            reply = yield from tell(call, "ACTION_SUCCESSFUL", action_data=data)
            if self._queue and reply.actions == ():
                watching.emptied(call, [each.type for each in self._queue])
            self._follow(reply, leg)

    def _cut(self, action: Action, leg: Leg, cut: CutShort) -> Play[None]:
        data = action.data(leg.call_id)
        if isinstance(cut.by, Updated):
            call = self._call
            call.note("action", f"{action.type} is interrupted")
            yield from tell(call, "ACTION_INTERRUPTED", action_data=data)
            yield from self._updated(cut.by)
            return
        own = cut.by.call_id == leg.call_id
        if self._call.policy.reports_action_cut_by_hang_up and own and not cut.by_application:
            leg.status = "Disconnected"
            data |= {"ErrorType": "SystemException", "ErrorMessage": f"{leg.tag} hung up"}
            yield from tell(self._call, "ACTION_FAILED", action_data=data, ignored=True)
        yield from self._hung_up(cut.by, by="the application" if cut.by_application else None)

    def _updated(self, update: Updated) -> Play[None]:
        data = {"Type": "CallUpdateRequest", "Parameters": {"Arguments": dict(update.arguments)}}
        self._follow((yield from tell(self._call, "CALL_UPDATE_REQUESTED", action_data=data)), self._call.leg_a)

    def _collected(self, collected: Collected) -> Play[None]:
        leg = self._call.leg(collected.call_id)
        if leg is None or not leg.up:
            return
        data = {
            "Type": "ReceiveDigits",
            "Parameters": dict(collected.parameters),
            "ReceivedDigits": collected.digits,
        }
        self._follow((yield from tell(self._call, "DIGITS_RECEIVED", action_data=data)), leg)

    def _hung_up(self, hang_up: HungUp, *, by: str | None = None) -> Play[None]:
        call = self._call
        leg = call.leg(hang_up.call_id)
        assert leg is not None  # noqa: S101  (the player hands on nothing about a leg that is gone)
        leg.status = "Disconnected"
        who = by or ("the caller" if leg.direction == "Inbound" else "the called party")
        call.note(
            "leg", f"{leg.tag} is down: {who} hung up" + (f" with {hang_up.sip_code}" if hang_up.sip_code else "")
        )
        if leg is call.leg_a:
            call.end(f"{who} hung up", hang_up.sip_code)
        last = not any(each.up for each in call.legs)
        reply = yield from tell(call, "HANGUP", action_data=hang_up_data(leg, hang_up.sip_code), ignored=last)
        self._follow(reply, leg)

    def _nothing_more(self) -> Play[None]:
        call = self._call
        leg = next(leg for leg in call.legs if leg.up)
        if leg.status is None:
            call.note("warning", f"nothing answered the call for {call.policy.unanswered_seconds:g} s")
            call.end("nothing answered the call", 480)
            yield Drop(leg, 480)
            yield from self._hung_up(HungUp(leg.call_id, 480), by="the service")
            return
        call.note("leg", f"the far end of {leg.tag} has had nothing to hear or to wait for, and leaves")
        yield Drop(leg, 0)
        yield from self._hung_up(HungUp(leg.call_id))

    def _wait(self) -> Wait:
        """For news; with nothing left to do, for as long as the parties stay."""
        if self._queue:
            return Wait(_news, seconds=0)
        up = [leg for leg in self._call.legs if leg.up]
        attends = tuple(Attention(leg.tag, "nothing") for leg in up)
        return Wait(
            _news, seconds=self._call.policy.unanswered_seconds if up[0].status is None else None, attends=attends
        )

    def _follow(self, reply: Reply, leg: Leg) -> None:
        if reply.actions is None or (not reply.actions and not self._call.policy.empty_list_stops):
            return
        self._leg = leg
        self._queue = collections.deque(reply.actions)

    def _leg_of(self, action: Action) -> Leg:
        """The leg that an action names; by default the one that the function was invoked about."""
        call = self._call
        for name in ("CallId", "ParticipantTag"):
            given = action.parameters.get(name)
            if not given:
                continue
            for leg in call.legs:
                if given == (leg.call_id if name == "CallId" else leg.tag):
                    return leg
            raise ActionFailed("InvalidActionParameter", f"{name} {given!r} is no leg of this call")
        return self._leg


def _news(given: Input) -> bool:
    return isinstance(given, HungUp | Updated | Collected)
