"""Calls to one source, with its own code, before anything is deployed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from constructs_lib.calls import sources
from constructs_lib.calls.acting import schedule
from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.faults import Fault, FaultyInvoker, by_function, down_regions
from constructs_lib.calls.script import Script
from constructs_lib.calls.stand_ins import CALLER
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.invoking import Invoker, PythonInvoker
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.policy import Policy
from constructs_lib.workers import Workers
from constructs_lib.workers.pool import Log

USER = "+12065550100"
"""The user part of a SIP request when nobody says another."""


class Simulation:
    """Calls in virtual time; functions run in warm processes of their own, those of this process in it. A context manager.

    Args:
        what: see `sources.of`.
        region: where a handler without an assembly is said to run.
        environment: variables for the functions, which win over those in the templates.
        python: another interpreter for Python handlers.
        endpoint_url: where the functions' AWS calls go, on this machine. By default they fail at once.
        faults: functions that fail.
        policy: what the documentation leaves open.
        seed: makes ids the same in every run; None for random ones.
        log: called with what a function wrote to its log.
        invoker: runs the functions instead; it is not closed.

    Raises:
        CallsError: a fault is of no function; `environment` is for a function of this process.
        AssemblyError: the folder holds no assembly that can be read.
        WorkersError: a file, a folder or an endpoint cannot be used.
    """

    def __init__(
        self,
        what: Any,
        *,
        region: str = sources.REGION,
        environment: Mapping[str, str] | None = None,
        python: str | Path | None = None,
        endpoint_url: str | None = None,
        faults: Iterable[Fault] = (),
        policy: Policy | None = None,
        seed: int | None = 0,
        log: Log | None = None,
        invoker: Invoker | None = None,
    ) -> None:
        self.source = sources.of(what, region=region)
        failing = by_function(faults, self.source.functions_by_name())
        self._workers: Workers | None = None
        if self.source.handlers is not None:
            if environment:
                raise CallsError("a function of this process has this process's environment: set variables there")
            invoker = PythonInvoker(self.source.handlers)
        elif invoker is None:
            invoker = self._workers = Workers(
                environment=environment, python=python, endpoint_url=endpoint_url, log=log
            )
        self._table = self.source.table
        self.network = Network(
            table=lambda: self._table,
            invoker=FaultyInvoker(invoker, failing) if failing else invoker,
            policy=policy,
            seed=seed,
        )

    def call(
        self,
        *,
        to: str | None = None,
        host: str | None = None,
        user: str | None = None,
        caller: str = CALLER,
        sip_headers: Mapping[str, str] | None = None,
        down: Collection[str] = (),
        script: Script | None = None,
        other: Party | None = None,
        by_hand: bool = False,
    ) -> Call:
        """Call a number, or send a SIP request to a Voice Connector's host. The call is placed, and not yet played.

        Args:
            to: the number, or a name of it (see `Source.called`). By default the only trigger there is.
            host: the host name, or a name of it.
            user: with a host, the user part of the Request-URI; by default a number.
            caller: who calls.
            sip_headers: with a host, shown to the function.
            down: Regions that are pretended gone.
            script: what the parties do.
            other: whom the call is bridged to, if outside of the table; by default the script's other party.
            by_hand: whether the call stops where a party has no step left, for what a `Line` is told then.

        Raises:
            CallsError: there is no such trigger or Region.
        """
        source, trigger = self.source.called(to=to, host=host)
        if trigger.kind == "ToPhoneNumber" and (user is not None or sip_headers):
            raise CallsError("a user part and SIP headers are of a request to a host; a call to a number has none")
        self._table = source.table
        script = script or Script()
        ends: dict[str, Any] = {
            "down": down_regions(down, source.table),
            "party": Party(does=script.caller, by_hand=by_hand),
            "bridged": other or Party(does=script.other, by_hand=by_hand),
        }
        if trigger.kind == "ToPhoneNumber":
            placed = self.network.dial(to=trigger.value, caller=caller, **ends)
        else:
            placed = self.network.request(
                host=trigger.value, user=user or USER, caller=caller, sip_headers=sip_headers, **ends
            )
        schedule(self.network, placed, script)
        return placed

    def outbound(
        self,
        application: str | None = None,
        *,
        to: str,
        caller: str | None = None,
        arguments: Mapping[str, str] | None = None,
        sip_headers: Mapping[str, str] | None = None,
        down: Collection[str] = (),
        script: Script | None = None,
        other: Party | None = None,
        by_hand: bool = False,
    ) -> Call:
        """Place a call from an application, as CreateSipMediaApplicationCall does. It is placed, and not yet played.

        Args:
            application: its name, id, construct path or logical id. By default the only one there is.
            to: the number to call.
            caller: the number that the called party sees; by default the first of the source.
            arguments: shown to the function.
            sip_headers: sent to the called party.
            down: Regions that are pretended gone.
            script: what the called party and others do.
            other: as in `call`.
            by_hand: as in `call`.

        Raises:
            CallsError: there is no such application or Region.
        """
        target = self.source.application(application)
        script = script or Script()
        numbers = [r.trigger.value for r in self.source.table.routes if r.trigger.kind == "ToPhoneNumber"]
        placed = self.network.create_call(
            application_id=target.application_id,
            region=target.region,
            caller=caller or next(iter(numbers), sources.NUMBER),
            called=to,
            sip_headers=sip_headers,
            arguments=arguments,
            down=down_regions(down, self.source.table),
            party=Party(does=script.caller, by_hand=by_hand),
            bridged=other or Party(does=script.other, by_hand=by_hand),
        )
        schedule(self.network, placed, script)
        return placed

    def close(self) -> None:
        """End the processes of the functions."""
        if self._workers:
            self._workers.close()

    def __enter__(self) -> Self:
        """Nothing is started before the first call."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes of the functions."""
        self.close()
