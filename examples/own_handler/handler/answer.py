"""Puts callers through to the desk, and says so when nobody is there.

When one of the two hangs up, the router ends the other leg.
"""

import os
from typing import Any

from chime_voice.sma import CallAndBridge, CallEvent, Calls, Hangup, PstnEndpoint, Speak, respond

app = Calls()
handler = app.handler


@app.on("NEW_INBOUND_CALL")
def put_through(call: CallEvent) -> dict[str, Any]:
    desk = PstnEndpoint(uri=os.environ["DESK"])
    return respond(
        Speak(text="One moment, please.", call_id=call.leg_a.call_id),
        # The desk sees the number that was called: it is ours, which every caller id must be.
        CallAndBridge(caller_id_number=call.leg_a.to, endpoint=desk, call_timeout_seconds=20),
    )


@app.on("ACTION_FAILED")
def apologize(call: CallEvent) -> dict[str, Any]:
    leg = call.leg_a.call_id
    if call.action_type != "CallAndBridge":
        return respond(Hangup(call_id=leg))
    return respond(Speak(text="Nobody is at the desk. Please call again.", call_id=leg), Hangup(call_id=leg))
