"""The findings for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from constructs_lib.routing.check_reports.result import Result, place
from constructs_lib.routing.model import Finding
from constructs_lib.routing.report import first_of_each
from constructs_lib.routing.words import summary, visible

_COLORS = {"error": "31", "warning": "33", "acknowledged": "2"}


def render(result: Result, *, color: bool = False) -> str:
    """The report as text. No line begins with a name, so that none can be a command to a CI system.

    Args:
        result: what was found.
        color: use the colours of a terminal.
    """
    lines = [f"checked {visible(summary(result.table))}", f"found {result.summary}", ""]
    for alike in result.by_id():
        lines += [*_group(alike, color), ""]
    accepted, more = first_of_each(result.acknowledged)
    for finding in accepted:
        title = _paint(f"acknowledged {finding.severity}", "acknowledged", color)
        lines += [f"{title} {finding.id}", *_item(finding), f"    because: {visible(finding.acknowledged)}", ""]
    for name, count in more.items():
        lines += [f"acknowledged, {count:,} more of {name}; --format json has them all", ""]
    if result.table.unresolved:
        lines += ["not resolved", *(f"  - {visible(sentence)}" for sentence in result.table.unresolved)]
    return "\n".join(lines).rstrip() + "\n"


def _group(alike: Sequence[Finding], color: bool) -> Iterator[str]:
    first = alike[0]
    times = f", {len(alike):,} times" if len(alike) > 1 else ""
    yield f"{_paint(first.severity, first.severity, color)} {first.id}{times}"
    shown, more = first_of_each(alike)
    for finding in shown:
        yield from _item(finding)
    yield from (f"  - {count:,} more; --format json has them all" for count in more.values())
    yield f"    do: {first.remedy}"


def _item(finding: Finding) -> Iterator[str]:
    yield f"  - {visible(finding.message)}"
    if place(finding.origin):
        yield f"    at {visible(place(finding.origin))}"


def _paint(text: str, kind: str, color: bool) -> str:
    return f"\033[{_COLORS[kind]}m{text}\033[0m" if color else text
