"""Whole conversations with a template in the simulator, and the same ones disturbed at every step.

A conversation is played once as it should go. Then it is played again for every moment at which something happened in
it, and once between any two of them, with one thing going wrong there. Parties are patient to a fault here: who is
left behind by a handler stays for hours, and shows.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.errors import PstnError
from constructs_lib.pstn.invoking import PythonInvoker
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import Party
from tests.pstn.phone import CALLER, NUMBER, route, table_of

FRIEND = "+12065550150"
"""Whom an application calls."""
HOURS = 10_000.0
"""How long anybody waits who is forgotten."""
SOON = 600.0
"""Every conversation is over by then when nobody is forgotten."""
REGION = "us-east-1"
APPLICATION = f"announce@{REGION}"

_NO_LUCK = "Lambda has no luck"

Answer = Callable[[dict[str, Any], Any], Any]


def patient(**does: Any) -> Party:
    """A party that never gives up by itself."""
    return Party(patience=HOURS, **does)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Conversation:
    """How a conversation with a template goes."""

    template: ModuleType
    party: Party = dataclasses.field(default_factory=patient)
    """The caller, or the one who is called."""
    bridged: Party = dataclasses.field(default_factory=patient)
    """Whom the template connects the caller with."""
    outbound: bool = False
    """The call is made by the API instead."""
    arguments: dict[str, str] = dataclasses.field(default_factory=dict)
    """Of an outbound call."""
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    """More for the network."""

    def begin(self, handler: Answer | None = None) -> tuple[Network, Call]:
        """A call that has not been played yet; by the template, or by something around it."""
        functions = {f"announce-{REGION}": handler or self.template.handler}
        world = Network(
            table=table_of(route(regions=(REGION,))), invoker=PythonInvoker(functions), seed=1, **self.options
        )
        if self.outbound:
            call = world.create_call(
                application_id=APPLICATION,
                region=REGION,
                caller=NUMBER,
                called=FRIEND,
                arguments=self.arguments,
                party=self.party,
                bridged=self.bridged,
            )
        else:
            call = world.dial(to=NUMBER, caller=CALLER, party=self.party, bridged=self.bridged)
        return world, call

    def play(self, handler: Answer | None = None) -> Call:
        """The call, played to its end."""
        world, call = self.begin(handler)
        world.run()
        return call

    def moments(self) -> list[float]:
        """Seconds from the beginning: of everything that happens, and in between."""
        timeline = self.play().timeline
        times = sorted({entry.time - timeline[0].time for entry in timeline if entry.time - timeline[0].time < SOON})
        return sorted({*times, *((a + b) / 2 for a, b in itertools.pairwise(times))})

    def disturbed(self, what: Callable[[Network, Call], object]) -> Iterator[Call]:
        """The call once for every moment, with this done to it there, and played to its end."""
        for moment in self.moments():
            world, call = self.begin()
            world.run(moment)
            what(world, call)
            world.run()
            yield call

    def abandoned(self) -> Iterator[Call]:
        """The caller, or the one who was called, hangs up at every moment."""
        return self.disturbed(lambda world, call: world.hang_up(call))

    def left(self) -> Iterator[Call]:
        """The one whom the caller is connected with hangs up at every moment, or refuses where it rings."""

        def leave(world: Network, call: Call) -> None:
            with contextlib.suppress(PstnError):  # nobody is there yet, or any more
                world.hang_up(call, leg="LEG-B")

        return self.disturbed(leave)

    def updated(self, **arguments: str) -> Iterator[Call]:
        """The call is updated by the API at every moment."""
        return self.disturbed(
            lambda world, call: world.update_call(
                application_id=APPLICATION, transaction_id=call.transaction_id, arguments=arguments
            )
        )

    def refused(self) -> Iterator[Call]:
        """The service fails to carry out each kind of action, every time; but for hanging up, which nothing could mend."""
        for kind in sorted(set(actions(self.play())) - {"Hangup"}):
            failures = {kind: ("SystemException", "System error")}
            yield dataclasses.replace(self, options={**self.options, "action_failures": failures}).play()

    def without_lambda(self) -> Iterator[Call]:
        """The function fails as a whole at every invocation."""
        for failing in range(1, len(invocations(self.play())) + 1):
            yield self.play(_Counting(self.template.handler, failing, inside=False))

    def with_an_error(self) -> Iterator[Call]:
        """The template's own code fails at every event that it has code for; what is around it answers."""
        app = self.template.app
        kept = dict(app._handlers)
        for failing in range(1, len(invocations(self.play())) + 1):
            counting = _Counting(self.template.handler, failing, inside=True)
            app._handlers = {name: counting.around(function) for name, function in kept.items()}
            try:
                yield self.play(counting)
            finally:
                app._handlers = kept


class _Counting:
    """A handler that fails at one of its invocations."""

    def __init__(self, handler: Answer, failing: int, *, inside: bool) -> None:
        self._handler, self._failing, self._inside = handler, failing, inside
        self._invocations = 0

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        self._invocations += 1
        if self._invocations == self._failing and not self._inside:
            raise RuntimeError(_NO_LUCK)
        return self._handler(event, context)

    def around(self, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def answer(call: Any) -> Any:
            if self._invocations == self._failing:
                raise RuntimeError("the template has no luck")
            return function(call)

        return answer


def invocations(call: Call) -> list[dict[str, Any]]:
    """The events that the function got, in order."""
    return [dict(entry.data["event"]) for entry in call.timeline if entry.what == "event"]


def kinds(call: Call) -> list[str]:
    """Their types."""
    return [str(event["InvocationEventType"]) for event in invocations(call)]


def said(call: Call, leg: str = "LEG-A") -> list[str]:
    """What a party heard, texts and sounds."""
    return [each.content for each in call.heard if each.leg == leg]


def actions(call: Call) -> list[str]:
    """The actions that were begun, in order."""
    return [str(entry.data["Type"]) for entry in call.timeline if entry.what == "action" and entry.data]


def bridges(call: Call) -> list[str]:
    """The numbers that were called."""
    found = [
        entry.data["Parameters"] for entry in call.timeline if entry.what == "action" and "Endpoints" in str(entry.data)
    ]
    return [parameters["Endpoints"][0]["Uri"] for parameters in found]


def assert_nobody_is_left(call: Call) -> None:
    """The call is over, soon, on every leg, and nothing in it was a mistake of the handler."""
    shown = "\n".join(
        f"{entry.time - call.timeline[0].time:8.2f} {entry.what} {entry.detail}" for entry in call.timeline
    )
    assert call.state == "ended", shown
    assert [leg.tag for leg in call.legs if leg.up] == [], shown
    assert call.timeline[-1].time - call.timeline[0].time < SOON, shown
    # That Lambda fails where it shall is no mistake of the template.
    mistakes = [each for each in call.findings if each.severity == "error" and _NO_LUCK not in each.message]
    assert mistakes == [], shown
    assert "INVALID_LAMBDA_RESPONSE" not in kinds(call), shown


def assert_flawless(call: Call) -> None:
    """Nobody is left, and nothing in the answers is even unusual."""
    assert_nobody_is_left(call)
    assert call.findings == []


def give(monkeypatch: Any, **parameters: Any) -> None:
    """Parameters, as a template finds them in its environment."""
    for name, value in parameters.items():
        monkeypatch.setenv(f"CHIME_VOICE_{name.upper()}", value if isinstance(value, str) else json.dumps(value))


DISTURBANCES = (
    Conversation.abandoned,
    Conversation.left,
    Conversation.updated,
    Conversation.without_lambda,
    Conversation.with_an_error,
)
"""What can go wrong at every step. `Conversation.refused` goes by actions instead, and a call may have none."""
