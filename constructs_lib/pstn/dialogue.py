"""Asking the function of a call, within the service's limits, and taking its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.call import Call, CallOver
from constructs_lib.pstn.events import event
from constructs_lib.pstn.exchanges import Attempt, Exchange
from constructs_lib.pstn.invoking import Invoked
from constructs_lib.pstn.lint import watching
from constructs_lib.pstn.responses import InvalidResponse, Reply, read
from constructs_lib.pstn.signals import Input, Invoke, Play, Returned, Wait
from constructs_lib.routing.model import Function, Target

# The service does nothing that is answered to these; whether it keeps the attributes is a matter of policy.
IGNORED = frozenset({"NEW_OUTBOUND_CALL", "RINGING", "ACTION_INTERRUPTED"})
NEW = frozenset({"NEW_INBOUND_CALL", "NEW_OUTBOUND_CALL"})


def tell(call: Call, kind: str, *, action_data: Mapping[str, Any] | None = None, ignored: bool = False) -> Play[Reply]:
    """Send an event to the function that has the call, and read its answer.

    Args:
        call: the call.
        kind: InvocationEventType.
        action_data: ActionData.
        ignored: the actions answered are not run, beyond the events whose actions never are.

    Raises:
        CallOver: the function could not be asked, or its answer cannot be used.
    """
    ignored = ignored or kind in IGNORED
    invoked = yield from ask(call, kind, action_data=action_data, ignored=ignored)
    if invoked.kind != "answered":
        raise CallOver(f"{kind} got no answer: {invoked.error}")
    return (yield from take(call, kind, invoked, ignored=ignored))


def take(call: Call, kind: str, invoked: Invoked, *, ignored: bool = False) -> Play[Reply]:
    """Read an answer, keep its attributes, and tell the function when it is none.

    Raises:
        CallOver: it is not one.
    """
    try:
        reply = read(invoked.payload, kind=kind, policy=call.policy)
    except InvalidResponse as invalid:
        if ignored:
            return Reply()
        return (yield from _refuse(call, kind, invalid))
    return reply if ignored and kind not in call.policy.attributes_kept_from else _kept(call, reply)


def _kept(call: Call, reply: Reply) -> Reply:
    """The same, with its attributes stored."""
    if reply.attributes is not None:
        call.attributes = dict(reply.attributes)
    return reply


def ask(
    call: Call,
    kind: str,
    *,
    action_data: Mapping[str, Any] | None = None,
    error: tuple[str, str] | None = None,
    ignored: bool = False,
) -> Play[Invoked]:
    """Invoke the function, again when Lambda refuses, and say how that went.

    Raises:
        CallOver: the call has used up its invocations.
    """
    attempt = _attempt(call) if kind in NEW else None
    why = unavailable(call.target, call)
    if why:
        return _tried(attempt, Invoked(kind="not_invokable", error=why))
    call.sequence += 1
    sent = event(call, kind, action_data=action_data, error=error)
    retried = {"not_invokable"} | ({"function_error"} if call.policy.function_errors_are_retried else set())
    invoked = yield from _patiently(call, sent)
    for _ in range(call.policy.retries):
        if invoked.kind not in retried:
            break
        call.note("attempt", f"invoked again: {invoked.error}")
        invoked = yield from _patiently(call, sent)
    if invoked.kind == "answered":
        words = _summary(invoked.payload) + (" (ignored)" if ignored else "")
        call.note("reply", words, {"response": invoked.payload})
    else:
        call.note("reply", f"none: {invoked.error}")
    _look_at(call, sent, invoked, read=not ignored)
    return _tried(attempt, invoked)


def _attempt(call: Call) -> Attempt | None:
    if call.attempts:
        call.attempts[-1].outcome = "failed-over"
    if call.target is None:
        return None
    call.attempts.append(Attempt(target=call.target))
    return call.attempts[-1]


def _tried(attempt: Attempt | None, invoked: Invoked) -> Invoked:
    if attempt is not None and invoked.kind != "answered":
        attempt.fail(invoked.error)
    return invoked


def _look_at(call: Call, sent: dict[str, Any], invoked: Invoked, *, read: bool) -> None:
    function = _function(call)
    exchange = Exchange(
        time=call.now(),
        region=call.region,
        function=function.name,
        event=sent,
        kind=invoked.kind,
        answer=invoked.payload,
        error=invoked.error,
        seconds=invoked.seconds,
        read=read,
        entries=len(call.timeline),
    )
    call.exchanges.append(exchange)
    if len(call.exchanges) == 1:
        watching.may_be_slow(call, sent, function.timeout)
    watching.answered(call, exchange, invoked)


def unavailable(target: Target | None, call: Call) -> str:
    """Why a target cannot even be tried; empty if it can."""
    if target is None or target.function is None:
        return "the application or its function does not exist"
    if target.region in call.down:
        return f"Region {target.region} is down"
    if target.function.exists is False:
        return f"function {target.function.name} does not exist"
    if target.function.invoke_permission is False:
        return f"access denied: the service may not invoke {target.function.name}"
    return ""


def _patiently(call: Call, sent: dict[str, Any]) -> Play[Invoked]:
    policy = call.policy
    tickets = [(yield from _begin(call, sent, policy.hang_up_after))]

    def ours(given: Input) -> bool:
        return isinstance(given, Returned) and given.ticket in tickets

    left = policy.hang_up_after - policy.reinvoke_after
    got = yield Wait(ours, seconds=min(policy.reinvoke_after, policy.hang_up_after), working=True)
    if got is None and left > 0:
        call.note("attempt", f"no answer after {policy.reinvoke_after:g} s, invoked once more")
        watching.slow(call, sent, policy.reinvoke_after, gave_up=False)
        tickets.append((yield from _begin(call, sent, left)))
        got = yield Wait(ours, seconds=left, working=True)
    if isinstance(got, Returned) and got.invoked.kind != "timed_out":
        return got.invoked
    watching.slow(call, sent, policy.hang_up_after, gave_up=True)
    return Invoked(kind="timed_out", error=f"no answer within {policy.hang_up_after:g} s", seconds=policy.hang_up_after)


def _begin(call: Call, sent: dict[str, Any], time_limit: float) -> Play[int]:
    if call.invocations >= call.policy.max_invocations:
        watching.used_up(call, sent)
        raise CallOver(f"more than {call.policy.max_invocations} invocations in one call")
    call.invocations += 1
    call.tickets += 1
    call.note("event", f"{sent['InvocationEventType']} #{sent['Sequence']}", {"event": sent})
    yield Invoke(call.tickets, _function(call), sent, time_limit)
    return call.tickets


def _function(call: Call) -> Function:
    assert call.target is not None and call.target.function is not None  # noqa: S101, PT018  (`unavailable` was asked)
    return call.target.function


def _refuse(call: Call, kind: str, invalid: InvalidResponse) -> Play[Reply]:
    because = f"the answer to {kind} is not valid: {invalid.message}"
    call.note("failed", because)
    ignored = not call.policy.runs_reply_to_invalid_response
    told = yield from ask(call, "INVALID_LAMBDA_RESPONSE", error=(invalid.error_type, invalid.message), ignored=ignored)
    if call.policy.runs_reply_to_invalid_response and told.kind == "answered":
        try:
            return _kept(call, read(told.payload, kind="INVALID_LAMBDA_RESPONSE", policy=call.policy))
        except InvalidResponse as again:
            call.note("failed", f"the answer to INVALID_LAMBDA_RESPONSE is not valid either: {again.message}")
    if kind in NEW:
        call.attempts[-1].fail(because)
    raise CallOver(because)


def _summary(payload: Any) -> str:
    actions = payload.get("Actions") if isinstance(payload, dict) else None
    if not isinstance(actions, list):
        return "nothing"
    names = [str(each.get("Type")) if isinstance(each, dict) else "?" for each in actions]
    return ", ".join(names) or "no actions"
