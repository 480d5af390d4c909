"""Callers who ring all the time: before and after every call of the service, and whenever time has passed."""

from __future__ import annotations

import threading
from typing import Any

from constructs_lib.drill.stand_in import Answering
from constructs_lib.local.table import routing_table
from constructs_lib.local.voice.service import Call
from constructs_lib.pstn.network import Network
from constructs_lib.routing.model import Trigger
from tests.provider.stage import ACCOUNT, Stage

CALLER = "+12065550199"


class RungStage(Stage):
    """A stage on which callers ring from the moment they are given something to call."""

    def __init__(self) -> None:
        super().__init__()
        self.callers = Callers(self)
        self.service.before_call(self.callers.ring)
        self.service.after_call(self.callers.ring)

    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        self.callers.ring()


class Callers:
    """Ring every trigger of a list, and keep what is lost.

    Args:
        stage: whose service has the rules and numbers.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._triggers: tuple[Trigger, ...] = ()
        # A scan reads Regions at once.
        self._lock = threading.Lock()
        self.rung = 0
        self.lost: list[str] = []
        self.answered: dict[str, list[str]] = {}
        """By trigger, the Regions that answered, one after the other, without repetitions."""

    def begin(self) -> None:
        """Ring, from now on, whatever is answered now."""
        self._triggers = tuple(route.trigger for route in routing_table(self._state()).routes)
        self.ring()

    def ring(self, call: Call | None = None) -> None:
        """Ring everybody once."""
        with self._lock:
            if not self._triggers:
                return
            state = self._state()
            table = routing_table(state)
            kept = {each["E164PhoneNumber"] for each in state["PhoneNumbers"] if "DeletionTimestamp" not in each}
            network = Network(table=table, invoker=Answering(), seed=0)
            calls = [_place(network, trigger) for trigger in self._triggers]
            network.run()
            self.rung += len(calls)
            for trigger, placed in zip(self._triggers, calls, strict=True):
                gone = trigger.kind == "ToPhoneNumber" and trigger.value not in kept
                if gone or placed.answered_by is None:
                    why = "released" if gone else placed.ended_because
                    self.lost.append(f"{trigger.value} at {call.operation.name if call else 'rest'}: {why}")
                    continue
                answered = self.answered.setdefault(trigger.value, [])
                if answered[-1:] != [placed.answered_by]:
                    answered.append(placed.answered_by)

    def _state(self) -> dict[str, Any]:
        return dict(self._stage.service.snapshot()[ACCOUNT])


def _place(network: Network, trigger: Trigger) -> Any:
    if trigger.kind == "ToPhoneNumber":
        return network.dial(to=trigger.value, caller=CALLER)
    return network.request(host=trigger.value, user="4711", caller=CALLER)
