"""A whole handler: a caller hears a sentence or reaches the desk, and nobody's leg is left up."""

import os
from typing import Any

from chime_voice.sma import CallAndBridge, CallEvent, Calls, Hangup, PstnEndpoint, Speak, respond

app = Calls()
handler = app.handler


@app.on("NEW_INBOUND_CALL")
def connect(call: CallEvent) -> dict[str, Any]:
    desk = PstnEndpoint(uri=os.environ["DESK"])
    return respond(CallAndBridge(caller_id_number=call.leg_a.to, endpoint=desk))


@app.on("ACTION_FAILED")
def sorry(call: CallEvent) -> dict[str, Any]:
    return respond(Speak(text="Nobody is here.", call_id=call.leg.call_id), Hangup(call_id=call.leg.call_id))
