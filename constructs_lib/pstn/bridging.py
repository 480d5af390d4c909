"""CallAndBridge: a second leg to a phone number, or to the system behind a Voice Connector."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outcomes import ActionFailed, Cut, Done, Outcome, audio_source, hang_up_of, number, pick_up
from constructs_lib.pstn.parties import Attention
from constructs_lib.pstn.signals import Answered, Drop, HungUp, Input, Play, Ring, Wait

E164 = re.compile(r"\+?[1-9]\d{1,14}")
USER_PART = re.compile(r"[a-zA-Z0-9&=+$/%\-_!~*().]{1,36}")
DEFAULT_TIMEOUT = 30
HEADERS = ("user-to-user", "diversion")
RESERVED_HEADERS = ("x-amzn", "x-vine", "x-vc", "x-canary", "x-voice")
MAX_HEADER = 2048


def call_and_bridge(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Outcome]:
    """Ring the other party, and connect it when it answers. Answers an inbound call that still rings with it."""
    uri, kind = _endpoint(parameters)
    caller = _caller(call, parameters)
    if parameters.get("RingbackTone") is not None:
        audio_source(parameters, "RingbackTone")
    _check_headers(call, parameters.get("SipHeaders"), kind)
    timeout = number(call, parameters, "CallTimeoutSeconds", default=DEFAULT_TIMEOUT, low=1, high=120)
    if call.leg_b is not None and call.leg_b.up:
        raise ActionFailed("InvalidActionParameter", "LEG-B is still up")
    other = Leg(
        call_id=call.new_id(), tag="LEG-B", to=uri, from_=caller, direction="Outbound", started=call.now(),
        to_connector=kind == "AWS",
    )  # fmt: skip
    call.leg_b = other
    call.note("leg", f"LEG-B rings at {uri}")
    yield Ring(other)
    return (yield from _connect(call, leg, other, timeout))


def _connect(call: Call, leg: Leg, other: Leg, timeout: float) -> Play[Outcome]:
    gone, declined = hang_up_of(leg), hang_up_of(other)

    def ends(given: Input) -> bool:
        return gone(given) or declined(given) or (isinstance(given, Answered) and given.call_id == other.call_id)

    got = yield Wait(ends, seconds=timeout, attends=(Attention(other.tag, "ring"),))
    if isinstance(got, Answered):
        other.status = "Connected"
        call.note("leg", "LEG-B is answered")
        yield from pick_up(call, leg)
        return Done()
    other.status = "Disconnected"
    if isinstance(got, HungUp) and got.call_id == other.call_id:
        call.note("leg", f"LEG-B declined with {got.sip_code}")
        raise ActionFailed("CallNotAnswered", f"{other.to} declined with {got.sip_code}")
    yield Drop(other, 480)
    if isinstance(got, HungUp):
        call.note("leg", "LEG-B stops ringing: the caller is gone")
        return Cut(got)
    call.note("leg", f"LEG-B did not answer within {timeout:g} s")
    raise ActionFailed("CallNotAnswered", f"{other.to} did not answer within {timeout:g} s")


def _endpoint(parameters: Mapping[str, Any]) -> tuple[str, str]:
    endpoints = parameters.get("Endpoints")
    if not isinstance(endpoints, list) or len(endpoints) != 1 or not isinstance(endpoints[0], dict):
        raise ActionFailed("InvalidActionParameter", "Endpoints must hold exactly one endpoint")
    endpoint = endpoints[0]
    kind, uri = endpoint.get("BridgeEndpointType"), endpoint.get("Uri")
    if kind == "PSTN":
        if endpoint.get("Arn"):
            raise ActionFailed("InvalidActionParameter", "Arn must be absent for a PSTN endpoint")
        if not isinstance(uri, str) or not E164.fullmatch(uri):
            raise ActionFailed("InvalidActionParameter", f"Uri must be an E.164 number, but is {uri!r}")
    elif kind == "AWS":
        if not endpoint.get("Arn"):
            raise ActionFailed("InvalidActionParameter", "Arn of the Voice Connector is missing")
        if not isinstance(uri, str) or not USER_PART.fullmatch(uri):
            raise ActionFailed("InvalidActionParameter", f"Uri must be 1 to 36 safe characters, but is {uri!r}")
    else:
        raise ActionFailed("InvalidActionParameter", f"BridgeEndpointType must be PSTN or AWS, but is {kind!r}")
    return uri, kind


def _caller(call: Call, parameters: Mapping[str, Any]) -> str:
    caller = parameters.get("CallerIdNumber")
    if not isinstance(caller, str) or not E164.fullmatch(caller):
        raise ActionFailed("InvalidActionParameter", f"CallerIdNumber must be an E.164 number, but is {caller!r}")
    if caller != call.leg_a.from_:
        owned = call.owns(caller)
        if owned is None:
            call.note("warning", f"CallerIdNumber {caller} must be a number of the account; the simulator knows it not")
        elif not owned:
            message = f"CallerIdNumber {caller} is neither a number of the account nor the caller's"
            raise ActionFailed("InvalidActionParameter", message)
    return caller


def _check_headers(call: Call, headers: Any, kind: str) -> None:
    if not headers:
        return
    if not isinstance(headers, dict):
        raise ActionFailed("InvalidActionParameter", "SipHeaders must be an object")
    if kind == "PSTN":
        call.note("warning", "SipHeaders are documented for AWS endpoints only")
    for name, value in headers.items():
        lower = name.lower()
        if lower.startswith(RESERVED_HEADERS) or not (lower.startswith("x-") or lower in HEADERS):
            raise ActionFailed("InvalidActionParameter", f"SIP header {name!r} cannot be set")
        if len(str(value)) > MAX_HEADER:
            raise ActionFailed("InvalidActionParameter", f"SIP header {name!r} is longer than {MAX_HEADER} characters")
