"""The record of a call as JSON: docs/call-record.md describes it, call.schema.json beside this file defines it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.masking import Mask

VERSION = 2
"""Changes with everything that a reader of the old shape would stumble over; what is only added changes nothing."""


def record(call: Call, *, mask: bool = False) -> dict[str, Any]:
    """The record.

    Args:
        call: over, or still going on.
        mask: hide the middle of all phone numbers.
    """
    # Lists are copied: with a real clock the call may go on meanwhile.
    whole = {
        "version": VERSION,
        "transaction_id": call.transaction_id,
        "from": call.leg_a.from_,
        "to": call.leg_a.to,
        "direction": call.leg_a.direction,
        "state": call.state,
        "answered_by": call.answered_by,
        "handled_by": call.handled_by,
        "sip_code": call.sip_code,
        "ended_because": call.ended_because,
        "attempts": [each.to_dict() for each in list(call.attempts)],
        "legs": [_leg(call, leg) for leg in list(call.all_legs)],
        "events": [each.to_dict() for each in list(call.exchanges)],
        "actions": list(_actions(call)),
        "heard": [each.to_dict() for each in list(call.heard)],
        "findings": [each.to_dict() for each in list(call.findings)],
        "timeline": [each.to_dict() for each in list(call.timeline)],
    }
    return Mask.of(call).everywhere(whole) if mask else whole


def _leg(call: Call, leg: Leg) -> dict[str, Any]:
    until = call.now() if leg.ended is None else leg.ended
    return {
        "tag": leg.tag,
        "call_id": leg.call_id,
        "from": leg.from_,
        "to": leg.to,
        "direction": leg.direction,
        "started": leg.started,
        "answered": leg.answered,
        "ended": leg.ended,
        "billed_seconds": 0.0 if leg.answered is None else round(until - leg.answered, 3),
    }


def _actions(call: Call) -> Iterator[dict[str, Any]]:
    tags = {leg.call_id: leg.tag for leg in call.all_legs}
    for entry in list(call.timeline):
        if entry.what == "action" and entry.data:
            parameters = entry.data["Parameters"]
            yield {
                "time": entry.time,
                "region": entry.region,
                "leg": tags.get(str(parameters.get("CallId"))) or parameters.get("ParticipantTag") or "LEG-A",
                "type": entry.data["Type"],
                "parameters": dict(parameters),
            }
