"""One phone call: its legs, what happened, and how it ended."""

from __future__ import annotations

import collections
import dataclasses
import threading
from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal

from constructs_lib.pstn.account import AccountWide
from constructs_lib.pstn.exchanges import Attempt, Exchange
from constructs_lib.pstn.findings import Finding
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.parties import Attention, Party, Step
from constructs_lib.pstn.policy import Policy
from constructs_lib.pstn.signals import Input, Play, Wait
from constructs_lib.pstn.timeline import Entry, Heard, What
from constructs_lib.routing.model import Route, Target


class CallOver(Exception):  # noqa: N818  (not an error: the way out of any depth of a call)
    """The service ends the call."""

    def __init__(self, because: str, *, sip_code: int = 480) -> None:
        super().__init__(because)
        self.because = because
        self.sip_code = sip_code


@dataclasses.dataclass(kw_only=True, eq=False)
class Call:
    """A call in progress, and afterwards its record. Read it freely; only the simulator changes it."""

    account: str
    policy: Policy
    now: Callable[[], float]
    new_id: Callable[[], str]
    leg_a: Leg
    transaction_id: str
    """Of the target that has the call; another one after a failover, unless the policy says otherwise."""
    party: Party
    bridged: Party
    down: Collection[str]
    owns: Callable[[str], bool | None]
    """Whether a number is in the account's inventory; None when that is not known."""
    account_wide: AccountWide
    elsewhere: Callable[[str], bool] = lambda _: False
    """Whether an id is a leg of another call."""
    within: Call | None = None
    """The call that was bridged to this one."""

    route: Route | None = None
    target: Target | None = None
    """The application that has the call, or is being tried."""
    attributes: dict[str, Any] = dataclasses.field(default_factory=dict)
    sequence: int = 0
    invocations: int = 0
    tickets: int = 0
    leg_b: Leg | None = None
    recordings: list[str] = dataclasses.field(default_factory=list)
    """The legs that RecordAudio recorded."""

    answered_by: str | None = None
    """The Region whose function answered the caller, or spoke with the called party; None if nobody did."""
    sip_code: int | None = None
    """How it ended: 0 normally, 480 unavailable, 486 busy, …"""
    ended_because: str = ""
    heard: list[Heard] = dataclasses.field(default_factory=list)
    timeline: list[Entry] = dataclasses.field(default_factory=list)
    all_legs: list[Leg] = dataclasses.field(default_factory=list)
    """Those of `legs`, and those that others took the place of, oldest first."""
    attempts: list[Attempt] = dataclasses.field(default_factory=list)
    """The targets that were asked to take the call."""
    exchanges: list[Exchange] = dataclasses.field(default_factory=list)
    """What the functions were told and answered; an event that was sent twice counts once."""
    findings: list[Finding] = dataclasses.field(default_factory=list)
    """What is wrong with the answers, as far as the call has come; what can only be told at its end comes then."""

    # The network's side of the call.
    script: Play[None] | None = None
    inbox: collections.deque[Input] = dataclasses.field(default_factory=collections.deque)
    waiting: Wait | None = None
    over: threading.Event = dataclasses.field(default_factory=threading.Event)
    todo: dict[str, collections.deque[Step]] = dataclasses.field(init=False)
    """The steps that are left, by tag; in the root of bridged calls."""
    busy: dict[str, Leg] = dataclasses.field(default_factory=dict)
    """The parties that are about to do something, by tag, and on which leg."""
    attended: tuple[Attention, Call, Wait] | None = None

    def __post_init__(self) -> None:
        """Put the parties' steps where they can be taken from."""
        self.todo = {"LEG-A": collections.deque(self.party.does), "LEG-B": collections.deque(self.bridged.does)}

    @property
    def state(self) -> Literal["ringing", "answered", "ended"]:
        """Where the call is."""
        if self.over.is_set():
            return "ended"
        return "answered" if self.answered_by else "ringing"

    @property
    def region(self) -> str:
        """Of the application that has the call, or is being tried."""
        return self.target.region if self.target else ""

    @property
    def handled_by(self) -> str | None:
        """The Region whose function was given the call last, answered or not; None if none was tried."""
        return self.region or None

    @property
    def attention(self) -> Attention | None:
        """Whom the call waits for, and for what; None while it does something, or a party does, and when it is over.

        Of a call that is bridged to other calls of the same table, it is what the last one of them waits for.
        """
        if self.attended is None or self.over.is_set():
            return None
        attention, call, wait = self.attended
        return attention if call.waiting is wait else None

    @property
    def root(self) -> Call:
        """The call that began it: this one, unless another one was bridged to it."""
        return self.within.root if self.within else self

    @property
    def hops(self) -> int:
        """How many calls were bridged before this one."""
        return self.within.hops + 1 if self.within else 0

    @property
    def legs(self) -> list[Leg]:
        """As CallDetails lists them."""
        return [self.leg_a, *([self.leg_b] if self.leg_b else [])]

    def leg(self, call_id: str) -> Leg | None:
        """The leg with this id."""
        return next((leg for leg in self.legs if leg.call_id == call_id), None)

    def has_up(self, call_id: str) -> bool:
        """Whether a leg with this id rings or is connected."""
        leg = self.leg(call_id)
        return leg is not None and leg.up

    def tagged(self, tag: str) -> Leg | None:
        """The leg with this tag."""
        return next((leg for leg in self.legs if leg.tag == tag), None)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end of the call, in seconds of this machine, when time is real; False if it has not ended by then."""
        return self.over.wait(timeout)

    def note(self, what: What, detail: str, data: Mapping[str, Any] | None = None) -> None:
        """Add an entry to the timeline. Time passes between entries only, so a leg's moments are those of its entries."""
        for leg in self.legs:
            self._keep_time(leg)
        self.timeline.append(Entry(time=self.now(), region=self.region, what=what, detail=detail, data=data or {}))

    def _keep_time(self, leg: Leg) -> None:
        if leg not in self.all_legs:
            self.all_legs.append(leg)
        if leg.answered is None and leg.status == "Connected":
            leg.answered = self.now()
        if leg.ended is None and leg.status == "Disconnected":
            leg.ended = self.now()

    def hear(self, leg: Leg, kind: Literal["speech", "audio"], content: str) -> None:
        """A party hears something."""
        self.heard.append(Heard(time=self.now(), region=self.region, leg=leg.tag, kind=kind, content=content))

    def end(self, because: str, sip_code: int) -> None:
        """The call is over. The first reason stays."""
        if not self.ended_because:
            self.ended_because = because
            self.sip_code = sip_code

    def to_dict(self, *, mask: bool = False) -> dict[str, Any]:
        """The record as JSON: docs/call-record.md.

        Args:
            mask: hide the middle of all phone numbers.
        """
        from constructs_lib.pstn.record import record  # it is about this class

        return record(self, mask=mask)
