"""What a call came to: for people, for programs, and as an exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from constructs_lib.calls.sources import Source
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.findings import Finding
from constructs_lib.pstn.lint import across
from constructs_lib.pstn.render import render
from constructs_lib.routing.words import visible

VERSION = 1


def conclude(args: argparse.Namespace, source: Source, calls: Sequence[Call], *, seen: bool) -> int:
    """Show the calls, and say what is wrong.

    Args:
        args: the command's words.
        source: of what was called.
        calls: one, or the same one several times.
        seen: whether the call was already shown while it went on.

    Returns:
        The exit code.
    """
    together = across(calls) if len(calls) > 1 else []
    found = [finding for call in calls for finding in call.findings] + together
    if args.format == "json":
        document = {
            "version": VERSION,
            "calls": [call.to_dict() for call in calls],
            "findings": [finding.to_dict() for finding in found],
        }
        print(json.dumps(document, indent=2))
    else:
        _show(calls, together, seen=seen)
    return _judge(source, calls, found)


def plain(text: str) -> str:
    """A text of several lines with nothing in it that a terminal would obey."""
    return "\n".join(visible(line) for line in text.splitlines())


def _show(calls: Sequence[Call], together: Sequence[Finding], *, seen: bool) -> None:
    first, *more = calls
    if not seen:
        print(render(first), end="")
    for number, call in enumerate(more, 2):
        who = f"answered by {call.answered_by}" if call.answered_by else "not answered"
        wrong = f", {len(call.findings)} findings" if call.findings else ""
        print(f"call {number}: {call.state}, {who}: {visible(call.ended_because)}{wrong}")
    untold = [finding for call in (calls if seen else more) for finding in call.findings]
    for finding in [*untold, *together]:
        print(f"{finding.severity} {finding.id}: {visible(finding.message)}. {visible(finding.remedy)}")


def _judge(source: Source, calls: Sequence[Call], found: Sequence[Finding]) -> int:
    missed = next((call for call in calls if call.answered_by is None), None)
    errors = sum(finding.severity == "error" for finding in found)
    if missed:
        _complain(f"nobody answered: {missed.ended_because or 'the call was left'}")
        if missed.leg_a.direction == "Inbound" and missed.route is None:
            _complain(f"what can be called: {source.triggers()}")
        for problem in source.table.unresolved:
            _complain(f"not known from the assembly: {problem}")
    if errors:
        _complain(f"{errors} error{'s' * (errors > 1)} found in what the handlers answered")
    return 1 if missed or errors else 0


def _complain(text: str) -> None:
    print(f"chime-voice call: {visible(text)}", file=sys.stderr)
