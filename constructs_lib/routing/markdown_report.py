"""The routing table in GitHub's Markdown, for pull requests and for snapshots: the same table gives the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from constructs_lib.routing.findings import findings
from constructs_lib.routing.model import Route, RoutingTable, Target
from constructs_lib.routing.what_if import outcomes
from constructs_lib.routing.words import (
    FOOTNOTE,
    answer_words,
    code_words,
    function_words,
    situation_words,
    summary,
    trigger_words,
    untargeted,
    visible,
)


def render(table: RoutingTable) -> str:
    """The report as Markdown."""
    lines = ["# Routes", "", f"{_cell(summary(table))}.", ""]
    told = tuple(finding.message for finding in findings(table))
    for title, sentences in (("Look at this", told), ("Not resolved", table.unresolved)):
        if sentences:
            lines += [f"## {title}", "", *(f"- {code(sentence)}" for sentence in sentences), ""]
    for route in table.routes:
        lines += [*_route(route), ""]
    if untargeted(table):
        lines += ["## Applications that no rule names", "", *_chain(untargeted(table)), ""]
    if table.routes:
        lines.append(FOOTNOTE)
    return "\n".join(lines).rstrip() + "\n"


def _route(route: Route) -> Iterator[str]:
    yield f"## {trigger_words(route).capitalize()} {code(route.trigger.value)}"
    yield ""
    held = f", held in {code(route.home_region)}" if route.home_region else ""
    declared = f", declared at {code(route.origin.construct_path)}" if route.origin.construct_path else ""
    state = "" if route.enabled else " **The rule is disabled.**"
    yield f"Rule {code(route.name)}{held}{declared}.{state}"
    yield ""
    yield from _chain(route.targets)
    yield ""
    yield "| When | Answers |"
    yield "|---|---|"
    for outcome in outcomes(route):
        answer = _cell(answer_words(route, outcome))
        yield f"| {_cell(situation_words(outcome))} | {answer if outcome.answer.target else f'**{answer}**'} |"


def _chain(targets: Sequence[Target]) -> Iterator[str]:
    yield "| Priority | Region | Application | Function | Code |"
    yield "|---:|---|---|---|---|"
    for target in targets:
        yield f"| {' | '.join(_cells(target))} |"


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
