"""Pause and Hangup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.actions.parameters import number
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outcomes import NOTHING, CutShort, Results, wait
from constructs_lib.pstn.signals import Drop, HungUp, Play


def pause(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Silence, interruptible; does not answer the call."""
    yield from wait(call, leg, number(parameters, "DurationInMilliseconds", 0) / 1000, interruptible=True)
    return NOTHING


def hang_up(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """The end of a leg; reported by HANGUP, not by ACTION_SUCCESSFUL."""
    del call
    code = int(number(parameters, "SipResponseCode", 0))
    yield Drop(leg, code)
    raise CutShort(HungUp(leg.call_id, code), by_application=True)
