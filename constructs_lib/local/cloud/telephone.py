"""Phone calls to and from what is deployed: one telephone network an account, in the cloud's time."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping

from constructs_lib.calls.acting import schedule
from constructs_lib.calls.script import Script
from constructs_lib.local.cloud.clock import CloudClock
from constructs_lib.local.cloud.functions import DeployedFunctions
from constructs_lib.local.table import routing_table
from constructs_lib.local.voice.service import VoiceService
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.clock import RealTime
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import Party
from constructs_lib.routing.model import RoutingTable


class Telephone:
    """Plays calls over the service's state; the service's door to it is `create_call` and `update_call`.

    Args:
        service: where numbers, rules and applications are.
        clock: the service's time, which is the calls' too.
        url: the cloud's endpoint, where functions are invoked.
    """

    def __init__(self, service: VoiceService, clock: CloudClock, url: str) -> None:
        self._service = service
        self._clock = clock
        self._url = url
        self._time = RealTime(clock)
        self._lock = threading.Lock()
        self._networks: dict[str, Network] = {}
        self._scripts: dict[tuple[str, str], Script] = {}

    def network(self, account: str) -> Network:
        """The calls of an account."""
        with self._lock:
            if account not in self._networks:
                self._networks[account] = Network(
                    table=lambda: self._table(account),
                    invoker=DeployedFunctions(self._url, account),
                    time=self._time,
                    numbers=lambda: self._numbers(account),
                    account=account,
                )
            return self._networks[account]

    def expect(self, account: str, number: str, script: Script) -> None:
        """Say what whoever is at a number does when an application calls it, from now on."""
        self._scripts[account, number] = script

    def create_call(
        self,
        *,
        account: str,
        region: str,
        application_id: str,
        from_number: str,
        to_number: str,
        sip_headers: Mapping[str, str],
        arguments: Mapping[str, str],
    ) -> str:
        """Begin an outbound call and return its transaction id without waiting for the call to end."""
        steps = self._scripts.get((account, to_number), Script())
        network = self.network(account)
        call = network.create_call(
            application_id=application_id,
            region=region,
            caller=from_number,
            called=to_number,
            sip_headers=sip_headers,
            arguments=arguments,
            party=Party(does=steps.caller),
            bridged=Party(does=steps.other),
        )
        schedule(network, call, steps)
        return call.transaction_id

    def update_call(
        self,
        *,
        account: str,
        region: str,  # noqa: ARG002 - the application was found in it
        application_id: str,
        transaction_id: str,
        arguments: Mapping[str, str],
    ) -> bool:
        """Deliver arguments to a call in progress; False when there is no such call."""
        return self.network(account).update_call(
            application_id=application_id, transaction_id=transaction_id, arguments=arguments
        )

    def find(self, account: str, beginning: str) -> Call | None:
        """The latest call whose transaction id begins so."""
        calls = self.network(account).calls
        return next((call for call in reversed(calls) if call.transaction_id.startswith(beginning)), None)

    def forget(self) -> None:
        """Start anew; calls under way are left to themselves."""
        with self._lock:
            self._networks.clear()
            self._scripts.clear()

    def close(self) -> None:
        """End all calls."""
        self._time.close()

    def _table(self, account: str) -> RoutingTable:
        resources = self._service.snapshot().get(account)
        return routing_table(resources) if resources else RoutingTable(routes=())

    def _numbers(self, account: str) -> Collection[str]:
        resources = self._service.snapshot().get(account, {"PhoneNumbers": []})
        return {each["E164PhoneNumber"] for each in resources["PhoneNumbers"] if "DeletionTimestamp" not in each}
