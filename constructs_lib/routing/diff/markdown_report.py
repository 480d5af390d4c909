"""The difference in GitHub's Markdown, for a comment on a pull request, within a number of characters.

GitHub is widely reported to take 65,536 characters in a comment; its documentation gives no limit. What does not fit is
left out from the end and counted: risks come first, so chains go before them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from constructs_lib.routing.diff.groups import Facts, group_facts, resource_groups, route_groups
from constructs_lib.routing.diff.items import item_changes
from constructs_lib.routing.diff.mermaid import chart
from constructs_lib.routing.diff.model import FOUND, Difference, ResourceChange, Risk, RouteChange, Subject
from constructs_lib.routing.diff.situations import situations
from constructs_lib.routing.diff.words import (
    FEW,
    SAME_ANSWERS,
    chain_words,
    change_words,
    flags_words,
    more_words,
    nothing_words,
    resource_name,
    resources_title,
    same_words,
    summary_words,
    target_words,
    where_words,
)
from constructs_lib.routing.markdown_report import code
from constructs_lib.routing.model import Route
from constructs_lib.routing.words import FOOTNOTE, visible

LIMIT = 65_000
SMALLEST_LIMIT = 2_000
_LONGEST_NAME, _LONGEST_VALUE = 160, 2_000
_OPEN = 3
"""So many groups of triggers are unfolded."""


def render(difference: Difference, *, limit: int = LIMIT) -> str:
    """The report as Markdown.

    Args:
        difference: what to show.
        limit: the most characters, at least 2,000.
    """
    if difference.is_empty:
        return nothing_words(difference) + "\n"
    routes, resources = route_groups(difference.routes), resource_groups(difference.resources)
    sections = (
        ("### Risks", "risk", [_risk(risk) for risk in difference.risks]),
        ("### Not resolved, so not compared", "sentence", [f"- {_name(each)}\n" for each in difference.unresolved]),
        (
            "### Who answers, before and after",
            "group of triggers",
            (_routes(group, unfolded=len(routes) <= _OPEN) for group in routes),
        ),
        (
            f"### {resources_title(difference).capitalize()}",
            "kind of change",
            (_resources(group) for group in resources),
        ),
    )
    counts = (len(difference.risks), len(difference.unresolved), len(routes), len(resources))
    page = _Page(limit, end=f"{same_words(difference)} {FOOTNOTE if routes else ''}".rstrip() + "\n")
    page.add(f"## What changes for callers\n\n{summary_words(difference)}\n\n")
    for (title, noun, blocks), count in zip(sections, counts, strict=True):
        page.section(title, blocks, noun, count)
    return page.text()


class _Page:
    """Text within a limit. The end always fits, and so does a sentence about what is left out of each section."""

    _RESERVED = 4 * 200

    def __init__(self, limit: int, end: str) -> None:
        self._room = limit - len(end) - self._RESERVED
        self._parts: list[str] = []
        self._end = end

    def add(self, text: str) -> None:
        """Add what must be there."""
        self._parts.append(text)
        self._room -= len(text)

    def section(self, title: str, blocks: Iterable[str], noun: str, count: int) -> None:
        """Add blocks while there is room, and say how many are left out."""
        if not count:
            return
        self.add(f"{title}\n\n")
        shown = 0
        for block in blocks:
            if len(block) > self._room:
                break
            self.add(block)
            shown += 1
        if shown < count:
            left = count - shown
            self._parts.append(
                f"\n_{left:,} more left out, each a {noun}, to be short. `chime-voice diff` in a terminal shows all._\n"
            )
            self._room = 0
        self._parts.append("\n")

    def text(self) -> str:
        """The whole page."""
        return "".join([*self._parts, self._end])


def _risk(risk: Risk) -> str:
    severity = f"accepted {risk.severity}" if risk.acknowledged else f"**{risk.severity}**"
    lines = [f"- {severity} {code(risk.id)}{f': {_prose(risk.what)}' if risk.what else ''}"]
    lines += [f"  - {_subject(subject)}" for subject in risk.subjects[:FEW]]
    more = more_words(len(risk.subjects) - FEW)
    lines += [f"  - {more}"] if more else []
    if risk.before or risk.after:
        lines.append(f"  - before {_name(risk.before)} → after {_name(risk.after)}")
    if risk.remedy:
        lines.append(f"  - to do: {_prose(risk.remedy)}")
    if risk.acknowledged:
        lines.append(f"  - accepted: {_name(risk.acknowledged)}")
    return "\n".join(lines) + "\n"


def _subject(subject: Subject) -> str:
    place = where_words(subject.origin)
    return f"{_name(subject.name)}, at {_name(place)}" if place and place != subject.name else _name(subject.name)


def _routes(group: Sequence[RouteChange], *, unfolded: bool) -> str:
    change = group[0]
    more = more_words(len(group) - 1)
    chains = f"{_html(chain_words(change.before))} → {_html(chain_words(change.after))}"
    lines = [
        f"<details{' open' if unfolded else ''}><summary>{_html(change.trigger.value)} {more}: {chains}</summary>",
        "",
        *([f"{_names([each.trigger.value for each in group])}\n"] if more else []),
        *_facts(group_facts(list(group))),
        "| Try | Before | After |",
        "|---:|---|---|",
    ]
    sides = [_targets(change.before), _targets(change.after)]
    for at in range(max(map(len, sides))):
        before, after = (side[at] if at < len(side) else "" for side in sides)
        lines.append(f"| {at + 1} | {before} | {after} |")
    rows = list(situations(change))
    same = all(row.before == row.after for row in rows)
    lines += ["", SAME_ANSWERS] if same else ["", "| When | Before | After |", "|---|---|---|"]
    for row in rows if not same else ():
        after = _cell(row.after)
        lines.append(
            f"| {_cell(row.words)} | {_cell(row.before)} | {after if row.before == row.after else f'**{after}**'} |"
        )
    lines += ["", "```mermaid", chart(change) + "```", "", "</details>", "", ""]
    return "\n".join(lines)


def _targets(route: Route | None) -> list[str]:
    targets = route.targets if route else ()
    return [f"{_cell(target.region)}, {', '.join(map(_cell, target_words(target)))}" for target in targets]


def _resources(group: Sequence[ResourceChange]) -> str:
    change = group[0]
    lines = [
        f"- {change.resource.label}, {_prose(change_words(change))}: {_names([resource_name(each) for each in group])}"
    ]
    lines += [f"  {line}" for line in ("", *_facts(flags_words(change)))] if flags_words(change) else []
    if change.properties:
        made, line = ("", "") if change.effect in FOUND else (" A change is made |", "---|")
        lines += ["", f"  | Property | Before | After |{made}", f"  |---|---|---|{line}"]
        for each in change.properties:
            for item in item_changes(each.before, each.after):
                name, values = f"{each.name} {item.what}".rstrip(), (_value(item.before), _value(item.after))
                lines.append(f"  | {_cell(name)} | {' | '.join(values)} |" + (made and f" {each.effect} |"))
        lines.append("")
    return "\n".join(lines) + "\n"


def _facts(facts: Facts) -> Iterator[str]:
    for name, before, after in facts:
        yield f"- {name}: " + (f"{_name(before)} → {_name(after)}" if before or after else "each changes its own")
    if facts:
        yield ""


def _value(value: str | None) -> str:
    return "not set" if value is None else _cell(value, _LONGEST_VALUE)


def _names(names: Sequence[str]) -> str:
    shown = [_name(name) for name in names[:FEW]]
    more = more_words(len(names) - FEW)
    return ", ".join([*shown, *([more] if more else [])])


def _name(text: str, longest: int = _LONGEST_NAME) -> str:
    """A text from outside."""
    return code(_short(text, longest)) or "nothing"


def _cell(text: str, longest: int = _LONGEST_NAME) -> str:
    """A text from outside, in a table: as it is where it is only words."""
    if re.fullmatch(r"[a-z0-9 ,;-]*", text, re.IGNORECASE):
        return _short(text, longest)
    # A table takes its cells apart before anything else is read.
    return _name(text, longest).replace("|", "\\|")


def _prose(text: str) -> str:
    """A sentence of ours in which there may be names: every word that is not plainly a word is a code span."""
    return " ".join(word if _is_plain(word) else _coded(word) for word in text.split(" ") if word)


def _coded(word: str) -> str:
    """The word as a code span, and the punctuation of the sentence outside of it."""
    name = word.rstrip(".,;:") or word
    return code(_short(name, _LONGEST_NAME)) + word[len(name) :]


def _is_plain(word: str) -> bool:
    return re.fullmatch(r"[a-z]+(['-][a-z]+)*[.,;:]?|\d+[.,;:]?|→", word, re.IGNORECASE) is not None


def _html(text: str) -> str:
    return f"<code>{html.escape(visible(_short(text, _LONGEST_NAME)))}</code>"


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
