"""What a call came to: for people, for programs, and as an exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from constructs_lib.calls.line import Line
from constructs_lib.calls.sources import Source
from constructs_lib.commands.terminal import is_colored
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.findings import Finding
from constructs_lib.pstn.lint import across
from constructs_lib.pstn.masking import Mask
from constructs_lib.pstn.render import render, render_findings
from constructs_lib.routing.words import visible

VERSION = 1


def conclude(args: argparse.Namespace, source: Source, lines: Sequence[Line], *, seen: bool) -> int:
    """Show the calls, and say what is wrong.

    Args:
        args: the command's words.
        source: of what was called.
        lines: one call, or the same one several times.
        seen: whether the call was already shown while it went on.

    Returns:
        The exit code.
    """
    calls = [call for line in lines for call in line.calls]
    together = across(calls) if len(lines) > 1 else []
    found = [finding for call in calls for finding in call.findings] + together
    hide = Mask([party for call in calls for party in _parties(call)]).text if args.mask else str
    if args.format == "json":
        document = {
            "version": VERSION,
            "calls": [call.to_dict(mask=args.mask) for call in calls],
            "findings": [finding.to_dict() for finding in found],
        }
        document["findings"] = Mask().everywhere(document["findings"]) if args.mask else document["findings"]
        print(json.dumps(document, indent=2))
    else:
        _show(lines, together, seen=seen, mask=args.mask, hide=hide)
    return _judge(source, lines, found, hide)


def plain(text: str) -> str:
    """A text of several lines with nothing in it that a terminal would obey."""
    return "\n".join(visible(line) for line in text.splitlines())


def _show(
    lines: Sequence[Line], together: Sequence[Finding], *, seen: bool, mask: bool, hide: Callable[[str], str]
) -> None:
    first, *more = lines
    if not seen:
        for call in first.calls:
            print(render(call, color=is_colored(), mask=mask), end="")
    for number, line in enumerate(more, 2):
        who = f"answered by {line.answered_by}" if line.answered_by else "not answered"
        print(f"call {number}: {line.call.state}, {who}: {visible(hide(line.ended_because))}")
    untold = [finding for line in (lines if seen else more) for finding in line.findings]
    for text in render_findings([*untold, *together], color=is_colored(), hide=hide):
        print(text)


def _parties(call: Call) -> tuple[str, ...]:
    return tuple(party for leg in call.all_legs for party in (leg.from_, leg.to))


def _judge(source: Source, lines: Sequence[Line], found: Sequence[Finding], hide: Callable[[str], str]) -> int:
    missed = next((line for line in lines if line.answered_by is None), None)
    errors = sum(finding.severity == "error" for finding in found)
    if missed:
        because = missed.ended_because or "the call was left"
        failed = [each for each in missed.call.attempts if each.reason and each.reason not in because]
        reasons = "; ".join(f"{each.target.region}: {each.reason}" for each in failed)
        _complain(hide(f"nobody answered: {because}" + (f" ({reasons})" if reasons else "")))
        if missed.call.leg_a.direction == "Inbound" and missed.call.route is None:
            _complain(hide(f"what can be called: {source.triggers()}"))
        for problem in source.table.unresolved:
            _complain(hide(f"not known from the assembly: {problem}"))
    if errors:
        _complain(f"{errors} error{'s' * (errors > 1)} found in what the handlers answered")
    return 1 if missed or errors else 0


def _complain(text: str) -> None:
    print(f"chime-voice call: {visible(text)}", file=sys.stderr)
