"""An inbound call: the rule that matches, and its targets one after the other until a function takes the call."""

from __future__ import annotations

import re

from constructs_lib.pstn.call import Call, CallOver
from constructs_lib.pstn.conversation import Conversation
from constructs_lib.pstn.dialogue import ask, take
from constructs_lib.pstn.invoking import Invoked
from constructs_lib.pstn.outcomes import hang_up_of
from constructs_lib.pstn.responses import InvalidResponse, Reply, read
from constructs_lib.pstn.signals import Play, Wait
from constructs_lib.pstn.vocabulary import USER_PART
from constructs_lib.routing.model import RoutingTable, Target, Trigger

NEW = "NEW_INBOUND_CALL"


def play_inbound(call: Call, table: RoutingTable, trigger: Trigger) -> Play[None]:
    """Play the call from the first ring to the end."""
    if trigger.kind == "RequestUriHostname" and not re.fullmatch(USER_PART, call.leg_a.to):
        raise CallOver(
            f"the user part {call.leg_a.to!r} of the Request-URI must be 1 to 36 characters from a-z A-Z 0-9 &=+$/%-_!~*().",
            sip_code=call.policy.unroutable_sip_code,
        )
    if trigger.kind == "RequestUriHostname":
        _refuse(call, call.account_wide.too_fast(f"request {trigger.value}", call.now()))
    route = call.route = table.match(trigger)
    if route is None:
        off = any(each.trigger == trigger for each in table.routes)
        why = f"the rule for {trigger.value} is disabled" if off else f"no rule for {trigger.value}"
        call.note("rule", why)
        raise CallOver(why, sip_code=call.policy.unroutable_sip_code)
    order = ", ".join(f"{target.priority}. {target.region}" for target in _by_priority(route.targets))
    call.note("rule", f"{route.name}: {order}")
    reply = yield from _first_that_takes_it(call, route.targets)
    yield from Conversation(call).play(reply)


def _refuse(call: Call, why: str) -> None:
    if why:
        raise CallOver(why, sip_code=call.policy.over_quota_sip_code)


def _by_priority(targets: tuple[Target, ...]) -> list[Target]:
    return sorted(targets, key=lambda target: target.priority)


def _first_that_takes_it(call: Call, targets: tuple[Target, ...]) -> Play[Reply]:
    for number, target in enumerate(_by_priority(targets)):
        if number:
            yield from _move_on(call)
        call.target = target
        _refuse(call, call.account_wide.full(target.region))
        call.note("attempt", f"priority {target.priority}: {target.application_name or target.application_id}")
        invoked = yield from ask(call, NEW)
        why = _why_next(call, invoked)
        if why is None:
            return (yield from take(call, NEW, invoked))
        call.note("failover", why)
        call.attempts[-1].fail(why)
    raise CallOver("no target can be invoked")


def _why_next(call: Call, invoked: Invoked) -> str | None:
    """Why the next target is tried; None if this one has the call.

    Raises:
        CallOver: neither.
    """
    policy = call.policy
    moves_on = {
        "not_invokable": True,
        "function_error": policy.function_error_fails_over,
        "timed_out": policy.time_out_fails_over,
    }
    if invoked.kind == "answered":
        if policy.invalid_response_fails_over:
            try:
                read(invoked.payload, kind=NEW, policy=policy)
            except InvalidResponse as invalid:
                return invalid.message
        return None
    if not moves_on[invoked.kind]:
        raise CallOver(f"{NEW} got no answer: {invoked.error}")
    return invoked.error


def _move_on(call: Call) -> Play[None]:
    if (yield Wait(hang_up_of(call.leg_a), seconds=call.policy.seconds_before_next_target)):
        raise CallOver("the caller hung up", sip_code=0)
    if not call.policy.transaction_kept_at_failover:
        call.transaction_id = call.new_id()
        call.sequence = 0
