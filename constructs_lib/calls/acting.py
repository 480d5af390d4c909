"""Taking a step of a script for a party, at once or at its time."""

from __future__ import annotations

import functools

from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.script import Script, Timed
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.errors import PstnError
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import Answer, Decline, Press, Say, Step, Talk, Update, Wait


def take(network: Network, call: Call, step: Step, *, leg: str = "LEG-A") -> None:
    """Take a step now, whether the call waits for it or not. A `Wait` only lets virtual time pass.

    Args:
        network: that plays the call.
        call: that a party began.
        step: what is done.
        leg: whose party does it; an update is nobody's.

    Raises:
        CallsError: there is nobody who could do so now.
    """
    try:
        if isinstance(step, Press):
            network.press(call, step.keys, leg=leg)
        elif isinstance(step, Say):
            network.say(call, step.intent, step.slots, state=step.state, leg=leg)
        elif isinstance(step, Talk):
            network.talk(call, step.seconds, leg=leg)
        elif isinstance(step, Update):
            _update(network, call, step)
        elif isinstance(step, Answer):
            network.answer(call)
        elif isinstance(step, Decline):
            network.decline(call, step.sip_code)
        elif isinstance(step, Wait):
            network.run(step.seconds)
        else:
            network.hang_up(call, leg=leg)
    except PstnError as error:
        raise CallsError(str(error)) from None


def schedule(network: Network, call: Call, script: Script) -> None:
    """See to it that the steps with a time are taken then. What nobody can do by then is noted in the call."""
    for timed in script.timed:
        network.later(timed.seconds, functools.partial(_take_timed, network, call, timed))


def _take_timed(network: Network, call: Call, timed: Timed) -> None:
    if call.over.is_set():
        return
    try:
        take(network, call, timed.step, leg=timed.leg)
    except CallsError as error:
        call.note("warning", f"the step at {timed.seconds:g} s comes to nothing: {error}")


def _update(network: Network, call: Call, step: Update) -> None:
    found = call.target is not None and network.update_call(
        application_id=call.target.application_id, transaction_id=call.transaction_id, arguments=step.arguments
    )
    if not found:
        raise CallsError("no application has the call now, so nobody can update it")
