"""The comparison in GitHub's Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from constructs_lib.drift import words
from constructs_lib.drift.model import Compared, Drift
from constructs_lib.routing.markdown_report import code

_TITLES = {"differs": "Different", "missing": "Missing", "unknown": "Cannot tell"}


def render(drift: Drift, *, every: bool = False) -> str:
    """The report as Markdown.

    Args:
        drift: what was found.
        every: list all that no code declares, not only what stacks left behind.
    """
    read = f", scanned at {code(drift.scanned_at)}" if drift.scanned_at else ""
    lines = ["# Drift", "", f"Account {code(drift.account)}{read}: {words.summary(drift)}.", ""]
    names = words.names_of(drift)
    for verdict, title in _TITLES.items():
        some = [each for each in drift.resources if each.verdict == verdict]
        if some:
            lines += [f"## {title}", "", *(line for each in some for line in _resource(each, names))]
    noted = [each for each in drift.resources if each.verdict == "same" and each.note]
    if noted:
        lines += ["## Notes", "", *(f"- {code(words.heading(each))}: {code(each.note)}" for each in noted), ""]
    if drift.extras:
        lines += ["## Not declared", "", *_extras(drift, every), ""]
    if told := words.not_comparable(drift):
        lines += [f"{code(told)}", ""]
    if drift.notes:
        lines += ["## Not read", "", *(f"- {code(note)}" for note in drift.notes), ""]
    if drift.of("missing"):
        lines += [words.NOT_DEPLOYED, ""]
    if drift.of("differs") or drift.of("missing"):
        lines.append(words.HOW_TO_PUT_RIGHT)
    return "\n".join(lines).rstrip() + "\n"


def _resource(compared: Compared, names: Mapping[str, str]) -> Iterator[str]:
    yield f"### {code(words.heading(compared))}"
    yield ""
    if compared.changes:
        yield "| Property | Declared | Account |"
        yield "|---|---|---|"
        for change in compared.changes:
            cells = (change.property, words.value(change.declared, names), words.value(change.present, names))
            yield f"| {' | '.join(_cell(cell) for cell in cells)} |"
        yield ""
    if compared.note:
        yield f"- {code(compared.note)}"
    for outlook, properties in words.by_outlook(compared):
        about = f"{', '.join(map(code, properties))}: " if properties else ""
        yield f"- {about}{outlook}"
    yield ""


def _cell(text: str) -> str:
    return code(text).replace("|", "\\|")


def _extras(drift: Drift, every: bool) -> Iterator[str]:
    for title, some in words.extras(drift):
        yield f"- {code(title)}"
        if every or some[0].whose == "left behind":
            yield from (f"  - {code(words.extra_line(each))}" for each in some)
