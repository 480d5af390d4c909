"""ReceiveDigits in the background: digits are collected whatever the call does."""

from __future__ import annotations

import functools

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.clock import Time
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.player import Player
from constructs_lib.pstn.signals import Collected, Input, Pressed


class Listening:
    """Hears keys that no action waits for. Without ReceiveDigits on the leg they are lost.

    When there was no key for InBetweenDigitsDuration, and what was typed matches, the function is told. It is told in any
    case FlushDigitsDuration after the first key.

    Args:
        time: when digits are looked at.
        player: plays the calls.
    """

    def __init__(self, *, time: Time, player: Player) -> None:
        self._time = time
        self._player = player

    def hear(self, call: Call, given: Input) -> None:
        """Take keys that the call did not."""
        leg = call.leg(given.call_id) if isinstance(given, Pressed) else None
        if leg is None or leg.listener is None or not leg.up or not isinstance(given, Pressed):
            return
        listener = leg.listener
        if not listener.digits:
            self._time.after(listener.flush, functools.partial(self._flush, call, leg, listener.told))
        listener.digits += given.keys
        self._time.after(listener.between, functools.partial(self._look, call, leg, listener.digits, listener.told))

    def _look(self, call: Call, leg: Leg, digits: str, told: int) -> None:
        listener = leg.listener
        if listener and listener.told == told and listener.digits == digits and listener.matches(digits):
            self._tell(call, leg)

    def _flush(self, call: Call, leg: Leg, told: int) -> None:
        if leg.listener and leg.listener.told == told:
            self._tell(call, leg)

    def _tell(self, call: Call, leg: Leg) -> None:
        listener = leg.listener
        if listener and listener.digits and leg.up:
            digits, listener.digits = listener.digits, ""
            listener.told += 1
            self._player.send(call, Collected(leg.call_id, digits, listener.parameters))
