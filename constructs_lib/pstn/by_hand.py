"""What parties do when somebody steers them, rather than their steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.clock import Time
from constructs_lib.pstn.errors import PstnError
from constructs_lib.pstn.far_ends import FarEnds
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.parties import check_keys
from constructs_lib.pstn.player import Player
from constructs_lib.pstn.signals import HungUp, Pressed, Said, Talked


class ByHand:
    """The part of a network that steers parties. All of it happens now, whether the call waits for it or not."""

    _time: Time
    _player: Player
    _ends: FarEnds

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        """Do something when some seconds have passed, in the time of the calls."""
        self._time.after(seconds, do)

    def press(self, call: Call, keys: str, *, leg: str = "LEG-A") -> None:
        """A party presses keys now, quickly one after the other.

        Args:
            call: the call, which a party began.
            keys: of 0-9 * # A-D.
            leg: LEG-A, or LEG-B for whoever the call is connected to in the end.

        Raises:
            ValueError: a key is none.
            PstnError: there is no such party now.
        """
        check_keys(keys)
        seat = self._acting(call, leg)
        self._ends.utter(*seat, Pressed(seat[1].call_id, keys))
        self._ends.acted(call)

    def say(
        self,
        call: Call,
        intent: str,
        slots: Mapping[str, str] | None = None,
        *,
        state: str = "ReadyForFulfillment",
        leg: str = "LEG-A",
    ) -> None:
        """A party says what a Lex bot understands as this intent; lost when no bot listens.

        Raises:
            PstnError: there is no such party now.
        """
        seat = self._acting(call, leg)
        self._ends.utter(*seat, Said(seat[1].call_id, intent, dict(slots or {}), state))
        self._ends.acted(call)

    def talk(self, call: Call, seconds: float, *, leg: str = "LEG-A") -> None:
        """A party talks into a recording, then is silent; lost when nothing is recorded.

        Raises:
            PstnError: there is no such party now.
        """
        seat = self._acting(call, leg)
        self._ends.utter(*seat, Talked(seat[1].call_id, seconds))
        self._ends.acted(call)

    def answer(self, call: Call) -> None:
        """The party that the call rings at picks up.

        Raises:
            PstnError: it rings at nobody by hand.
        """
        seat = self._ringing(call)
        party = call.root.party if seat[1] is call.root.leg_a else call.root.bridged
        self._ends.answer(*seat, party)
        self._ends.acted(call)

    def decline(self, call: Call, sip_code: int = 480) -> None:
        """The party that the call rings at declines: 480 unavailable, 486 busy.

        Raises:
            PstnError: it rings at nobody by hand.
        """
        seat = self._ringing(call)
        self._player.send(seat[0], HungUp(seat[1].call_id, sip_code))
        self._ends.acted(call)

    def hang_up(self, call: Call, *, leg: str = "LEG-A") -> None:
        """The caller, the called party of an outbound call, or whoever it is connected to, leaves; nothing when it is over.

        Raises:
            PstnError: there is no such party now.
        """
        if call.over.is_set():
            return
        seat = self._acting(call, leg)
        self._player.send(seat[0], HungUp(seat[1].call_id))
        self._ends.acted(call)

    def _acting(self, call: Call, tag: str) -> tuple[Call, Leg]:
        seat = self._ends.seat(call, call.tagged(tag))
        if seat is None:
            raise PstnError(f"nobody is at the far end of {tag} now")
        return seat

    def _ringing(self, call: Call) -> tuple[Call, Leg]:
        attention = call.root.attention
        if attention is None or attention.to != "ring":
            raise PstnError("the call rings at nobody who is waited for")
        return self._acting(call.root, attention.leg_tag)
