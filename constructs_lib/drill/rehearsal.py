"""A drill over a routing table: the telephone network in software, in virtual time."""

from __future__ import annotations

import dataclasses

from constructs_lib.calls.simulation import USER
from constructs_lib.calls.sources import Source
from constructs_lib.calls.stand_ins import CALLER
from constructs_lib.drill.chances import fared_all, held, places
from constructs_lib.drill.model import Drill, Outage, Ring, Tried, When
from constructs_lib.drill.stand_in import Answering, Weather
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.invoking import Invoker
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.policy import Policy
from constructs_lib.routing.model import Function, Route, RoutingTable, Target

BETWEEN = 60.0
"""Seconds from the calls before the outage to its beginning, and from its end to the calls after it."""


def rehearse(
    table: RoutingTable, outage: Outage, *, policy: Policy | None = None, invoker: Invoker | None = None
) -> Drill:
    """Ring every trigger before, in the middle of and after an outage.

    Args:
        table: of any source. Functions of the outage are of this table.
        outage: what is down, and for how long.
        policy: what the documentation leaves open.
        invoker: runs the functions; by default stand-ins that answer.
    """
    played = Source.of_table(_with_functions(table)).table
    down = _played_functions(table, played, outage.functions)
    weather = Weather(invoker or Answering())
    network = Network(table=lambda: played, invoker=weather, policy=policy, seed=0)
    called = places(table)

    def ring(when: When) -> list[Ring]:
        weather.down, regions = (down, outage.regions) if when == "during" else ((), ())
        return _ring_all(network, [(table.routes[at], played.routes[at]) for at in called], when, regions)

    before = ring("before")
    network.run(BETWEEN + outage.seconds / 2)
    during = ring("during")
    network.run(outage.seconds / 2 + BETWEEN)
    after = ring("after")
    return Drill(
        outage=outage,
        fared=fared_all(table, outage, list(zip(before, during, after, strict=True))),
        held=held(table) if outage.home_down else (),
        real_functions=invoker is not None,
    )


def _with_functions(table: RoutingTable) -> RoutingTable:
    """The same, where a function that the source does not know is one that answers, as for the what-if."""

    def known(target: Target) -> Target:
        unknown = Function(name=f"of {target.application_id}", region=target.region)
        return dataclasses.replace(target, function=target.function or unknown)

    routes = (dataclasses.replace(route, targets=tuple(map(known, route.targets))) for route in table.routes)
    return dataclasses.replace(table, routes=tuple(routes))


def _played_functions(table: RoutingTable, played: RoutingTable, named: tuple[Function, ...]) -> set[Function]:
    both = zip(table.routes, played.routes, strict=True)
    pairs = (pair for one, other in both for pair in zip(one.targets, other.targets, strict=True))
    return {other.function for one, other in pairs if other.function and one.function in named}


def _ring_all(network: Network, routes: list[tuple[Route, Route]], when: When, regions: tuple[str, ...]) -> list[Ring]:
    """All at once; what they got when all calls are over."""
    placed = [_place(network, played, regions) for _, played in routes]
    network.run()
    return [_got(route, played, call, when) for (route, played), call in zip(routes, placed, strict=True)]


def _place(network: Network, route: Route, regions: tuple[str, ...]) -> Call:
    if route.trigger.kind == "ToPhoneNumber":
        return network.dial(to=route.trigger.value, caller=CALLER, down=regions)
    return network.request(host=route.trigger.value, user=USER, caller=CALLER, down=regions)


def _got(route: Route, played: Route, call: Call, when: When) -> Ring:
    def shown(target: Target) -> Target:
        return route.targets[played.targets.index(target)]

    took = call.attempts[-1] if call.answered_by else None
    answered = call.leg_a.answered
    return Ring(
        when=when,
        answered_by=shown(took.target) if took else None,
        seconds=None if took is None or answered is None else answered - call.leg_a.started,
        tried=tuple(
            Tried(target=shown(each.target), why=each.reason or "did not answer the caller")
            for each in call.attempts
            if each is not took
        ),
        why_not="" if took else call.ended_because,
    )
