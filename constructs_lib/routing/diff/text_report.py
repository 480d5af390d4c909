"""The difference for a terminal: risks first, then who answers before and after, then what is deployed."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence

from constructs_lib.routing.diff.groups import group_facts, resource_groups, route_groups
from constructs_lib.routing.diff.items import ItemChange, item_changes
from constructs_lib.routing.diff.model import FOUND, Difference, ResourceChange, Risk, RouteChange
from constructs_lib.routing.diff.situations import situations
from constructs_lib.routing.diff.words import (
    FEW,
    SAME_ANSWERS,
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
from constructs_lib.routing.model import Route
from constructs_lib.routing.words import FOOTNOTE, visible

_BOLD, _RED, _GREEN, _YELLOW = "1", "31", "32", "33"
_WIDTH = 100
_LOST = ("removed", "replacement", "gone")
_Paint = Callable[[str, str], str]


def render(difference: Difference, *, color: bool = False) -> str:
    """The report as text.

    Args:
        difference: what to show.
        color: use the colours of a terminal.
    """
    if difference.is_empty:
        return nothing_words(difference) + "\n"

    def paint(text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if color else text

    lines = [summary_words(difference), ""]
    for risk in difference.risks:
        lines += [*_risk(risk, paint), ""]
    if difference.unresolved:
        told = (line for sentence in difference.unresolved for line in _wrapped("  - ", sentence))
        lines += [paint("not resolved, so not compared", _YELLOW), *told, ""]
    if difference.routes:
        lines += [paint("who answers, before and after", _BOLD), ""]
        for routes in route_groups(difference.routes):
            lines += [*_routes(routes, paint), ""]
    if difference.resources:
        lines.append(paint(resources_title(difference), _BOLD))
        for resources in resource_groups(difference.resources):
            lines += _resources(resources, paint)
        lines.append("")
    lines.append(same_words(difference))
    if difference.routes:
        lines += textwrap.wrap(FOOTNOTE, _WIDTH)
    return "\n".join(lines) + "\n"


def _risk(risk: Risk, paint: _Paint) -> Iterator[str]:
    open_, shade = not risk.acknowledged, _RED if risk.severity == "danger" else _YELLOW
    severity = paint(risk.severity.upper(), shade) if open_ else f"accepted {risk.severity}"
    yield f"{severity}  {paint(risk.id, _BOLD)}"
    for subject in risk.subjects[:FEW]:
        place = where_words(subject.origin)
        told = place and place != subject.name
        yield from _wrapped("  ", f"{subject.name}, at {place}" if told else subject.name)
    yield from _wrapped("  ", more_words(len(risk.subjects) - FEW))
    yield from _wrapped("    ", risk.what)
    for name, text in (
        ("before", risk.before),
        ("after", risk.after),
        ("to do", risk.remedy),
        ("accepted", risk.acknowledged),
    ):
        if text:
            yield from _wrapped(f"    {name:10}", text)


def _routes(group: Sequence[RouteChange], paint: _Paint) -> Iterator[str]:
    change = group[0]
    for each in group[:FEW]:
        yield paint(visible(each.trigger.value), _BOLD)
    yield from _wrapped("", more_words(len(group) - FEW))
    for name, before, after in group_facts(list(group)):
        yield from _wrapped(f"  {name}: ", f"{before} → {after}" if before or after else "each changes its own")
    if change.before and change.after and _shown(change.before) == _shown(change.after):
        yield from _chain("as before", change.after)
    else:
        yield from _chain("before", change.before)
        yield from _chain("after", change.after)
    rows = list(situations(change))
    if all(row.before == row.after for row in rows):
        yield f"  {SAME_ANSWERS}"
        return
    columns = zip(*(("when", "before"), *((visible(row.words), visible(row.before)) for row in rows)), strict=True)
    first, second = (max(map(len, column)) for column in columns)
    yield f"  {'when':{first}}  {'before':{second}}  after"
    for row in rows:
        after = visible(row.after)
        if row.before != row.after:
            after = paint(after, _RED if after.startswith("nobody") else _GREEN)
        yield f"  {visible(row.words):{first}}  {visible(row.before):{second}}  {after}"


def _shown(route: Route) -> list[str]:
    return list(_chain("", route))


def _chain(name: str, route: Route | None) -> Iterator[str]:
    if route is None:
        yield f"  {name}: no rule"
        return
    yield f"  {name}{'' if route.enabled else ', disabled'}:"
    for target in route.targets:
        yield from _wrapped(f"  {target.priority:>4}  ", f"{target.region}, {', '.join(target_words(target))}")


def _resources(group: Sequence[ResourceChange], paint: _Paint) -> Iterator[str]:
    change = group[0]
    shade = _RED if change.effect in _LOST else _GREEN if change.effect in ("added", "new") else _YELLOW
    yield f"  {change.resource.label}: {paint(visible(change_words(change)), shade)}"
    for each in group[:FEW]:
        yield from _wrapped("    ", resource_name(each))
    yield from _wrapped("    ", more_words(len(group) - FEW))
    for name, before, after in flags_words(change):
        yield f"      {name}: {visible(before)} → {visible(after)}"
    for prop in change.properties:
        yield f"      {visible(prop.name)}" + ("" if prop.effect in FOUND else f", {prop.effect}")
        yield from _wrapped("        - ", "not set" if prop.before is None else "")
        for item in item_changes(prop.before, prop.after):
            yield from _item(item)
        yield from _wrapped("        + ", "not set" if prop.after is None else "")


def _item(item: ItemChange) -> Iterator[str]:
    start = f"{item.what} " if item.what else ""
    if item.what and item.before is not None and item.after is not None:
        yield from _wrapped("        ~ ", f"{start}{item.before} → {item.after}")
        return
    yield from _wrapped("        - ", "" if item.before is None else f"{start}{item.before}")
    yield from _wrapped("        + ", "" if item.after is None else f"{start}{item.after}")


def _wrapped(start: str, text: str) -> list[str]:
    return textwrap.wrap(
        visible(text),
        _WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
