"""A call for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.findings import Finding, counted
from constructs_lib.pstn.masking import Mask
from constructs_lib.pstn.timeline import Entry

WIDTH = 100
BEGINNING, END = 80, 30
"""Entries that are shown of a long call: one that goes round in circles has ten thousand."""
_RED, _GREEN, _YELLOW, _BLUE = "31", "32", "33", "34"
# What goes to a function, and what it answers.
_ARROWS = {"event": "<-", "reply": "->"}
_COLORS = {"event": _BLUE, "reply": _BLUE, "failed": _RED, "failover": _YELLOW, "warning": _YELLOW}


def render(call: Call, *, color: bool = False, mask: bool = False) -> str:
    """The timeline, what was heard, the findings, and how it ended; at most 100 columns.

    An entry is a line: seconds since the call began, Region, what, and the rest in words. Control characters are escaped.
    Of a call with more than 110 entries the first 80 and the last 30 are shown; `Call.to_dict` has all of them.

    Args:
        call: over, or still going on.
        color: use the colours of a terminal.
        mask: hide the middle of all phone numbers; by default they are shown in full.
    """
    hide = Mask.of(call).text if mask else str
    lines = list(_timeline(list(call.timeline), hide, color))
    for (region, content), same in groupby(list(call.heard), lambda each: (each.region, each.content)):
        said = f'  heard in {region}{_times(len(list(same)))}: "{_plain(hide(content))}"'
        lines += textwrap.wrap(said, WIDTH, subsequent_indent="    ")
    lines += render_findings(list(call.findings), color=color, hide=hide)
    who = f"answered by {call.answered_by}" if call.answered_by else "not answered"
    because = _plain(hide(call.ended_because)) or "still going on"
    ending = textwrap.wrap(f"{call.state}, {who}: {because}", WIDTH)
    lines += [_paint(line, _GREEN if call.answered_by else _RED, color) for line in ending]
    return "\n".join(lines) + "\n"


def render_findings(
    findings: Iterable[Finding], *, color: bool = False, hide: Callable[[str], str] = str
) -> Iterator[str]:
    """Lines that say what is wrong, each mistake once, and what to do.

    Args:
        findings: of a call, or of several.
        color: use the colours of a terminal.
        hide: hides numbers in a text.
    """
    for finding, times in counted(findings):
        yield from _finding(finding, hide(finding.message) + _times(times), hide(finding.remedy), color)


def _timeline(entries: Sequence[Entry], hide: Callable[[str], str], color: bool) -> Iterator[str]:
    left_out = range(BEGINNING, max(BEGINNING, len(entries) - END))
    for number, entry in enumerate(entries):
        if number not in left_out:
            yield from _entry(entry, entries[0].time, hide(entry.detail), color)
        elif number == BEGINNING:
            yield f"           ... {len(left_out)} entries are left out here"


def _times(number: int) -> str:
    return f" ({number} times)" if number > 1 else ""


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
