"""CallAndBridge: a second leg to a phone number, or to the system behind a Voice Connector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.actions.parameters import number
from constructs_lib.pstn.actions.sound import hear_audio
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outcomes import NOTHING, ActionFailed, CutShort, Results, hang_up_of, pick_up
from constructs_lib.pstn.parties import Attention
from constructs_lib.pstn.signals import Answered, Drop, HungUp, Input, Play, Ring, Wait

DEFAULT_TIMEOUT = 30


def call_and_bridge(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Ring the other party, and connect it when it answers. Answers an inbound call that still rings with it.

    A ringback tone is heard from the beginning, as long as it rings.
    """
    (endpoint,) = parameters["Endpoints"]
    caller = _caller(call, parameters)
    timeout = number(parameters, "CallTimeoutSeconds", DEFAULT_TIMEOUT)
    if call.leg_b is not None and call.leg_b.up:
        raise ActionFailed("InvalidActionParameter", "LEG-B is still up")
    full = call.account_wide.full(call.region, 1)
    if full:
        raise ActionFailed("SystemException", full)
    other = Leg(
        call_id=call.new_id(), tag="LEG-B", to=endpoint["Uri"], from_=caller, direction="Outbound", started=call.now(),
        connector=endpoint.get("Arn") or "", sends_headers=parameters.get("SipHeaders") or {},
    )  # fmt: skip
    call.leg_b = other
    call.note("leg", f"LEG-B rings at {other.to}")
    if parameters.get("RingbackTone"):
        hear_audio(call, leg, parameters["RingbackTone"])
    yield Ring(other)
    return (yield from _connect(call, leg, other, timeout))


def _connect(call: Call, leg: Leg, other: Leg, timeout: float) -> Play[Results]:
    gone, declined = hang_up_of(leg), hang_up_of(other)

    def ends(given: Input) -> bool:
        return gone(given) or declined(given) or (isinstance(given, Answered) and given.call_id == other.call_id)

    got = yield Wait(ends, seconds=timeout, attends=(Attention(other.tag, "ring"),))
    if isinstance(got, Answered):
        other.status = "Connected"
        call.note("leg", "LEG-B is answered")
        yield from pick_up(call, leg)
        return NOTHING
    other.status = "Disconnected"
    if isinstance(got, HungUp) and got.call_id == other.call_id:
        why = f"declined with {got.sip_code}"
    else:
        why = "stops ringing: the caller is gone" if got else f"did not answer within {timeout:g} s"
        yield Drop(other, 480)
    call.note("leg", f"LEG-B {why}")
    if not call.policy.lists_leg_that_did_not_answer:
        call.leg_b = None
    if isinstance(got, HungUp) and got.call_id == leg.call_id:
        raise CutShort(got)
    raise ActionFailed("CallNotAnswered", f"{other.to} {why}")


def _caller(call: Call, parameters: Mapping[str, Any]) -> str:
    caller = str(parameters["CallerIdNumber"])
    if caller != call.leg_a.from_:
        owned = call.owns(caller)
        if owned is None:
            call.note("warning", f"CallerIdNumber {caller} must be a number of the account; the simulator knows it not")
        elif not owned:
            message = f"CallerIdNumber {caller} is neither a number of the account nor the caller's"
            remedy = "take the number that is called, or the From of LEG-A"
            raise ActionFailed("InvalidActionParameter", message, remedy=remedy)
    return caller
