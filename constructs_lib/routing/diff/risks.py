"""The risks of a difference: each with an id, what it is about, before and after, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from constructs_lib.routing.diff.catalogue import CATALOGUE, TOLD_BY
from constructs_lib.routing.diff.found import Found
from constructs_lib.routing.diff.model import FunctionChange, ResourceChange, Risk, RouteChange, Subject
from constructs_lib.routing.diff.pairing import place
from constructs_lib.routing.diff.risky_functions import function_risks
from constructs_lib.routing.diff.risky_resources import resource_risks
from constructs_lib.routing.diff.risky_routes import route_risks
from constructs_lib.routing.findings import findings
from constructs_lib.routing.model import Finding, RoutingTable

_ORDER = {name: at for at, name in enumerate(CATALOGUE)}
# Found at one of many, whichever that is.
_OF_ALL = ("quota-numbers", "quota-connectors", "quota-applications")


def risks(
    base: RoutingTable,
    head: RoutingTable,
    *,
    resources: Sequence[ResourceChange],
    routes: Sequence[RouteChange],
    functions: Sequence[FunctionChange],
    identities: Mapping[str, str],
) -> tuple[Risk, ...]:
    """All risks, dangers first; what happens to many in exactly the same way is one risk with many subjects."""
    found = [
        *resource_risks(head, resources),
        *route_risks(base, head, routes, identities),
        *function_risks(head, functions),
    ]
    told = list(_together(found))
    return tuple(sorted([*told, *_news(base, head, told)], key=_rank))


def _rank(risk: Risk) -> tuple[object, ...]:
    names = [subject.name for subject in risk.subjects]
    at = _ORDER.get(risk.id, len(_ORDER))
    return (bool(risk.acknowledged), risk.severity != "danger", at, risk.id, names, risk.what, risk.before, risk.after)


def _together(found: Iterable[Found]) -> Iterator[Risk]:
    groups: dict[tuple[str, str, str, str, str], dict[Subject, None]] = {}
    for each in found:
        groups.setdefault((each.id, each.what, each.before, each.after, each.remedy), {})[each.subject] = None
    for (name, what, before, after, remedy), subjects in groups.items():
        yield Risk(
            id=name,
            severity=CATALOGUE[name][0],
            subjects=tuple(subjects),
            what=what,
            before=before,
            after=after,
            remedy=remedy,
        )


def _news(base: RoutingTable, head: RoutingTable, told: Sequence[Risk]) -> Iterator[Risk]:
    """Findings that the base did not have. A finding is known by its place: its words may hold what changed."""
    known = Counter(map(_place_of, findings(base)))
    said = {(risk.id, place(subject.origin)) for risk in told for subject in risk.subjects}
    groups: dict[tuple[str, str, str, str], dict[Subject, None]] = {}
    for finding in findings(head):
        where = _place_of(finding)
        if known[where] > 0:
            known[where] -= 1
        elif (TOLD_BY.get(finding.id), place(finding.origin)) not in said:
            key = (finding.id, finding.severity, finding.remedy, finding.acknowledged)
            groups.setdefault(key, {})[Subject(finding.message, finding.origin)] = None
    for (name, severity, remedy, acknowledged), subjects in groups.items():
        yield Risk(
            id=name,
            severity="danger" if severity == "error" else "caution",
            subjects=tuple(subjects),
            what="",
            remedy=remedy,
            acknowledged=acknowledged,
        )


def _place_of(finding: Finding) -> Hashable:
    if finding.id in _OF_ALL:
        return (finding.id, bool(finding.acknowledged))
    return (finding.id, bool(finding.acknowledged), place(finding.origin) or finding.message)
