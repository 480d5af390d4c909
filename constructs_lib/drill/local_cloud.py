"""A drill in a running local cloud: what is deployed there answers, and its clock goes on meanwhile."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from constructs_lib.calls.errors import CallsError
from constructs_lib.drill.chances import fared_all, held, places
from constructs_lib.drill.model import Drill, Held, Outage, Ring, Tried, When
from constructs_lib.drill.rehearsal import BETWEEN
from constructs_lib.local.table import routing_table
from constructs_lib.routing.model import Route, RoutingTable, Target

AT_ONCE = 8
"""Calls at the same time: each takes as long as its functions do."""


class Admin(Protocol):
    """The local cloud's own API."""

    def get(self, path: str) -> Any:
        """Ask."""

    def post(self, path: str, document: Mapping[str, Any] | None = None) -> Any:
        """Tell."""


def deployed(admin: Admin, account: str) -> RoutingTable:
    """Who answers which call there.

    Raises:
        CallsError: nothing of the service is deployed.
    """
    state = admin.get("state").get(account)
    if not state or not state["SipRules"]:
        raise CallsError(
            "the local cloud has no SIP rule to call: run `cdk deploy` with the variables of `chime-voice local env`"
        )
    return routing_table(state)


def play(admin: Admin, account: str, outage: Outage, ask: Callable[[str], str]) -> Drill:
    """Ring every trigger before, in the middle of and after an outage. Nothing that is deployed is touched.

    Args:
        admin: of the cloud.
        account: whose rules are called.
        outage: of Regions; a home Region that is down lets nobody in.
        ask: makes a request to the service in a Region, and says what came of it.

    Raises:
        CallsError: functions are to be down, or faults are in wait that would end with the drill's own.
    """
    if outage.functions:
        raise CallsError("in the local cloud whole Regions are down: drill an assembly or an estate with --function")
    if outage.home_down and admin.get("faults"):
        raise CallsError(
            "the local cloud has faults in wait, which would be forgotten with those of a drill: run "
            "`chime-voice local fault clear` first"
        )
    table = deployed(admin, account)
    callers = _Callers(admin, account, [table.routes[at] for at in places(table)])
    homes = held(table) if outage.home_down else ()
    before = callers.ring("before")
    admin.post("clock", {"advance": BETWEEN + outage.seconds / 2})
    with _shut(admin, homes):
        asked = tuple(dataclasses.replace(each, checked=ask(each.region)) for each in homes)
        during = callers.ring("during", outage.regions)
    admin.post("clock", {"advance": outage.seconds / 2 + BETWEEN})
    after = callers.ring("after")
    return Drill(
        outage=outage,
        fared=fared_all(table, outage, list(zip(before, during, after, strict=True))),
        held=asked,
        real_functions=True,
        seconds_are_real=True,
    )


@contextlib.contextmanager
def _shut(admin: Admin, homes: tuple[Held, ...]) -> Iterator[None]:
    """Nobody listens at the service's endpoints there."""
    try:
        for each in homes:
            admin.post("faults", {"kind": "region_down", "region": each.region, "count": None})
        yield
    finally:
        if homes:
            admin.post("faults/clear")


@dataclasses.dataclass(frozen=True)
class _Callers:
    """Whoever calls the first rule of each trigger."""

    admin: Admin
    account: str
    routes: list[Route]

    def ring(self, when: When, down: tuple[str, ...] = ()) -> list[Ring]:
        """Call all of them."""

        def one(route: Route) -> Ring:
            which = {"ToPhoneNumber": "to", "RequestUriHostname": "host"}[route.trigger.kind]
            wish = {which: route.trigger.value, "down": list(down), "account": self.account}
            return _got(route, self.admin.post("calls", wish)["call"], when)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(one, self.routes))


def _got(route: Route, call: Mapping[str, Any], when: When) -> Ring:
    def target(attempt: Mapping[str, Any]) -> Target:
        place = (attempt["application_id"], attempt["region"])
        return next(each for each in route.targets if (each.application_id, each.region) == place)

    attempts = list(call["attempts"])
    took = attempts[-1] if call["answered_by"] else None
    leg = call["legs"][0] if call["legs"] else None
    answered = leg["answered"] if leg else None
    return Ring(
        when=when,
        answered_by=target(took) if took else None,
        seconds=round(answered - leg["started"], 3) if took and leg and answered is not None else None,
        tried=tuple(
            Tried(target=target(each), why=each["reason"] or "did not answer the caller")
            for each in attempts
            if each is not took
        ),
        why_not="" if took else str(call["ended_because"]),
    )
