"""What a reader of a routing table should know before trusting it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from constructs_lib.routing.checks import answers, functions, quotas, regions, targets, triggers
from constructs_lib.routing.checks.acknowledging import acknowledged
from constructs_lib.routing.checks.estate import Estate
from constructs_lib.routing.model import Finding, RoutingTable

Check = Callable[[Estate], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    answers.by_nobody,
    functions.without_permission,
    functions.that_are_gone,
    triggers.contested,
    targets.twice_in_a_region,
    targets.in_another_region,
    targets.that_do_not_exist,
    functions.elsewhere,
    regions.without_the_service,
    triggers.of_another_product,
    answers.from_one_region,
    triggers.switched_off,
    targets.of_one_priority,
    functions.too_slow,
    triggers.from_another_stack,
    targets.that_nobody_uses,
    triggers.that_nobody_has,
    quotas.exceeded,
)


def findings(table: RoutingTable) -> tuple[Finding, ...]:
    """Everything that the checks find, errors first; what the table acknowledges carries the reason."""
    estate = Estate.of(table)
    found = [finding for check in CHECKS for finding in check(estate)]
    return tuple(sorted(acknowledged(found, table.acknowledgements), key=lambda finding: finding.severity))
