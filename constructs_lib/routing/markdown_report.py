"""The routing table in GitHub's Markdown, for pull requests and for snapshots: the same table gives the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from constructs_lib.routing.model import Finding, RoutingTable, Target
from constructs_lib.routing.report import Group, Report, first_of_each
from constructs_lib.routing.words import (
    FOOTNOTE,
    answer_words,
    code_words,
    finding_words,
    function_words,
    number_words,
    place_words,
    situations,
    summary,
    trigger_words,
    triggers_words,
    visible,
)

_FOLDED = 20
"""From so many triggers on a list of them is folded."""


def render(table: RoutingTable, *, mask: bool = False) -> str:
    """The report as Markdown.

    Args:
        table: what to show.
        mask: hide all phone numbers but for their last four digits.
    """
    report = Report.of(table, mask=mask)
    lines = ["# Routes", "", f"{_cell(summary(report.table))}.", ""]
    for title, told in (
        ("Look at this", list(_findings(report.open_findings))),
        ("Accepted", list(_findings(report.accepted_findings))),
        ("Not resolved", [f"- {code(sentence)}" for sentence in report.table.unresolved]),
    ):
        if told:
            lines += [f"## {title}", "", *told, ""]
    for group in report.groups:
        lines += [*_group(group), ""]
    if report.untargeted:
        lines += ["## Applications that no rule names", "", *_chain(report.untargeted), ""]
    if report.groups:
        lines.append(FOOTNOTE)
    return "\n".join(lines).rstrip() + "\n"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    shown, more = first_of_each(findings)
    yield from map(_finding, shown)
    yield from (f"- {count:,} more of {code(name)}; the JSON report has them all" for name, count in more.items())


def _finding(finding: Finding) -> str:
    severity = finding.severity if finding.acknowledged else f"**{finding.severity}**"
    place = f", at {code(place_words(finding.origin))}" if place_words(finding.origin) else ""
    accepted = f"; accepted: {code(finding.acknowledged)}" if finding.acknowledged else ""
    return f"- {severity} {code(finding.id)}: {code(finding_words(finding))}{place}{accepted}"


def _group(group: Group) -> Iterator[str]:
    route = group.route
    yield from _one(group) if len(group.routes) == 1 else _several(group)
    if not route.enabled:
        yield "**Disabled: nobody answers.**"
        yield ""
    yield from _chain(route.targets)
    yield ""
    yield "| When | Answers |"
    yield "|---|---|"
    for words, outcome in situations(route):
        answer = _cell(answer_words(route, outcome))
        yield f"| {_cell(words)} | {answer if outcome.answer.target else f'**{answer}**'} |"


def _one(group: Group) -> Iterator[str]:
    route = group.route
    yield f"## {trigger_words(route).capitalize()} {code(route.trigger.value)}"
    yield ""
    held = f", held in {code(route.home_region)}" if route.home_region else ""
    declared = f", declared at {code(place_words(route.origin))}" if place_words(route.origin) else ""
    yield f"Rule {code(route.name)}{held}{declared}."
    yield ""


def _several(group: Group) -> Iterator[str]:
    yield f"## {triggers_words(group.routes).capitalize()}"
    yield ""
    held = f", held in {code(group.route.home_region)}" if group.route.home_region else ""
    yield f"{number_words(len(group.routes), 'rule')} that behave alike{held}."
    yield ""
    folded = len(group.routes) >= _FOLDED
    if folded:
        yield f"<details><summary>All {triggers_words(group.routes)}</summary>"
        yield ""
    yield "| Trigger | Rule | Declared at |"
    yield "|---|---|---|"
    for route in group.routes:
        yield f"| {_cell(route.trigger.value)} | {_cell(route.name)} | {_cell(place_words(route.origin))} |"
    yield ""
    if folded:
        yield "</details>"
        yield ""


def _chain(targets: Sequence[Target]) -> Iterator[str]:
    # A folder is only there where something is about to be deployed; what is compared leaves it out.
    folders = any(target.function and target.function.code for target in targets)
    yield f"| Priority | Region | Application | Function | Code |{' Folder |' if folders else ''}"
    yield f"|---:|---|---|---|---|{'---|' if folders else ''}"
    for target in targets:
        cells = [*_cells(target), *([_cell(target.function.code if target.function else "")] if folders else [])]
        yield f"| {' | '.join(cells)} |"


def _cells(target: Target) -> Iterator[str]:
    yield str(target.priority or "")
    yield _cell(target.region)
    yield _cell(target.application_name or target.application_id)
    yield _cell(function_words(target.function))
    yield _cell(code_words(target.function))


def code(text: str) -> str:
    """The text as a code span, in which nothing is markup, a link, a mention or HTML."""
    shown = visible(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    # Spaces next to the fence are not shown; they are needed where the text itself starts or ends in a backtick.
    space = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{space}{shown}{space}{fence}" if shown else ""


def _cell(text: str) -> str:
    """The text for a table: as it is where it is only words, else as a code span."""
    if re.fullmatch(r"[a-z0-9 ,;-]*", text, re.IGNORECASE):
        return text
    # A table takes its cells apart before anything else is read; `visible` has doubled backslashes of the text itself.
    return code(text).replace("|", "\\|")
