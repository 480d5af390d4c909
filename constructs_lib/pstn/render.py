"""A call for a terminal."""

from __future__ import annotations

import textwrap

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.timeline import Entry

WIDTH = 100
# What goes to a function, and what it answers.
_ARROWS = {"event": "<-", "reply": "->"}


def render(call: Call) -> str:
    """The timeline, one entry a line, at most 100 columns: seconds since the call began, Region, what.

    Numbers are shown in full; control characters are escaped.
    """
    timeline = list(call.timeline)
    lines = []
    for entry in timeline:
        lines += _lines(entry, timeline[0].time)
    spoken = [f'  heard in {each.region}: "{_plain(each.content)}"' for each in list(call.heard)]
    for line in spoken:
        lines += textwrap.wrap(line, WIDTH, subsequent_indent="    ")
    who = f"answered by {call.answered_by}" if call.answered_by else "not answered"
    lines += textwrap.wrap(f"{call.state}, {who}: {_plain(call.ended_because) or 'still going on'}", WIDTH)
    return "\n".join(lines) + "\n"


def _lines(entry: Entry, start: float) -> list[str]:
    what = f"{entry.what} {_ARROWS[entry.what]}" if entry.what in _ARROWS else entry.what
    head = f"{entry.time - start:9.3f}  {_plain(entry.region):14}  {what:9} "
    return textwrap.wrap(head + _plain(entry.detail), WIDTH, subsequent_indent=" " * len(head), drop_whitespace=True)


def _plain(text: str) -> str:
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
