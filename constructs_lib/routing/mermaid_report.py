"""The routing table as a Mermaid flowchart, for wikis and pull requests: triggers, applications by Region, functions.

Mermaid refuses a text of more than 50,000 characters and a chart of more than 500 edges
(https://mermaid.js.org/config/schema-docs/config.html: maxTextSize, maxEdges). Routes that behave alike are one node, and
what would go beyond is left out and counted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from constructs_lib.routing.model import Function, RoutingTable, Target
from constructs_lib.routing.report import Group, Report
from constructs_lib.routing.what_if import never_answers, what_if
from constructs_lib.routing.words import code_words, function_words, number_words, summary, triggers_words, visible

_T = TypeVar("_T")
_MOST_EDGES, _MOST_TEXT = 490, 49_000  # a little less, for what is added at the end
_NAMED = 3
"""So many triggers of a node are named."""
_PLAIN = " _-.,:/+()•"
_CLASSES = (
    "classDef nobody stroke:#d1242f,stroke-width:3px",
    "classDef disabled stroke-dasharray:4 4,opacity:0.6",
    "classDef unused stroke-dasharray:2 4",
)


def render(table: RoutingTable, *, mask: bool = False) -> str:
    """The report as the text of a chart.

    Args:
        table: what to show.
        mask: hide all phone numbers but for their last four digits.
    """
    report = Report.of(table, mask=mask)
    chart, left_out = _drawn(_Chart(), report.groups, _Chart.add_group)
    chart, unused = _drawn(chart, report.untargeted, _Chart.add_unused)
    lines = [f"%% {_quiet(summary(report.table))}", "flowchart LR", *(f"  {line}" for line in chart.lines())]
    for node, count, noun in (
        ("more_rules", sum(len(group.routes) for group in left_out), "rule"),
        ("more_applications", len(unused), "application"),
    ):
        if count:
            lines.append(f"  {node}[{label(f'{number_words(count, noun)} more would make the chart too large')}]")
    return "\n".join(lines) + "\n"


def _drawn(chart: _Chart, things: Sequence[_T], add: Callable[[_Chart, _T], None]) -> tuple[_Chart, Sequence[_T]]:
    """The chart with one thing after the other while there is room, and the things that are left out."""
    for at, thing in enumerate(things):
        larger = chart.copy()
        add(larger, thing)
        if not larger.is_readable():
            return chart, things[at:]
        chart = larger
    return chart, ()


@dataclasses.dataclass
class _Chart:
    """What is drawn so far. Ids are counted, so no name is ever one."""

    triggers: list[str] = dataclasses.field(default_factory=list)
    edges: list[str] = dataclasses.field(default_factory=list)
    regions: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    applications: dict[tuple[str, str, Function | None], str] = dataclasses.field(default_factory=dict)
    functions: dict[Function, str] = dataclasses.field(default_factory=dict)

    def add_group(self, group: Group) -> None:
        """Draw routes that behave alike."""
        route = group.route
        node = f"t{len(self.triggers)}"
        state = "disabled" if not route.enabled else "nobody" if what_if(route).target is None else ""
        self.triggers.append(f"{node}([{label(*_trigger_lines(group))}]){state and f':::{state}'}")
        arrow = "-->" if route.enabled else "-.->"
        self.edges += [f"{node} {arrow}|{target.priority}| {self._application(target)}" for target in route.targets]

    def add_unused(self, target: Target) -> None:
        """Draw an application that no rule names."""
        self._application(target, ":::unused")

    def is_readable(self) -> bool:
        """Whether Mermaid takes it."""
        return len(self.edges) <= _MOST_EDGES and sum(len(line) + 5 for line in self.lines()) <= _MOST_TEXT

    def lines(self) -> Iterator[str]:
        """The chart's lines after its first."""
        yield from self.triggers
        for at, (region, nodes) in enumerate(self.regions.items()):
            yield f"subgraph r{at}[{label(region or 'Region not known')}]"
            yield from (f"  {node}" for node in nodes)
            yield "end"
        yield from self.edges
        yield from _CLASSES

    def copy(self) -> _Chart:
        """Another one with the same in it."""
        return _Chart(
            triggers=[*self.triggers],
            edges=[*self.edges],
            regions={region: [*nodes] for region, nodes in self.regions.items()},
            applications={**self.applications},
            functions={**self.functions},
        )

    def _application(self, target: Target, state: str = "") -> str:
        key = (target.application_id, target.region, target.function)
        if key not in self.applications:
            node = self.applications[key] = f"a{len(self.applications)}"
            name = target.application_name or target.application_id
            self.regions.setdefault(target.region, []).append(f"{node}[{label(name)}]{state}")
            if target.function:
                self._invokes(node, target.function)
        return self.applications[key]

    def _invokes(self, application: str, function: Function) -> None:
        never = never_answers(function)
        if function not in self.functions:
            node = self.functions[function] = f"f{len(self.functions)}"
            shown = f"{node}[[{label(function_words(function), code_words(function))}]]"
            self.regions.setdefault(function.region, []).append(f"{shown}{':::nobody' if never else ''}")
        why = "does not exist" if function.exists is False else "no permission"
        arrow = f"--x|{why}|" if never else "-->"
        self.edges.append(f"{application} {arrow} {self.functions[function]}")


def _trigger_lines(group: Group) -> list[str]:
    routes = group.routes
    if len(routes) == 1:
        return [routes[0].trigger.value]
    named = [route.trigger.value for route in routes[:_NAMED]]
    more = len(routes) - len(named)
    return [triggers_words(routes), *named, *([f"and {more:,} more"] if more else [])]


def label(*lines: str) -> str:
    """Lines of text as the label of a node, in which nothing is markup."""
    return f'"{"<br/>".join(_quiet(line) for line in lines if line) or " "}"'


def _quiet(text: str) -> str:
    shown = visible(text)
    return "".join(sign if sign.isalnum() or sign in _PLAIN else f"#{ord(sign)};" for sign in shown)
