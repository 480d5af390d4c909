"""The comparison for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from constructs_lib.drift import words
from constructs_lib.drift.model import Compared, Drift
from constructs_lib.routing.words import visible

_COLORS = {"differs": "33", "missing": "31", "unknown": "35"}
_TITLES = {"differs": "different", "missing": "missing", "unknown": "cannot tell"}


def render(drift: Drift, *, every: bool = False, color: bool = False) -> str:
    """The report as text. No line begins with a name, so that none can be a command to a CI system.

    Args:
        drift: what was found.
        every: list all that no code declares, not only what stacks left behind.
        color: use the colours of a terminal.
    """
    read = f", scanned at {drift.scanned_at}" if drift.scanned_at else ""
    lines = [f"account {visible(drift.account)}{visible(read)}", words.summary(drift), ""]
    names = words.names_of(drift)
    for compared in drift.resources:
        if compared.verdict != "same":
            lines += [*_resource(compared, names, color), ""]
    noted = [each for each in drift.resources if each.verdict == "same" and each.note]
    if noted:
        lines += [*(f"note: {visible(words.heading(each))}: {visible(each.note)}" for each in noted), ""]
    for title, some in words.extras(drift):
        lines.append(f"not declared, {visible(title)}")
        if every or some[0].whose == "left behind":
            lines += [f"  - {visible(words.extra_line(each))}" for each in some]
    if drift.extras:
        lines += [*([] if every else ["  --all lists them"]), ""]
    if told := words.not_comparable(drift):
        lines += [visible(told), ""]
    if drift.notes:
        lines += ["not read", *(f"  - {visible(note)}" for note in drift.notes), ""]
    if drift.of("missing"):
        lines.append(words.NOT_DEPLOYED)
    if drift.of("differs") or drift.of("missing"):
        lines.append(words.HOW_TO_PUT_RIGHT)
    return "\n".join(lines).rstrip() + "\n"


def _resource(compared: Compared, names: Mapping[str, str], color: bool) -> Iterator[str]:
    title = _TITLES[compared.verdict]
    painted = f"\033[{_COLORS[compared.verdict]}m{title}\033[0m" if color else title
    yield f"{painted}: {visible(words.heading(compared))}"
    for change in compared.changes:
        yield f"  {visible(change.property)}"
        yield f"    declared: {visible(words.value(change.declared, names))}"
        yield f"    account:  {visible(words.value(change.present, names))}"
    if compared.note:
        yield f"  note: {visible(compared.note)}"
    for outlook, properties in words.by_outlook(compared):
        yield f"  {', '.join(map(visible, properties))}{': ' if properties else ''}{outlook}"
