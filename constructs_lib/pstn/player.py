"""Playing calls: resumes each one when its time or its input has come, and does what it asks for."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Protocol

from constructs_lib.pstn.call import Call, CallOver
from constructs_lib.pstn.clock import Time
from constructs_lib.pstn.invoking import Invoked, Invoker
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.lint import watching
from constructs_lib.pstn.signals import (
    Answered,
    Drop,
    HungUp,
    Input,
    Invoke,
    Passing,
    PickUp,
    Play,
    Request,
    Returned,
    Ring,
    Send,
    Wait,
)


class Ends(Protocol):
    """The far ends of all legs."""

    def ring(self, call: Call, leg: Leg) -> None:
        """Make the far end of a new leg ring."""

    def attend(self, call: Call) -> None:
        """The call waits for somebody."""

    def overhear(self, call: Call, given: Input) -> None:
        """The call did not wait for this."""

    def tones(self, leg: Leg, keys: str) -> None:
        """The application sends tones on a leg."""


class Player:
    """Plays calls, one step at a time.

    Args:
        time: when things are done.
        invoker: runs the functions.
    """

    def __init__(self, *, time: Time, invoker: Invoker) -> None:
        self._time = time
        self._invoker = invoker
        self.ends: Ends
        """Set by whoever brings the parties."""
        # Held in every step. In virtual time a handler runs in the middle of one, and may place and update calls.
        self._lock = threading.RLock()
        self._peers: dict[str, tuple[Call, Leg]] = {}

    def begin(self, call: Call, play: Play[None]) -> None:
        """Begin a call."""
        call.script = _to_the_end(call, play)
        self._time.after(0, functools.partial(self._resume, call, None))

    def send(self, call: Call, given: Input, *, after: float = 0.0) -> None:
        """Give a call an input, after some seconds."""
        self._time.after(after, functools.partial(self._deliver, call, given))

    def join(self, one: tuple[Call, Leg], other: tuple[Call, Leg]) -> None:
        """Make two legs each other's far end."""
        self._peers[one[1].call_id] = other
        self._peers[other[1].call_id] = one

    def peer(self, leg: Leg) -> tuple[Call, Leg] | None:
        """The leg of another call that is the far end of this one."""
        return self._peers.get(leg.call_id)

    def time_out(self, call: Call, wait: Wait, seconds: float) -> None:
        """End a wait after some seconds."""
        self._time.after(seconds, functools.partial(self._time_is_up, call, wait))

    def _deliver(self, call: Call, given: Input) -> None:
        with self._lock:
            if _is_news_of_the_past(call, given):
                return
            if call.waiting is not None and call.waiting.accepts(given):
                call.waiting = None
                self._resume(call, given)
                return
            if isinstance(given, Passing):
                self.ends.overhear(call, given)
            else:
                call.inbox.append(given)
            self.ends.attend(call)

    def _time_is_up(self, call: Call, wait: Wait) -> None:
        with self._lock:
            if call.waiting is wait:
                call.waiting = None
                self._resume(call, None)

    def _resume(self, call: Call, value: Input | None) -> None:
        with self._lock:
            assert call.script is not None  # noqa: S101  (set before anything is scheduled)
            waits = False
            try:
                while not waits:
                    request = call.script.send(value)
                    value = None
                    if not isinstance(request, Wait):
                        self._do(call, request)
                    else:
                        value = _take(call, request)
                        waits = value is None and request.seconds != 0
                        if waits:
                            self._wait(call, request)
            except StopIteration:
                pass
            finally:
                if not waits:
                    call.over.set()
                    self._part(call.leg_a)

    def _wait(self, call: Call, wait: Wait) -> None:
        call.waiting = wait
        if wait.seconds is not None:
            self._time.after(wait.seconds, functools.partial(self._time_is_up, call, wait), working=wait.working)
        if wait.attends:
            self.ends.attend(call)

    def _do(self, call: Call, request: Request) -> None:
        if isinstance(request, Invoke):
            self._invoke(call, request)
        elif isinstance(request, Ring):
            self.ends.ring(call, request.leg)
        elif isinstance(request, PickUp):
            self._tell_far_end(request.leg, lambda far: Answered(far.call_id))
        elif isinstance(request, Drop):
            self._tell_far_end(request.leg, lambda far: HungUp(far.call_id, request.sip_code))
        elif isinstance(request, Send):
            self.ends.tones(request.leg, request.keys)

    def _invoke(self, call: Call, request: Invoke) -> None:
        def job() -> Invoked:
            try:
                return self._invoker.invoke(request.function, dict(request.event), time_limit=request.time_limit)
            except Exception as error:  # noqa: BLE001  (a call must end, whatever an invoker does)
                return Invoked(kind="not_invokable", error=f"the invoker failed: {type(error).__name__}: {error}")

        self._time.work(job, lambda invoked: self._deliver(call, Returned(request.ticket, invoked)))

    def _part(self, leg: Leg) -> None:
        far = self._peers.pop(leg.call_id, None)
        if far:
            self._peers.pop(far[1].call_id, None)

    def _tell_far_end(self, leg: Leg, signal: Callable[[Leg], Input]) -> None:
        far = self._peers.get(leg.call_id)
        if far:
            call, other = far
            self.send(call, signal(other))


def _take(call: Call, wait: Wait) -> Input | None:
    """The first input that the call waits for."""
    for given in list(call.inbox):
        if _is_news_of_the_past(call, given):
            call.inbox.remove(given)
        elif wait.accepts(given):
            call.inbox.remove(given)
            return given
    return None


def _is_news_of_the_past(call: Call, given: Input) -> bool:
    """Whether somebody leaves who is gone already: a leg ends once."""
    return isinstance(given, HungUp) and not call.has_up(given.call_id)


def _to_the_end(call: Call, play: Play[None]) -> Play[None]:
    """A call with its end: whoever is left is told."""
    try:
        yield from play
    except CallOver as over:
        call.note("failed", over.because)
        call.end(over.because, over.sip_code)
    for leg in call.legs:
        if leg.up:
            leg.status = "Disconnected"
            yield Drop(leg, call.sip_code or 0)
    call.note("ended", f"{call.ended_because} ({call.sip_code})")
    watching.concluded(call)
