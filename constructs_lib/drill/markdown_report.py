"""Drills in GitHub's Markdown, for pull requests and runbooks: the same drill gives the same text."""

from __future__ import annotations

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
from constructs_lib.routing.markdown_report import code
from constructs_lib.routing.words import triggers_words

_SHOWN = 10


def render(drills: Sequence[Drill], policy: Policy) -> str:
    """The report as Markdown.

    Args:
        drills: what was played.
        policy: what was assumed meanwhile.
    """
    lines = ["# Drill", ""]
    for drill in drills:
        lines += [f"## {code(outage_words(drill.outage))}", "", f"{counts_words(drill)}.".capitalize(), ""]
        for held in drill.held:
            lines += [code(held_words(held)), ""]
        for alike in groups(drill):
            lines += [*_group(alike), ""]
    told = dict.fromkeys(
        sentence for drill in drills for sentence in assumptions(drill, policy.seconds_before_next_target)
    )
    if any(drill.fared for drill in drills):
        lines += ["## Assumed", "", *(f"- {sentence}" for sentence in told)]
    return "\n".join(lines).rstrip() + "\n"


def _group(alike: Sequence[Fared]) -> Iterator[str]:
    first = alike[0]
    title = f"{VERDICTS[first.verdict].capitalize()}: {triggers_words([each.route for each in alike])}"
    yield f"### {title}"
    yield ""
    more = f" and {len(alike) - _SHOWN:,} more" if len(alike) > _SHOWN else ""
    yield ", ".join(code(each.route.trigger.value) for each in alike[:_SHOWN]) + more
    yield ""
    if first.rings:
        yield "| When | Answers | Tried before |"
        yield "|---|---|---|"
    for ring in first.rings:
        yield f"| {ring.when} | {_cell(ring_words(ring, first))} | {_cell('; '.join(tried_words(ring)))} |"
    if first.rivals:
        yield ""
        yield f"{rivals_words(first)}."
    if first.verdict in REMEDIES:
        yield ""
        yield f"What to do: {REMEDIES[first.verdict]}."


def _cell(text: str) -> str:
    return code(text).replace("|", "\\|")
