"""The routing table as the page of `html_report` reads it: every name once and made safe to show, the rest by number."""

from __future__ import annotations

from typing import Any

from constructs_lib.routing.model import Finding, Function, Route, RoutingTable, Target
from constructs_lib.routing.report import Group, Report
from constructs_lib.routing.what_if import never_answers
from constructs_lib.routing.words import (
    FOOTNOTE,
    code_words,
    place_words,
    summary,
    trigger_words,
    triggers_words,
    visible,
)


def page_data(table: RoutingTable, *, mask: bool = False) -> dict[str, Any]:
    """What the page shows, as plain values; environment variables of functions are left out."""
    report = Report.of(table, mask=mask)
    numbers = _Numbers()
    groups = [_group(group, numbers) for group in report.groups]
    unused = [numbers.application(target) for target in report.untargeted]
    return {
        "summary": visible(summary(report.table)),
        "footnote": FOOTNOTE,
        "regions": [visible(region) or "Region not known" for region in numbers.regions],
        "functions": numbers.functions,
        "applications": numbers.applications,
        "groups": groups,
        "unused": unused,
        "findings": [_finding(finding) for finding in report.findings],
        "unresolved": [visible(sentence) for sentence in report.table.unresolved],
    }


class _Numbers:
    """Regions, functions and applications, each once, numbered as they come: first what is tried first."""

    def __init__(self) -> None:
        self.regions: dict[str, int] = {}
        self.functions: list[dict[str, Any]] = []
        self.applications: list[dict[str, Any]] = []
        self._functions: dict[Function, int] = {}
        self._applications: dict[tuple[str, str, str, Function | None], int] = {}

    def application(self, target: Target) -> int:
        key = (target.application_id, target.application_name, target.region, target.function)
        if key not in self._applications:
            self._applications[key] = len(self.applications)
            self.applications.append(
                {
                    "name": visible(target.application_name or target.application_id),
                    "region": self._region(target.region),
                    "function": None if target.function is None else self._function(target.function),
                }
            )
        return self._applications[key]

    def _function(self, function: Function) -> int:
        if function not in self._functions:
            self._functions[function] = len(self.functions)
            self.functions.append(
                {
                    "name": visible(function.name),
                    "region": self._region(function.region),
                    "code": visible(code_words(function)),
                    "folder": visible(function.code),
                    "place": visible(place_words(function.origin)),
                    "never": visible(never_answers(function)),
                }
            )
        return self._functions[function]

    def _region(self, region: str) -> int:
        return self.regions.setdefault(region, len(self.regions))


def _group(group: Group, numbers: _Numbers) -> dict[str, Any]:
    route = group.route
    return {
        "words": triggers_words(group.routes),
        "enabled": route.enabled,
        "held": visible(route.home_region),
        "targets": [
            {"priority": target.priority, "application": numbers.application(target)}
            for target in sorted(route.targets, key=lambda target: target.priority)
        ],
        "triggers": [_trigger(each) for each in group.routes],
    }


def _trigger(route: Route) -> dict[str, str]:
    return {
        "kind": trigger_words(route),
        "value": visible(route.trigger.value),
        "rule": visible(route.name),
        "place": visible(place_words(route.origin)),
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "id": visible(finding.id),
        "severity": finding.severity,
        "message": visible(finding.message),
        "remedy": visible(finding.remedy),
        "place": visible(place_words(finding.origin)),
        "acknowledged": visible(finding.acknowledged),
    }
