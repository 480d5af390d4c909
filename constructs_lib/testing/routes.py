"""Routes in tests: `assert assert_routes(app, "+12065550100", down={"us-east-1"}) == ["us-west-2"]`.

Nothing is deployed and no handler runs: this asks who would be invoked. What callers then hear is `call`'s to tell.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from typing import Any

from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.faults import down_regions
from constructs_lib.calls.sources import names_of, names_of_function, table_of
from constructs_lib.routing.model import Function, Route, RoutingTable, Target
from constructs_lib.routing.what_if import what_if
from constructs_lib.routing.words import visible

_SHOWN = 20


class AnsweringRegions(list[str]):
    """Regions in the order in which their functions are invoked, until one can be; empty when nobody answers.

    `==` is an assertion: it raises AssertionError, with the whole chain and why a target does not answer, where another
    list would say False. So a test that forgets the word `assert` fails all the same. `!=` and everything else is a list's.
    """

    def __init__(self, regions: Collection[str], told: str) -> None:
        super().__init__(regions)
        self._told = told

    def __eq__(self, expected: object) -> bool:
        """True, or an AssertionError that says why not."""
        __tracebackhide__ = True
        if list(self) != expected:
            first, _, chain = self._told.partition("\n")
            raise AssertionError(f"{first} is answered by {list(self)}, not by {expected!r}\n{chain}")
        return True

    def __ne__(self, other: object) -> bool:
        """Whether it is another list."""
        return list(self) != other

    __hash__ = None


def assert_routes(
    source: Any, trigger: str, *, down: str | Collection[str] = (), down_functions: str | Collection[str] = ()
) -> AnsweringRegions:
    """The Regions that answer a trigger, first to last; compare them with the list that you expect.

    Args:
        source: a CDK app, or a stage or stack in one; what its `synth()` answers; a cdk.out folder; a `RoutingTable`.
        trigger: a number or a Voice Connector's host name; for one that only the deployment will know, a name of it as its
            construct id.
        down: a Region, or Regions, in which no function can be invoked.
        down_functions: functions that cannot be invoked, by logical id, name or construct path. A logical id may stand in
            the stacks of several Regions: it names all of them.

    Raises:
        AssertionError: no rule has this trigger, or more than one.
        ValueError: there is nothing with routes, no such Region or function, or a name that means several triggers.
    """
    __tracebackhide__ = True
    table = table_of(source)
    if table is None:
        raise CallsError(
            f"{source!r} has no routes: give a CDK app, what its synth() answers, a cdk.out folder or a routing table"
        )
    route = _route(table, trigger)
    gone = down_regions([down] if isinstance(down, str) else down, table)
    failing = _functions(table, [down_functions] if isinstance(down_functions, str) else down_functions)
    chain = [(target, _why_not(route, target, gone, failing)) for target in sorted(route.targets, key=_priority)]
    situation = [*sorted(gone), *(f"function {function.name} in {function.region}" for function in failing)]
    regions = [target.region for target, why in chain if not why]
    return AnsweringRegions(regions, "\n".join(_told(route, situation, chain)))


def _route(table: RoutingTable, name: str) -> Route:
    """The route of a trigger: of several the enabled one, if that is one."""
    found = [each for each in table.routes if each.trigger.value == name] or [
        each for each in table.routes if name in names_of(each, each.trigger.value)
    ]
    if len({each.trigger for each in found}) > 1:
        raise CallsError(f"{name!r} names more than one trigger: {_listed(found)}")
    if not found:
        raise AssertionError(f"no rule has the trigger {name!r}; there is: {_listed(table.routes) or 'no rule at all'}")
    enabled = [each for each in found if each.enabled] or found
    if len(enabled) > 1:
        rules = ", ".join(visible(each.name) for each in enabled)
        raise AssertionError(
            f"{visible(name)} has {len(enabled)} rules: {rules}; which of them the service takes is not documented"
        )
    return enabled[0]


def _functions(table: RoutingTable, names: Collection[str]) -> tuple[Function, ...]:
    targets = [*table.applications, *(target for route in table.routes for target in route.targets)]
    functions = dict.fromkeys(target.function for target in targets if target.function)
    for name in names:
        if not any(name in names_of_function(function) for function in functions):
            known = ", ".join(sorted(visible(function.name) for function in functions)) or "there are none"
            raise CallsError(f"there is no function {name!r}; functions: {known}")
    return tuple(function for function in functions if names_of_function(function) & set(names))


def _why_not(route: Route, target: Target, down: Collection[str], functions: Collection[Function]) -> str:
    """Why a target would not answer if its turn came; empty if it would."""
    if not route.enabled:
        return "the rule is disabled"
    alone = dataclasses.replace(route, targets=(target,))
    return "".join(each.failed for each in what_if(alone, down_regions=down, down_functions=functions).tried)


def _told(route: Route, down: Collection[str], chain: Collection[tuple[Target, str]]) -> Iterator[str]:
    yield visible(route.trigger.value + (f" with {' and '.join(down)} down" if down else ""))
    place = f" ({route.origin.construct_path})" if route.origin.construct_path else ""
    yield f"  rule {visible(route.name + place)}{'' if route.enabled else ', which is disabled'}"
    width = max((len(visible(target.region)) for target, _ in chain), default=0)
    for target, why in chain:
        answers = "answers" if target.function else "answers, if its function does, which is not known here"
        named = visible(target.application_name or target.application_id)
        yield f"  {target.priority:>3}  {visible(target.region):{width}}  {named}: {visible(why) or answers}"


def _listed(routes: Collection[Route]) -> str:
    values = list(dict.fromkeys(visible(route.trigger.value) for route in routes))
    more = [f"and {len(values) - _SHOWN} more"] if len(values) > _SHOWN else []
    return "; ".join([*values[:_SHOWN], *more])


def _priority(target: Target) -> int:
    return target.priority
