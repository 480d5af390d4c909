"""A call for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.findings import Finding
from constructs_lib.pstn.masking import Mask
from constructs_lib.pstn.timeline import Entry

WIDTH = 100
_RED, _GREEN, _YELLOW, _BLUE = "31", "32", "33", "34"
# What goes to a function, and what it answers.
_ARROWS = {"event": "<-", "reply": "->"}
_COLORS = {"event": _BLUE, "reply": _BLUE, "failed": _RED, "failover": _YELLOW, "warning": _YELLOW}


def render(call: Call, *, color: bool = False, mask: bool = False) -> str:
    """The timeline, what was heard, the findings, and how it ended; at most 100 columns.

    An entry is a line: seconds since the call began, Region, what, and the rest in words. Control characters are escaped.

    Args:
        call: over, or still going on.
        color: use the colours of a terminal.
        mask: hide the middle of all phone numbers; by default they are shown in full.
    """
    hide = Mask.of(call).text if mask else str
    timeline = list(call.timeline)
    lines = [line for entry in timeline for line in _entry(entry, timeline[0].time, hide(entry.detail), color)]
    for each in list(call.heard):
        said = f'  heard in {each.region}: "{_plain(hide(each.content))}"'
        lines += textwrap.wrap(said, WIDTH, subsequent_indent="    ")
    for finding in list(call.findings):
        lines += _finding(finding, hide(finding.message), hide(finding.remedy), color)
    who = f"answered by {call.answered_by}" if call.answered_by else "not answered"
    because = _plain(hide(call.ended_because)) or "still going on"
    ending = textwrap.wrap(f"{call.state}, {who}: {because}", WIDTH)
    lines += [_paint(line, _GREEN if call.answered_by else _RED, color) for line in ending]
    return "\n".join(lines) + "\n"


def _entry(entry: Entry, start: float, detail: str, color: bool) -> Iterator[str]:
    what = f"{entry.what} {_ARROWS[entry.what]}" if entry.what in _ARROWS else entry.what
    before = f"{entry.time - start:9.3f}  {_plain(entry.region):14}  "
    head = f"{before}{what:9} "
    first, *more = textwrap.wrap(head + _plain(detail), WIDTH, subsequent_indent=" " * len(head), drop_whitespace=True)
    end = len(before) + len(what)
    yield first[: len(before)] + _paint(first[len(before) : end], _COLORS.get(entry.what, ""), color) + first[end:]
    yield from more


def _finding(finding: Finding, message: str, remedy: str, color: bool) -> Iterator[str]:
    head = f"  {finding.severity} {finding.id}: "
    first, *more = textwrap.wrap(head + _plain(message), WIDTH, subsequent_indent="    ")
    word = len("  ") + len(finding.severity)
    yield _paint(first[:word], _RED if finding.severity == "error" else _YELLOW, color) + first[word:]
    yield from more
    yield from textwrap.wrap(f"    -> {_plain(remedy)}", WIDTH, subsequent_indent="       ")


def _paint(text: str, code: str, color: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if color and code else text


def _plain(text: str) -> str:
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
