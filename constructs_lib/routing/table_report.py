"""The routing table for a terminal: who answers, in which order, and who does when a Region is down."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from constructs_lib.routing.model import Finding, RoutingTable, Target
from constructs_lib.routing.report import Group, Report, first_of_each
from constructs_lib.routing.words import (
    FOOTNOTE,
    answer_words,
    code_words,
    finding_words,
    function_words,
    place_words,
    situations,
    summary,
    trigger_words,
    triggers_words,
    visible,
)

_BOLD, _RED, _GREEN, _YELLOW = "1", "31", "32", "33"
_WIDTH = 100


def render(table: RoutingTable, *, color: bool = False, mask: bool = False) -> str:
    """The report as text.

    Args:
        table: what to show.
        color: use the colours of a terminal.
        mask: hide all phone numbers but for their last four digits.
    """
    report = Report.of(table, mask=mask)
    lines = [visible(summary(report.table)), ""]
    for title, told in (
        ("look at this", list(_findings(report.open_findings, color))),
        ("accepted", list(_findings(report.accepted_findings, color))),
        ("not resolved", [f"  - {visible(sentence)}" for sentence in report.table.unresolved]),
    ):
        if told:
            lines += [_paint(title, _YELLOW, color), *told, ""]
    for group in report.groups:
        lines += [*_group(group, color), ""]
    if report.untargeted:
        lines += ["no rule names these applications", *_chain(report.untargeted), ""]
    if report.groups:
        lines += textwrap.wrap(FOOTNOTE, _WIDTH)
    return "\n".join(lines).rstrip() + "\n"


def _findings(findings: Sequence[Finding], color: bool) -> Iterator[str]:
    shown, more = first_of_each(findings)
    for finding in shown:
        yield from _finding(finding, color)
    yield from (f"  - {count:,} more of {visible(name)}; --format json has them all" for name, count in more.items())


def _finding(finding: Finding, color: bool) -> Iterator[str]:
    severity = _paint(finding.severity, _RED if finding.severity == "error" else _YELLOW, color)
    yield f"  - {severity} {visible(finding.id)}: {visible(finding_words(finding))}"
    if place_words(finding.origin):
        yield f"    at {visible(place_words(finding.origin))}"
    if finding.acknowledged:
        yield f"    accepted: {visible(finding.acknowledged)}"


def _group(group: Group, color: bool) -> Iterator[str]:
    route = group.route
    state = "" if route.enabled else _paint("  DISABLED", _RED, color)
    held = f"held in {visible(route.home_region)}" if route.home_region else ""
    if len(group.routes) == 1:
        yield f"{_paint(visible(route.trigger.value), _BOLD, color)}  ({trigger_words(route)})"
        yield f"  rule {visible(route.name)}{held and f', {held}'}{state}"
    else:
        yield f"{_paint(triggers_words(group.routes), _BOLD, color)}, alike{held and f', {held}'}{state}"
        width = max(len(visible(each.trigger.value)) for each in group.routes)
        for each in group.routes:
            yield f"  {_paint(f'{visible(each.trigger.value):{width}}', _BOLD, color)}  rule {visible(each.name)}"
    yield from _chain(route.targets)
    yield "  who answers when"
    known = [(visible(words), outcome) for words, outcome in situations(route)]
    width = max(len(words) for words, _ in known)
    for words, outcome in known:
        answer = _paint(visible(answer_words(route, outcome)), _GREEN if outcome.answer.target else _RED, color)
        yield f"    {words:{width}}  {answer}"


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
        if target.function and target.function.code:
            yield f"{inner}in       {visible(target.function.code)}"


def _paint(text: str, code: str, color: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if color else text
