"""The routing table for a terminal: who answers, in which order, and who does when a Region is down."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from constructs_lib.routing.findings import findings
from constructs_lib.routing.model import Route, RoutingTable, Target
from constructs_lib.routing.what_if import outcomes
from constructs_lib.routing.words import (
    FOOTNOTE,
    answer_words,
    code_words,
    function_words,
    situation_words,
    summary,
    trigger_words,
    untargeted,
    visible,
)

_BOLD, _RED, _GREEN, _YELLOW = "1", "31", "32", "33"
_WIDTH = 100


def render(table: RoutingTable, *, color: bool = False) -> str:
    """The report as text.

    Args:
        table: what to show.
        color: use the colours of a terminal.
    """
    lines = [visible(summary(table)), ""]
    told = tuple(finding.message for finding in findings(table))
    for title, sentences in (("look at this", told), ("not resolved", table.unresolved)):
        if sentences:
            lines += [_paint(title, _YELLOW, color), *(f"  - {visible(sentence)}" for sentence in sentences), ""]
    for route in table.routes:
        lines += [*_route(route, color), ""]
    if untargeted(table):
        lines += ["no rule names these applications", *_chain(untargeted(table)), ""]
    if table.routes:
        lines += textwrap.wrap(FOOTNOTE, _WIDTH)
    return "\n".join(lines).rstrip() + "\n"


def _route(route: Route, color: bool) -> Iterator[str]:
    yield f"{_paint(visible(route.trigger.value), _BOLD, color)}  ({trigger_words(route)})"
    held = f", held in {route.home_region}" if route.home_region else ""
    state = "" if route.enabled else _paint("  DISABLED", _RED, color)
    yield f"  rule {visible(route.name + held)}{state}"
    yield from _chain(route.targets)
    yield "  who answers when"
    known = outcomes(route)
    width = max(len(visible(situation_words(outcome))) for outcome in known)
    for outcome in known:
        answer = _paint(visible(answer_words(route, outcome)), _GREEN if outcome.answer.target else _RED, color)
        yield f"    {visible(situation_words(outcome)):{width}}  {answer}"


def _chain(targets: Sequence[Target]) -> Iterator[str]:
    width = max((len(visible(target.region)) for target in targets), default=0)
    for target in targets:
        start = f"  {target.priority or '':>3}  {visible(target.region):{width}}  "
        yield f"{start}{visible(target.application_name or target.application_id)}"
        inner = " " * len(start)
        yield f"{inner}function {visible(function_words(target.function))}"
        code = code_words(target.function)
        if code:
            yield f"{inner}code     {visible(code)}"


def _paint(text: str, code: str, color: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if color else text
