"""An outbound call: one application, no failover."""

from __future__ import annotations

from collections.abc import Mapping

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.conversation import Conversation
from constructs_lib.pstn.dialogue import tell
from constructs_lib.pstn.events import hang_up_data
from constructs_lib.pstn.outcomes import hang_up_of
from constructs_lib.pstn.parties import Attention
from constructs_lib.pstn.signals import Answered, Drop, HungUp, Input, Play, Ring, Wait


def play_outbound(call: Call, arguments: Mapping[str, str]) -> Play[None]:
    """Play the call from the request to the end. It rings once the function has answered NEW_OUTBOUND_CALL."""
    leg = call.leg_a
    # Without arguments the event has no ActionData at all.
    request = {"Type": "CallCreateRequest", "Parameters": {"Arguments": dict(arguments)}} if arguments else None
    yield from tell(call, "NEW_OUTBOUND_CALL", action_data=request)
    yield Ring(leg)
    call.note("leg", f"LEG-A rings at {leg.to}")
    yield from tell(call, "RINGING")
    gone = hang_up_of(leg)

    def ends(given: Input) -> bool:
        return gone(given) or (isinstance(given, Answered) and given.call_id == leg.call_id)

    got = yield Wait(ends, seconds=call.policy.rings_out_after, attends=(Attention(leg.tag, "ring"),))
    if isinstance(got, Answered):
        leg.status = "Connected"
        call.answered_by = call.region
        call.note("leg", "LEG-A is answered")
        yield from Conversation(call).play((yield from tell(call, "CALL_ANSWERED")))
        return
    leg.status = "Disconnected"
    if isinstance(got, HungUp):
        code, because = got.sip_code, f"the called party declined with {got.sip_code}"
    else:
        code, because = 480, f"nobody answered within {call.policy.rings_out_after:g} s"
        yield Drop(leg, code)
    call.note("leg", f"LEG-A is down: {because}")
    call.end(because, code)
    yield from tell(call, "HANGUP", action_data=hang_up_data(leg, code), ignored=True)
