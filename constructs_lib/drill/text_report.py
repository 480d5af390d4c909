"""Drills for a terminal: what went wrong first, and what was assumed last."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from constructs_lib.drill.groups import groups
from constructs_lib.drill.model import VERDICTS, Drill, Fared
from constructs_lib.drill.words import (
    REMEDIES,
    assumptions,
    counts_words,
    held_words,
    outage_words,
    ring_words,
    rivals_words,
    tried_words,
)
from constructs_lib.pstn.policy import Policy
from constructs_lib.routing.words import place_words, trigger_words, triggers_words, visible

_COLORS = {"lost": "31", "nobody": "31", "silent": "31", "fails over": "33", "unaffected": "32", "off": "2"}
_SHOWN = 10
_WIDTH = 100


def render(drills: Sequence[Drill], policy: Policy, *, color: bool = False) -> str:
    """The report as text. No line begins with a name, so that none can be a command to a CI system.

    Args:
        drills: what was played.
        policy: what was assumed meanwhile.
        color: use the colours of a terminal.
    """
    lines: list[str] = []
    for drill in drills:
        lines += [f"drill: {visible(outage_words(drill.outage))}", f"  {counts_words(drill)}"]
        lines += [f"  {visible(held_words(each))}" for each in drill.held]
        lines.append("")
        for alike in groups(drill):
            lines += [*_group(alike, color), ""]
    told = dict.fromkeys(sentence for drill in drills for sentence in assumptions(drill, _next(policy)))
    if any(drill.fared for drill in drills):
        lines.append("assumed")
        for sentence in told:
            lines += textwrap.wrap(sentence, _WIDTH, initial_indent="  - ", subsequent_indent="    ")
    return "\n".join(lines).rstrip() + "\n"


def _next(policy: Policy) -> float:
    return policy.seconds_before_next_target


def _group(alike: Sequence[Fared], color: bool) -> Iterator[str]:
    first = alike[0]
    title = VERDICTS[first.verdict]
    yield f"  {_paint(title, _COLORS[first.verdict], color)}: {triggers_words([each.route for each in alike])}"
    for fared in alike[:_SHOWN]:
        place = f", at {visible(place_words(fared.route.origin))}" if place_words(fared.route.origin) else ""
        trigger = visible(fared.route.trigger.value)
        yield f"    {trigger}  ({trigger_words(fared.route)}, rule {visible(fared.route.name)}{place})"
    if len(alike) > _SHOWN:
        yield f"    and {len(alike) - _SHOWN:,} more; --format json has them all"
    for ring in first.rings:
        yield f"      {ring.when:6}  {visible(ring_words(ring, first))}"
        if ring.when == "during":
            yield from (f"              tried {visible(words)}" for words in tried_words(ring))
    if first.rivals:
        yield f"      note: {rivals_words(first)}"
    if first.verdict in REMEDIES:
        yield f"      do: {REMEDIES[first.verdict]}"


def _paint(text: str, code: str, color: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if color else text
