"""One changed route as a Mermaid flowchart: the chain before, the chain after."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.routing.diff.model import RouteChange
from constructs_lib.routing.diff.words import can_answer, target_words
from constructs_lib.routing.mermaid_report import label
from constructs_lib.routing.model import Route, Target


def chart(change: RouteChange) -> str:
    """The text of the chart. Ids are counted, so no name is ever one."""
    lines = ["flowchart LR"]
    for side, title, route in (("b", "before", change.before), ("a", "after", change.after)):
        lines += [f"  subgraph {side} [{title}]", *(f"    {line}" for line in _chain(side, route)), "  end"]
    return "\n".join(lines) + "\n"


def _chain(side: str, route: Route | None) -> Iterator[str]:
    yield f"{side}0([{label(route.trigger.value) if route else label('a call')}])"
    enabled = route.targets if route and route.enabled else ()
    previous, arrow = f"{side}0", "-->"
    for at, target in enumerate(enabled, 1):
        node = f"{side}{at}"
        yield f"{previous} {arrow} {node}[{label(*_lines(target))}]"
        previous, arrow = node, "-. cannot be invoked .->"
    end = "no rule" if route is None else "hang up" if route.enabled else "the rule is disabled"
    yield f"{previous} {arrow} {side}x(({label(end)}))"


def _lines(target: Target) -> Iterator[str]:
    yield f"priority {target.priority}: {target.region}"
    yield from target_words(target)
    if not can_answer(target):
        yield "cannot be invoked"
