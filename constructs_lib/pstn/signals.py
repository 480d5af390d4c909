"""What passes between a call and its network.

A call never waits or invokes by itself: it yields a `Request` and is resumed; only a `Wait` is resumed with something.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator, Mapping
from typing import Any, TypeVar

from constructs_lib.pstn.invoking import Invoked
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.parties import Attention
from constructs_lib.routing.model import Function


@dataclasses.dataclass(frozen=True)
class Returned:
    """An invocation is over."""

    ticket: int
    invoked: Invoked


@dataclasses.dataclass(frozen=True)
class Answered:
    """The far end of a ringing leg picked up."""

    call_id: str


@dataclasses.dataclass(frozen=True)
class HungUp:
    """The far end of a leg left, or declined while it rang."""

    call_id: str
    sip_code: int = 0


@dataclasses.dataclass(frozen=True)
class Updated:
    """Somebody asked to update the call."""

    arguments: Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Pressed:
    """The far end of a leg pressed keys, quickly one after the other."""

    call_id: str
    keys: str


@dataclasses.dataclass(frozen=True)
class Said:
    """The far end of a leg said something; what a bot makes of it."""

    call_id: str
    intent: str
    slots: Mapping[str, str]
    state: str


@dataclasses.dataclass(frozen=True)
class Talked:
    """The far end of a leg begins to talk, for some seconds."""

    call_id: str
    seconds: float


@dataclasses.dataclass(frozen=True)
class Collected:
    """ReceiveDigits has collected digits in the background."""

    call_id: str
    digits: str
    parameters: Mapping[str, Any]
    """Of the action."""


Passing = Pressed | Said | Talked
"""Lost when nobody waits for it."""
Input = Returned | Answered | HungUp | Updated | Collected | Passing


@dataclasses.dataclass(frozen=True, eq=False)
class Invoke:
    """Begin an invocation; it comes back as `Returned` with this ticket."""

    ticket: int
    function: Function
    event: Mapping[str, Any]
    time_limit: float


@dataclasses.dataclass(frozen=True, eq=False)
class Wait:
    """Go on with the first input that is accepted, or with None after some seconds (never, if None).

    Inputs that are not accepted stay for a later wait, other than `Passing` ones. With 0 seconds only what has already come
    is taken.
    """

    accepts: Callable[[Input], bool]
    seconds: float | None = None
    working: bool = False
    """Seconds of the machine that runs functions, not of the call: a clock that goes faster makes no function slower."""
    attends: tuple[Attention, ...] = ()
    """Whom the call waits for. Without seconds they have their patience, after which the wait is over with None."""


@dataclasses.dataclass(frozen=True, eq=False)
class Ring:
    """Make the far end of a new leg ring; `Answered` or `HungUp` follows."""

    leg: Leg


@dataclasses.dataclass(frozen=True, eq=False)
class PickUp:
    """Tell the far end of an inbound leg that the call is answered."""

    leg: Leg


@dataclasses.dataclass(frozen=True, eq=False)
class Drop:
    """Tell the far end of a leg that it is over."""

    leg: Leg
    sip_code: int


@dataclasses.dataclass(frozen=True, eq=False)
class Send:
    """Tones to the far end of a leg."""

    leg: Leg
    keys: str


Request = Invoke | Wait | Ring | PickUp | Drop | Send
T = TypeVar("T")
Play = Generator[Request, Input | None, T]
"""A piece of a call, played step by step."""
