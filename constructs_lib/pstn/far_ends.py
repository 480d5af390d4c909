"""What is at the far end of each leg: another call of the same table, or a party with its steps."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable

from constructs_lib.pstn import parties
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.clock import Time
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.listening import Listening
from constructs_lib.pstn.parties import Attention, Party, Step
from constructs_lib.pstn.player import Player
from constructs_lib.pstn.signals import Answered, HungUp, Input, Passing, Pressed, Said, Talked, Updated, Wait

Begin = Callable[[Call, Leg], bool]
"""Begins the call that a leg of another one rings as; False when the table has no rule for it."""


class FarEnds:
    """Rings far ends, and lets parties act when calls wait for them.

    A leg may lead through other calls of the same table to its party: the steps and the attention are those of the first
    call, its root, where LEG-A is the party that it began with, and LEG-B whoever it is connected to in the end.

    Args:
        time: when steps are taken.
        player: plays the calls.
        begin: begins calls between the applications of one table.
    """

    def __init__(self, *, time: Time, player: Player, begin: Begin) -> None:
        self._time = time
        self._player = player
        self._begin = begin
        self._listening = Listening(time=time, player=player)
        self._held: dict[Call, tuple[Call, Wait]] = {}

    def held(self) -> bool:
        """Whether a call waits for a party by hand."""
        for root, (call, wait) in list(self._held.items()):
            if call.waiting is wait and not root.over.is_set():
                return True
            self._held.pop(root, None)
        return False

    def acted(self, call: Call) -> None:
        """Somebody did something by hand: time goes on, at least until the call is told."""
        self._held.pop(call.root, None)

    def ring(self, call: Call, leg: Leg) -> None:
        """Make the far end of a new leg ring."""
        if self._begin(call, leg):
            return
        root = call.root
        tag = _tag(root, leg)
        party = _party(root, tag)
        if not party.rings_by_habit(tuple(root.todo[tag])):
            return
        if party.answers:
            self.answer(call, leg, party, after=party.rings_seconds)
        else:
            self._player.send(call, HungUp(leg.call_id, party.refuses_with), after=party.rings_seconds)

    def answer(self, call: Call, leg: Leg, party: Party, *, after: float = 0.0) -> None:
        """A party picks up, and stays as long as it does by habit."""
        self._player.send(call, Answered(leg.call_id), after=after)
        if party.hangs_up_after is not None:
            self._player.send(call, HungUp(leg.call_id), after=after + party.hangs_up_after)

    def utter(self, call: Call, leg: Leg, given: Passing) -> None:
        """Keys and words go to the call, and along to the one that it is connected to."""
        self._player.send(call, dataclasses.replace(given, call_id=leg.call_id))
        other = next((each for each in call.legs if each is not leg and each.status == "Connected"), None)
        further = self._player.peer(other) if other and leg.status == "Connected" else None
        if further:
            self.utter(*further, given)

    def overhear(self, call: Call, given: Input) -> None:
        """What a call did not wait for; keys may be for ReceiveDigits."""
        self._listening.hear(call, given)

    def tones(self, leg: Leg, keys: str) -> None:
        """Tones that an application sends; a party hears and forgets them."""
        far = self._player.peer(leg)
        if far:
            self.utter(*far, Pressed(far[1].call_id, keys))

    def seat(self, call: Call, leg: Leg | None) -> tuple[Call, Leg] | None:
        """The call and leg whose far end is the party that a leg leads to; None if there is none, only applications."""
        while leg is not None and leg.up:
            peer = self._player.peer(leg)
            if peer is None:
                return None if leg.meeting else (call, leg)
            call, near = peer
            leg = next((each for each in call.legs if each is not near and each.up), None)
        return None

    def attend(self, call: Call) -> None:
        """A call waits, or got what it does not wait for: parties act, or are known to be waited for."""
        first, root = self._first(call), call.root
        calls = [first]
        while inner := self._inner(calls[-1]):
            calls.append(inner)
        if first is root:
            root.attended = None
            self._held.pop(root, None)
        # With something in its inbox a call goes on by itself, when what it does now has come to its end.
        goes_on_anyway = any(each.inbox and each.waiting and each.waiting.seconds is not None for each in calls)
        may_hold = first is root and not root.over.is_set() and not goes_on_anyway
        waiting = [(each, each.waiting) for each in calls if each.waiting is not None and each.waiting.attends]
        goes_on = [self._attend(each, wait, may_hold=may_hold) for each, wait in waiting]
        for each, wait in waiting:
            if wait.seconds is None:
                self._lose_patience(each, wait, anyway=not any(goes_on))

    def _attend(self, call: Call, wait: Wait, *, may_hold: bool) -> bool:
        """Whether a party that it waits for does something, or will by hand."""
        root = call.root
        busy = False
        waited_for: list[Attention] = []
        for attention in reversed(wait.attends):
            leg = call.tagged(attention.leg_tag)
            seat = self.seat(call, leg)
            if leg is None or seat is None or self._is_up_to_another(call, leg, attention):
                continue
            tag = _tag(root, seat[1])
            if self._acts(root, tag, seat, attention):
                busy = True
            else:
                waited_for.append(Attention(tag, attention.to))
        if busy:
            return True
        by_hand = [each for each in waited_for if may_hold and _party(root, each.leg_tag).by_hand]
        if waited_for:
            root.attended = ((by_hand or waited_for)[-1], call, wait)
        if by_hand and (wait.seconds is None or by_hand[-1].to != "nothing"):
            self._held[root] = (call, wait)
        return bool(by_hand)

    def _acts(self, root: Call, tag: str, seat: tuple[Call, Leg], attention: Attention) -> bool:
        """Whether the party has something to do, does something already, or waits for what it did."""
        todo = root.todo[tag]
        listener = seat[1].listener
        if root.busy.get(tag) is seat[1] or (listener and listener.digits):
            return True
        if attention.to == "ring" and _party(root, tag).rings_by_habit(tuple(todo)):
            return False
        if not todo:
            return False
        self._take(root, tag, todo.popleft(), seat)
        return True

    def _take(self, root: Call, tag: str, step: Step, seat: tuple[Call, Leg]) -> None:
        root.busy[tag] = seat[1]
        seconds = step.seconds if isinstance(step, parties.Wait) else 0.0
        self._time.after(seconds, functools.partial(self._taken, root, tag, step, seat))

    def _taken(self, root: Call, tag: str, step: Step, seat: tuple[Call, Leg]) -> None:
        if not seat[1].up:
            self._is_free(root, tag, seat)
        elif isinstance(step, parties.Wait) and root.todo[tag]:
            self._take(root, tag, root.todo[tag].popleft(), seat)
        else:
            self._do(root, tag, step, *seat)
            # Only when every call was told of this step it is time for the next one.
            self._time.after(0, functools.partial(self._goes_on, root, tag, seat))

    def _goes_on(self, root: Call, tag: str, seat: tuple[Call, Leg]) -> None:
        self._is_free(root, tag, seat)
        self.attend(seat[0])

    def _is_free(self, root: Call, tag: str, seat: tuple[Call, Leg]) -> None:
        if root.busy.get(tag) is seat[1]:
            del root.busy[tag]

    def _do(self, root: Call, tag: str, step: Step, call: Call, leg: Leg) -> None:
        ringing = leg.status is None and leg.direction == "Outbound"
        if isinstance(step, parties.Press):
            self.utter(call, leg, Pressed(leg.call_id, step.keys))
        elif isinstance(step, parties.Say):
            self.utter(call, leg, Said(leg.call_id, step.intent, step.slots, step.state))
        elif isinstance(step, parties.Talk):
            self.utter(call, leg, Talked(leg.call_id, step.seconds))
        elif isinstance(step, parties.Update):
            self._player.send(root, Updated(dict(step.arguments)))
        elif isinstance(step, parties.HangUp):
            self._player.send(call, HungUp(leg.call_id, step.sip_code or (480 if ringing else 0)))
        elif isinstance(step, parties.Decline) and ringing:
            self._player.send(call, HungUp(leg.call_id, step.sip_code))
        elif isinstance(step, parties.Answer) and ringing:
            self.answer(call, leg, _party(root, tag))

    def _first(self, call: Call) -> Call:
        """The first of the calls that this one is connected to."""
        while call.within and call.leg_a.up:
            call = call.within
        return call

    def _inner(self, call: Call) -> Call | None:
        """The call that this one was bridged to."""
        peers = [self._player.peer(leg) for leg in call.legs if leg.up]
        return next((peer[0] for peer in peers if peer and peer[0].within is call), None)

    def _is_up_to_another(self, call: Call, leg: Leg, attention: Attention) -> bool:
        """Whether a call that this one was bridged to waits for something itself, or answers or not."""
        if attention.to == "nothing":
            return self._inner(call) is not None
        return attention.to == "ring" and self._player.peer(leg) is not None

    def _lose_patience(self, call: Call, wait: Wait, *, anyway: bool) -> None:
        """End a wait that has no end of its own: after the party's patience, unless it stays, by hand or for its steps."""
        root, leg = call.root, call.tagged(wait.attends[0].leg_tag)
        if leg is None or (call.within and leg is call.leg_a):
            # It is a leg of another call, and waits as long as that one.
            return
        tag = _tag(root, leg)
        party = _party(root, tag)
        stays = (party.by_hand and not root.over.is_set()) or root.todo[tag] or root.busy.get(tag)
        if anyway or not stays:
            self._player.time_out(call, wait, party.patience)


def _tag(root: Call, leg: Leg) -> str:
    return "LEG-A" if leg is root.leg_a else "LEG-B"


def _party(root: Call, tag: str) -> Party:
    return root.party if tag == "LEG-A" else root.bridged
