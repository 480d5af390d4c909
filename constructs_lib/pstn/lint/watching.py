"""Looking on while a call plays: what the linter is told, and what it then adds to the call's findings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.exchanges import Exchange
from constructs_lib.pstn.invoking import Invoked
from constructs_lib.pstn.lint import answers, endings, failures, memory
from constructs_lib.pstn.lint.legs import Legs
from constructs_lib.pstn.lint.mistake import Mistake
from constructs_lib.pstn.responses import Action

# A traceback of Python, or an error as the Node runtime or console.error writes it, with its stack.
_TRACEBACK = re.compile(r"^Traceback \(most recent call last\):.*?^(\w[\w.]*)(?::|$)", re.MULTILINE | re.DOTALL)
_STACK = re.compile(r"\b(\w*Error)\b[^\n]*\n\s+at ", re.MULTILINE)
# Of the events whose answer may go unread. A Hangup after an invalid response is what the guide asks for, and after an
# action that a hang-up cut short, a handler cannot know.
_UNREAD = frozenset({"NEW_OUTBOUND_CALL", "RINGING", "ACTION_INTERRUPTED", "HANGUP"})


def answered(call: Call, exchange: Exchange, invoked: Invoked) -> None:
    """The function was asked, and has answered or not."""
    event, kind = exchange.event, exchange.type
    failed = failures.failed(exchange)
    if failed:
        _add(call, event, failed)
    if invoked.kind != "answered":
        return
    legs = Legs(event=event, gone={leg.call_id for leg in call.all_legs}, elsewhere=call.elsewhere)
    for mistake in answers.check(exchange.answer, kind, read=exchange.read, policy=call.policy, legs=legs):
        _add(call, event, mistake)
    before = call.exchanges[:-1]
    replayed = memory.replayed(before, exchange)
    grown = memory.grown(before, exchange)
    if replayed:
        _add(call, event, replayed)
    elif not exchange.read and exchange.actions and kind in _UNREAD:
        _add(call, event, Mistake(
            id="unread-answer", said=f"it has actions, but nobody reads what is answered to {_words(kind)}",
            remedy="answer with an empty list of actions", place="Actions",
        ))  # fmt: skip
    if grown:
        _add(call, event, grown)
    if kind == "NEW_INBOUND_CALL":
        swallowed = _swallowed(exchange, invoked.log)
        if swallowed:
            _add(call, event, swallowed)


def slow(call: Call, event: Mapping[str, Any], seconds: float, *, gave_up: bool) -> None:
    """The function has not answered in time."""
    then = "the service gives up" if gave_up else "it is invoked a second time with the same event"
    _add(call, event, Mistake(
        id="slow-handler", said=f"there is none after {seconds:g} s, so {then}",
        remedy="do slow work elsewhere, and answer the same TransactionId and Sequence the same way twice",
        severity="error" if gave_up else None,
    ))  # fmt: skip


def may_be_slow(call: Call, event: Mapping[str, Any], timeout: int | None) -> None:
    """The function's time-out is known."""
    longest = call.policy.hang_up_after
    if timeout is not None and timeout > longest:
        _add(call, event, Mistake(
            id="slow-handler", said=f"the function may run for {timeout} s, but the service waits {longest:g} s",
            remedy=f"set its time-out to {longest:g} s at most", place="timeout",
        ))  # fmt: skip


def emptied(call: Call, rest: Sequence[str]) -> None:
    """A success in the middle of a list was answered with an empty one; these actions were still to come."""
    then = "they are dropped" if call.policy.empty_list_stops else "they go on"
    _add(call, call.exchanges[-1].event, Mistake(
        id="empty-mid-list", said=f"it is an empty list, but {', '.join(rest)} were still to come: {then} here",
        remedy="to go on with them leave Actions out, and to drop them answer with what comes instead", place="Actions",
    ))  # fmt: skip


def refused(call: Call, action: Action, why: str, remedy: str, *, left: int) -> None:
    """An action failed, since what it asks for cannot be in this call; so many of its list are left."""
    for exchange in reversed(call.exchanges):
        index = len(exchange.actions) - left - 1
        if not exchange.read or index < 0:
            continue
        asked = exchange.actions[index]
        if (asked["Type"], asked.get("Parameters") or {}) == (action.type, action.parameters):
            _add(call, exchange.event, Mistake(
                id="refused-action", said=f"{action.type} fails: {why}", remedy=remedy,
                place=f"Actions[{index}]", action=index,
            ))  # fmt: skip
            return


def used_up(call: Call, event: Mapping[str, Any]) -> None:
    """The call has no invocation left."""
    _add(call, event, Mistake(
        id="endless", said=f"{call.policy.max_invocations} invocations are used up",
        remedy="count attempts in TransactionAttributes, and hang up after a few",
    ))  # fmt: skip


def concluded(call: Call) -> None:
    """The call is over."""
    for event, mistake in endings.check(call):
        _add(call, event, mistake)


def _add(call: Call, event: Mapping[str, Any], mistake: Mistake) -> None:
    """Once for each rule at each place of the answers to one kind of event: a loop makes no more of it."""
    finding = mistake.finding(event)
    same = (finding.id, finding.severity, finding.event, finding.place)
    if any((each.id, each.severity, each.event, each.place) == same for each in call.findings):
        return
    call.findings.append(finding)
    if finding.severity == "warning":
        call.note("warning", finding.message)


def _words(kind: str) -> str:
    return "HANGUP of the last leg" if kind == "HANGUP" else kind


def _swallowed(exchange: Exchange, log: str) -> Mistake | None:
    error = _TRACEBACK.search(log) or _STACK.search(log)
    if error is None or any(not _hangs_up(action) for action in exchange.actions):
        return None
    return Mistake(
        id="swallowed-error",
        said=f"the function met a {error[1]} and answered all the same, so no other Region is tried",
        remedy="let the error leave the handler when the event is NEW_INBOUND_CALL",
    )


def _hangs_up(action: Any) -> bool:
    return isinstance(action, dict) and action.get("Type") == "Hangup"
