"""An outage, and how each trigger fared before, in and after it, as plain values."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Literal

from constructs_lib.routing.model import Function, Route, Target

When = Literal["before", "during", "after"]
Verdict = Literal["lost", "nobody", "silent", "fails over", "unaffected", "off"]

VERDICTS: dict[Verdict, str] = {
    "lost": "calls are lost although somebody should answer",
    "nobody": "nobody is left who could answer",
    "silent": "nobody answers, outage or not",
    "fails over": "another one answers",
    "unaffected": "the same one answers",
    "off": "the rule is disabled: not called",
}
"""Worst first, and what each means for the callers."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Outage:
    """What is down, and for how long."""

    regions: tuple[str, ...] = ()
    """In which no function can be invoked."""
    functions: tuple[Function, ...] = ()
    """That cannot be invoked."""
    home_down: bool = False
    """In the Regions that hold rules and numbers nothing can be changed."""
    seconds: float = 600.0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Tried:
    """A target that did not take a call, and why."""

    target: Target
    why: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Ring:
    """One call."""

    when: When
    answered_by: Target | None
    """None: nobody answered."""
    seconds: float | None
    """From the first ring to the answer."""
    tried: tuple[Tried, ...] = ()
    """The targets before whoever answered, in the order in which they were tried."""
    why_not: str = ""
    """How the call ended when nobody answered."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fared:
    """How one trigger fared."""

    route: Route
    verdict: Verdict
    expected: Target | None
    """Who should answer during the outage, by the table alone; None: nobody can."""
    rings: tuple[Ring, ...] = ()
    """Before, during and after; none where the rule is disabled."""
    rivals: int = 0
    """Other enabled rules of the same trigger. Which one the service goes by is not documented."""

    def ring(self, when: When) -> Ring:
        """The call of that time."""
        return next(ring for ring in self.rings if ring.when == when)

    @property
    def seconds_later(self) -> float | None:
        """How much later than before the outage somebody answers; None when nobody does, or did."""
        if not self.rings:
            return None
        before, during = self.ring("before").seconds, self.ring("during").seconds
        return None if before is None or during is None else max(0.0, during - before)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Held:
    """What the control plane of a home Region holds, which cannot be changed while it is down."""

    region: str
    rules: int
    numbers: int
    checked: str = ""
    """What a request to it was answered; empty where none was made."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Drill:
    """One outage, played."""

    outage: Outage
    fared: tuple[Fared, ...]
    """One a trigger, in the order of the table."""
    held: tuple[Held, ...] = ()
    """With a home Region down."""
    real_functions: bool = False
    """Whether the functions' own code answered, or stand-ins that always do."""
    seconds_are_real: bool = False
    """Whether it was played in a local cloud."""

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many triggers have each verdict that there is, worst first."""
        counted = Counter(each.verdict for each in self.fared)
        return {verdict: counted[verdict] for verdict in VERDICTS if counted[verdict]}

    def fails(self, *, allow_unanswered: bool = False) -> bool:
        """Whether a caller is lost who should not be.

        Args:
            allow_unanswered: a trigger that nobody can answer in this outage is accepted; one that is lost never is.
        """
        wrong = {"lost"} if allow_unanswered else {"lost", "nobody", "silent"}
        return bool(wrong & self.counts.keys())
