"""Alarms on a query, which the emulator refuses: kept as alarms on a metric of the query's name, which never has a value.

Nothing publishes voice metrics here, so no such alarm could fire either way.
"""

from __future__ import annotations

import functools
from typing import Any

from constructs_lib.local.cloud import emulator
from constructs_lib.local.cloud.emulator import FORMATION

_TYPE = "AWS::CloudWatch::Alarm"
NAMESPACE = "Query"
"""Of no service, so that nobody takes the metric for a published one."""


def install() -> None:
    """Put the metric where the emulator would read a query."""
    handlers = emulator.of(f"{FORMATION}.provisioners", "_RESOURCE_HANDLERS")
    of_alarms = handlers[_TYPE]
    mended = {name: _without_query(of_alarms[name]) for name in ("create", "update")}
    handlers[_TYPE] = {**of_alarms, **mended}


def _without_query(original: Any) -> Any:
    @functools.wraps(original)
    def provision(*arguments: Any, **more: Any) -> Any:
        return original(*(_plain(each) for each in arguments), **more)

    return provision


def _plain(given: Any) -> Any:
    """Properties with one metric in place of one query; anything else as it is."""
    queries = given.get("Metrics") if isinstance(given, dict) else None
    if not queries or len(queries) != 1 or "Expression" not in queries[0]:
        return given
    (query,) = queries
    rest = {name: value for name, value in given.items() if name != "Metrics"}
    name = query.get("Label") or query["Id"]
    return {**rest, "Namespace": NAMESPACE, "MetricName": name, "Period": query.get("Period", 60)}
