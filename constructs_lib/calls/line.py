"""One call in somebody's hand: it goes on by itself until it waits for a party, and then for what you do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from constructs_lib.calls import acting
from constructs_lib.calls.errors import CallsError
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.findings import Finding
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import Answer, Attention, Decline, HangUp, Press, Say, Step, Talk, Update, Wait
from constructs_lib.pstn.timeline import Entry


class Line:
    """A call, played up to where it waits for somebody.

    Each method does something and lets the call go on, in virtual time, to the next such point or to its end. It raises a
    `CallsError` when the call is over, or there is nobody who could do so.

    Args:
        network: that plays it.
        call: just placed.
    """

    def __init__(self, network: Network, call: Call) -> None:
        self._network = network
        self.call = call
        """The record of the call."""
        self._go_on()

    @property
    def calls(self) -> tuple[Call, ...]:
        """The call, and those of the same table that it was bridged to, oldest first."""
        return tuple(each for each in self._network.calls if each.root is self.call)

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return self.call.over.is_set()

    @property
    def attention(self) -> Attention | None:
        """Who is waited for, and for what; None when the call is over."""
        return self.call.attention

    @property
    def answered_by(self) -> str | None:
        """The Region whose function answered the caller, or spoke with the called party; None if nobody did."""
        return self.call.answered_by

    @property
    def handled_by(self) -> str | None:
        """The Region whose function was given the call last, answered or not; None if none was tried."""
        return self.call.handled_by

    @property
    def sip_code(self) -> int | None:
        """How the call ended: 0 normally, 480 unavailable, 486 busy; None while it goes on."""
        return self.call.sip_code

    @property
    def ended_because(self) -> str:
        """Why the call ended, in words."""
        return self.call.ended_because

    @property
    def heard(self) -> tuple[str, ...]:
        """What parties heard so far: texts that were spoken, and audio files as BUCKET/KEY. Of all `calls`."""
        heard = [each for call in self.calls for each in call.heard]
        return tuple(each.content for each in sorted(heard, key=lambda each: each.time))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the answers of the functions so far. Of all `calls`."""
        return tuple(finding for call in self.calls for finding in call.findings)

    @property
    def timeline(self) -> tuple[Entry, ...]:
        """What happened so far."""
        return tuple(self.call.timeline)

    @property
    def events(self) -> tuple[str, ...]:
        """The names of the events that functions were sent so far, repeated ones included."""
        return tuple(
            entry.data["event"]["InvocationEventType"] for entry in self.call.timeline if entry.what == "event"
        )

    def press(self, keys: str, *, leg: str = "LEG-A") -> Self:
        """Press keys (0-9 * # A-D), one quickly after the other."""
        return self.do(Press(keys=keys), leg=leg)

    def say(
        self,
        intent: str,
        slots: Mapping[str, str] | None = None,
        *,
        state: Literal["Failed", "Fulfilled", "ReadyForFulfillment"] = "ReadyForFulfillment",
        leg: str = "LEG-A",
    ) -> Self:
        """Say what a Lex bot understands as this intent, with these slots; no bot is run."""
        return self.do(Say(intent=intent, slots=slots or {}, state=state), leg=leg)

    def talk(self, seconds: float, *, leg: str = "LEG-A") -> Self:
        """Speak into a recording, then be silent."""
        return self.do(Talk(seconds=seconds), leg=leg)

    def update(self, arguments: Mapping[str, str] | None = None, **more: str) -> Self:
        """Update the call by the API, with arguments as a mapping or by name."""
        return self.do(Update(arguments={**(arguments or {}), **more}))

    def hang_up(self, *, leg: str = "LEG-A") -> Self:
        """The caller, or the called party of an outbound call, hangs up."""
        return self.do(HangUp(), leg=leg)

    def answers(self) -> Self:
        """The called party of an outbound call picks up."""
        return self.do(Answer())

    def declines(self, sip_code: int = 480) -> Self:
        """The called party of an outbound call declines: 480 unavailable, 486 busy."""
        return self.do(Decline(sip_code=sip_code))

    def other_answers(self) -> Self:
        """Whoever the call rings at picks up."""
        return self.do(Answer())

    def other_declines(self, sip_code: int = 480) -> Self:
        """Whoever the call rings at declines: 480 unavailable, 486 busy."""
        return self.do(Decline(sip_code=sip_code))

    def other_presses(self, keys: str) -> Self:
        """The party that the call is bridged to presses keys."""
        return self.press(keys, leg="LEG-B")

    def other_hangs_up(self) -> Self:
        """The party that the call is bridged to hangs up."""
        return self.hang_up(leg="LEG-B")

    def wait(self, seconds: float) -> Self:
        """Do nothing for some seconds, whoever is waited for, and then up to the next point where the call waits."""
        return self.do(Wait(seconds=seconds))

    def do(self, step: Step, *, leg: str = "LEG-A") -> Self:
        """Take a step of a script, as the party of a leg."""
        if self.over:
            raise CallsError(f"the call is over: {self.call.ended_because} ({self.call.sip_code})")
        acting.take(self._network, self.call, step, leg=leg)
        return self._go_on()

    def _go_on(self) -> Self:
        self._network.run()
        return self
