"""Who answers a call when Regions or functions are down.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events.html: the service goes to the next priority when
it cannot invoke a function, and hangs up when it can invoke none. What it does about a function that it can invoke but
that fails is not documented, so it is not asked here; neither is the outage of the Region that holds a rule.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from constructs_lib.routing.model import Function, Route, Target


@dataclasses.dataclass(frozen=True, kw_only=True)
class Attempt:
    """A target that could not answer, and why."""

    target: Target
    failed: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    """The target that answers, or None: the caller is hung up on."""

    target: Target | None
    tried: tuple[Attempt, ...] = ()
    """The targets before it, in the order in which they were tried."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Outcome:
    """Who answers in one situation."""

    down_regions: tuple[str, ...] = ()
    """No Region and no function for the day when all is well."""
    down_functions: tuple[Function, ...] = ()
    all_down: bool
    """All Regions of the route are down."""
    answer: Answer


def what_if(route: Route, *, down_regions: Collection[str] = (), down_functions: Collection[Function] = ()) -> Answer:
    """Who answers this route's calls.

    A function that the service may not invoke does not answer. One that the source does not know is taken to answer.

    Args:
        route: a SIP rule; a disabled one takes no calls.
        down_regions: Regions in which no function can be invoked.
        down_functions: functions that cannot be invoked.
    """
    tried: list[Attempt] = []
    for target in sorted(route.targets, key=lambda target: target.priority) if route.enabled else ():
        failed = _why_not(target, down_regions, down_functions)
        if not failed:
            return Answer(target=target, tried=tuple(tried))
        tried.append(Attempt(target=target, failed=failed))
    return Answer(target=None, tried=tuple(tried))


def _why_not(target: Target, down_regions: Collection[str], down_functions: Collection[Function]) -> str:
    if target.region in down_regions:
        return f"{target.region} is down"
    if target.function is None:
        return ""
    if target.function in down_functions:
        return f"function {target.function.name} cannot be invoked"
    return never_answers(target.function)


def never_answers(function: Function) -> str:
    """Why a function cannot be invoked even when nothing is down; empty when it can, or when nobody can tell."""
    if function.exists is False:
        return f"function {function.name} does not exist"
    if function.invoke_permission is False:
        return f"the service may not invoke function {function.name}"
    return ""


def outcomes(route: Route) -> tuple[Outcome, ...]:
    """Who answers when all is well, when each Region of the route is down alone, when all are, and when each function is."""
    regions = tuple(dict.fromkeys(target.region for target in route.targets))
    situations = [(), *((region,) for region in regions)]
    if len(regions) > 1:
        situations.append(regions)
    functions = dict.fromkeys(target.function for target in route.targets if target.function)
    return (
        *(
            Outcome(down_regions=down, all_down=down == regions, answer=what_if(route, down_regions=down))
            for down in situations
        ),
        *(
            Outcome(down_functions=(down,), all_down=False, answer=what_if(route, down_functions=(down,)))
            for down in functions
        ),
    )
