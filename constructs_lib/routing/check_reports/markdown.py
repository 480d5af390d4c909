"""The findings in GitHub's Markdown, for pull requests: the same table gives the same text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from constructs_lib.routing.check_reports.result import Result, place
from constructs_lib.routing.markdown_report import code
from constructs_lib.routing.model import Finding
from constructs_lib.routing.report import first_of_each
from constructs_lib.routing.words import summary


def render(result: Result) -> str:
    """The report as Markdown."""
    lines = ["# Check", "", f"Found {result.summary} in {code(summary(result.table))}.", ""]
    for alike in result.by_id():
        lines += [*_group(alike), ""]
    if result.acknowledged:
        lines += ["## Acknowledged", "", *_items(result.acknowledged), ""]
    if result.table.unresolved:
        lines += ["## Not resolved", "", *(f"- {code(sentence)}" for sentence in result.table.unresolved), ""]
    return "\n".join(lines).rstrip() + "\n"


def _group(alike: Sequence[Finding]) -> Iterator[str]:
    first = alike[0]
    yield f"## {first.severity.capitalize()} `{first.id}`"
    yield ""
    yield from _items(alike)
    yield ""
    yield f"{first.remedy[0].upper()}{first.remedy[1:]}."


def _items(findings: Sequence[Finding]) -> Iterator[str]:
    shown, more = first_of_each(findings)
    yield from map(_item, shown)
    yield from (f"- {count:,} more of `{name}`; the JSON report has them all" for name, count in more.items())


def _item(finding: Finding) -> str:
    where = f", at {code(place(finding.origin))}" if place(finding.origin) else ""
    because = f"; `{finding.id}` is acknowledged: {code(finding.acknowledged)}" if finding.acknowledged else ""
    return f"- {code(finding.message)}{where}{because}"
