"""Calls in tests: `call(app, to="+12065550100").said("Hello").hung_up_with(0)`.

Nothing is deployed and nobody is called. Functions run as they will be uploaded, in warm processes that last from test to
test; a Python function runs in this process. Time is virtual. For the fixture `phone` say in a `conftest.py`:
`from constructs_lib.testing.calls import phone`; it does what `call` does, and ends the processes with the test run.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pytest

from constructs_lib.calls import script, sources
from constructs_lib.calls.faults import Fault
from constructs_lib.calls.line import Line
from constructs_lib.calls.simulation import Simulation
from constructs_lib.calls.stand_ins import CALLER
from constructs_lib.pstn.parties import Party, Step
from constructs_lib.pstn.policy import Policy
from constructs_lib.pstn.render import render
from constructs_lib.workers import Workers

Steps = str | Sequence[Step]
Text = str | re.Pattern[str]


class TestedCall(Line):
    """A line with assertions: each raises with the call's timeline when it does not hold, and can be followed by more."""

    __test__ = False  # Not a class of tests.

    def said(self, text: Text) -> Self:
        """A party heard this: a part of what was spoken, or a pattern that is found in it."""
        return self._hold(_among(text, self._heard("speech")), f"nobody said {_shown(text)}")

    def did_not_say(self, text: Text) -> Self:
        """No party heard this."""
        return self._hold(not _among(text, self._heard("speech")), f"somebody said {_shown(text)}")

    def played(self, audio: Text) -> Self:
        """A party heard this audio file: a part of BUCKET/KEY, or a pattern that is found in it."""
        return self._hold(_among(audio, self._heard("audio")), f"no audio file {_shown(audio)} was played")

    def bridged_to(self, number: str) -> Self:
        """The call was put through to this number or user part, whether somebody answered there or not."""
        went = [leg.to for call in self.calls for leg in call.all_legs if leg.tag == "LEG-B"]
        return self._hold(number in went, f"the call was not bridged to {number}, but to {', '.join(went) or 'nobody'}")

    def is_answered_by(self, region: str | None) -> Self:
        """The function of this Region answered; None: nobody did."""
        return self._hold(self.answered_by == region, f"the call was answered by {self.answered_by}, not by {region}")

    def hung_up_with(self, sip_code: int) -> Self:
        """The call has ended with this code: 0 normally, 480 unavailable, 486 busy."""
        self.ended()
        return self._hold(self.sip_code == sip_code, f"the call ended with {self.sip_code}, not with {sip_code}")

    def ended(self) -> Self:
        """The call is over."""
        waits = f"; {self.attention.leg_tag} is waited for: {self.attention.to}" if self.attention else ""
        return self._hold(self.over, f"the call is not over{waits}")

    def no_findings(self, *, warnings: bool = True) -> Self:
        """Nothing is wrong with what the functions answered; with `warnings=False` nothing that the service rejects."""
        wrong = [each for each in self.findings if warnings or each.severity == "error"]
        return self._hold(not wrong, "\n".join(f"{each.id}: {each.message} {each.remedy}" for each in wrong))

    def found(self, finding: str) -> Self:
        """The finding with this id is among those about the functions' answers."""
        ids = [each.id for each in self.findings]
        return self._hold(finding in ids, f"no finding {finding!r}, but {', '.join(ids) or 'none at all'}")

    def _hold(self, true: bool, otherwise: str) -> Self:
        __tracebackhide__ = True
        if not true:
            raise AssertionError("\n\n".join([otherwise, *(render(call) for call in self.calls)]))
        return self

    def _heard(self, kind: str) -> list[str]:
        return [each.content for call in self.calls for each in call.heard if each.kind == kind]


class Phone:
    """Places calls; keeps the processes of functions warm between them.

    Handlers in processes of their own are shared by all calls with the same environment and interpreter.
    """

    def __init__(self) -> None:
        self._workers: dict[tuple[Any, ...], Workers] = {}

    def __call__(
        self,
        what: Any,
        *,
        to: str | None = None,
        host: str | None = None,
        user: str | None = None,
        caller: str | None = None,
        sip_headers: Mapping[str, str] | None = None,
        application: str | None = None,
        arguments: Mapping[str, str] | None = None,
        down: str | Collection[str] = (),
        fail: str | Collection[str] = (),
        does: Steps = (),
        other: Party | Steps | None = None,
        env: Mapping[str, str] | None = None,
        python: str | Path | None = None,
        endpoint_url: str | None = None,
        region: str = sources.REGION,
        policy: Policy | None = None,
    ) -> TestedCall:
        """Place a call, and play it up to where it waits for somebody, or to its end.

        Args:
            what: a CDK app, or a stage or stack in one; a cdk.out folder; a plan from `CallHandler.template` or
                `from_folder`; a handler's file as `path/to/file.py:function`; a Python function
                `handler(event, context)`; a `RoutingTable`.
            to: the number that is called; for one that only the deployment will know, a name of it as its construct id. By
                default the only trigger there is.
            host: a Voice Connector's host name, or a name of it, that a SIP request is sent to.
            user: with `host`, the user part of the Request-URI; by default a number.
            caller: who calls; by default +12065550199.
            sip_headers: with `host`, shown to the function.
            application: places the call to `to`, as CreateSipMediaApplicationCall does: name, construct path or logical id.
            arguments: of that call, shown to the function. With them, `application` may be left out when there is just one.
            down: a Region, or Regions, pretended gone.
            fail: functions that fail: LOGICAL_ID=throttle, =error, =timeout or =gone; `*` for all; @N behind it from the
                Nth invocation on.
            does: steps of the caller, in an outbound call of the called party, or a script as a text, with the other's too.
            other: steps of whoever the call is bridged to, or a whole `Party`.
            env: variables for functions in processes of their own, which win over those of the template.
            python: another interpreter for Python handlers.
            endpoint_url: where the functions' AWS calls go, on this machine. By default they fail at once.
            region: where a handler without an app is said to run; by default us-east-1.
            policy: what the service's documentation leaves open.

        Raises:
            ValueError: something given cannot be used; the message says what to do.
        """
        source = sources.of(what, region=region)
        simulation = Simulation(
            source,
            faults=[Fault.parse(each) for each in _several(fail)],
            policy=policy,
            environment=env,
            invoker=None if source.handlers else self._shared(env, python, endpoint_url),
        )
        steps = script.parse(does) if isinstance(does, str) else script.Script(caller=tuple(does))
        party = other if isinstance(other, Party) else None
        if other is not None and not isinstance(other, Party):
            steps = dataclasses.replace(steps, other=steps.other + _own_steps(other))
        ends: dict[str, Any] = {"down": _several(down), "script": steps, "other": party, "by_hand": True}
        if application is None and arguments is None:
            ends |= {"user": user, "caller": caller or CALLER, "sip_headers": sip_headers}
            return TestedCall(simulation.network, simulation.call(to=to, host=host, **ends))
        if to is None or host is not None or user is not None:
            raise ValueError("an outbound call goes to a number: give `to`, and neither `host` nor `user`")
        ends |= {"caller": caller, "arguments": arguments, "sip_headers": sip_headers}
        return TestedCall(simulation.network, simulation.outbound(application, to=to, **ends))

    def close(self) -> None:
        """End the processes of functions."""
        for workers in self._workers.values():
            workers.close()
        self._workers.clear()

    def _shared(self, env: Mapping[str, str] | None, python: str | Path | None, endpoint_url: str | None) -> Workers:
        key = (tuple(sorted((env or {}).items())), str(python), endpoint_url)
        if key not in self._workers:
            self._workers[key] = Workers(environment=env, python=python, endpoint_url=endpoint_url)
        return self._workers[key]


call = Phone()
"""Places a call; see `Phone.__call__`. Its processes end with this one."""


@pytest.fixture(scope="session")
def phone() -> Iterator[Phone]:
    """Places calls; its processes end with the test run."""
    made = Phone()
    yield made
    made.close()


def _own_steps(given: Steps) -> tuple[Step, ...]:
    if not isinstance(given, str):
        return tuple(given)
    steps = script.parse(given, name="`other`")
    if steps.other or steps.timed:
        raise ValueError(f"`other` holds the other party's own steps, without `other` and `at`; got {given!r}")
    return steps.caller


def _several(given: str | Collection[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _among(text: Text, heard: Sequence[str]) -> bool:
    return any(text in each if isinstance(text, str) else text.search(each) for each in heard)


def _shown(text: Text) -> str:
    return repr(text if isinstance(text, str) else text.pattern)
