"""The parties of a call: what each does, by script, by hand, or by habit."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Literal

KEYS = re.compile("[0-9*#A-D]+")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Press:
    """Press keys, quickly one after the other."""

    keys: str
    """Of 0-9 * # A-D."""

    def __post_init__(self) -> None:
        """Check the keys.

        Raises:
            ValueError: one of them is not on a telephone.
        """
        check_keys(self.keys)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Say:
    """Say something that a Lex bot understands. The simulator runs no bot: this is what it makes of it."""

    intent: str
    slots: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Name and interpreted value."""
    state: Literal["Failed", "Fulfilled", "ReadyForFulfillment"] = "ReadyForFulfillment"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Talk:
    """Speak into a recording, then be silent."""

    seconds: float = 5.0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wait:
    """Let time pass, then take the next step, whether somebody waits for it or not."""

    seconds: float = 2.0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Update:
    """Somebody updates the call by the API."""

    arguments: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, kw_only=True)
class HangUp:
    """Leave the call."""

    sip_code: int = 0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    """Pick up a call that rings."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Decline:
    """Refuse a call that rings."""

    sip_code: int = 480
    """480 unavailable, 486 busy."""


Step = Press | Say | Talk | Wait | Update | HangUp | Answer | Decline
Awaited = Literal["digits", "bot", "recording", "ring", "nothing"]


@dataclasses.dataclass(frozen=True)
class Attention:
    """Whom a call waits for, and for what.

    `digits`: an action collects them. `bot`: a bot listens. `recording`: something is recorded. `ring`: the leg rings.
    `nothing`: no action is left, and the call goes on as it is.
    """

    leg_tag: str
    """LEG-A or LEG-B."""
    to: Awaited


@dataclasses.dataclass(frozen=True, kw_only=True)
class Party:
    """What a person, or the system behind a Voice Connector, does.

    Whenever the call waits for a party that has steps left, it takes the next one. A party by hand without steps left stops
    virtual time until it is told what to do. Any other answers, presses no key, says nothing, and leaves when there has been
    nothing to hear for longer than its patience.
    """

    rings_seconds: float = 3.0
    """How long it rings before the party answers or declines by habit; a caller does not ring."""
    answers: bool = True
    """False: the party declines."""
    refuses_with: int = 480
    """The SIP code of a party that declines: 480 unavailable, 486 busy."""
    hangs_up_after: float | None = None
    """Seconds after answering (a caller: after dialing). None: never on its own."""
    patience: float = 30.0
    """Seconds with nothing to hear or to wait for after which the party hangs up. Never by hand, or with steps left."""
    does: tuple[Step, ...] = ()
    """Its steps. With several legs B one after the other, what the first one left is for the next one."""
    by_hand: bool = False
    """Whether somebody steers it by the methods of a `Network`."""

    def rings_by_habit(self, left: tuple[Step, ...]) -> bool:
        """Whether it answers or declines by itself when its leg rings, with these steps left."""
        first = next((step for step in left if not isinstance(step, Wait)), None)
        if first is None:
            # Only waiting is left: it lets it ring.
            return not left and not self.by_hand
        return not isinstance(first, Answer | Decline | HangUp)


def check_keys(keys: str) -> None:
    """Check keys that are to be pressed.

    Raises:
        ValueError: one of them is not on a telephone.
    """
    if not KEYS.fullmatch(keys):
        raise ValueError(f"keys are 0-9 * # A-D, one or more; got {keys!r}")
