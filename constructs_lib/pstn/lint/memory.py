"""State that leaks: what an answer holds of another answer, or of another call."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.exchanges import Exchange
from constructs_lib.pstn.findings import Finding
from constructs_lib.pstn.lint.mistake import Mistake

_ONLY_TELL = frozenset({"RINGING", "ACTION_INTERRUPTED", "CALL_UPDATE_REQUESTED"})
# To go on waiting after an interruption is no replay.
_WAITS = frozenset({"Pause", "RecordAudio", "ReceiveDigits"})
_REMEDY = "make lists and objects anew for every event, inside of the function; copy.deepcopy what a module keeps"


def replayed(before: Sequence[Exchange], now: Exchange) -> Mistake | None:
    """Whether an event that only tells something got the actions of an earlier answer to another event."""
    given = now.actions
    if now.type not in _ONLY_TELL or all(_type(each) in _WAITS for each in given):
        return None
    for each in before:
        if each.type != now.type and each.actions == given:
            return Mistake(
                id="replayed-default",
                said=f"it has the actions of the answer to {each.type} (#{each.sequence}) again",
                remedy=f"give {now.type} an answer of its own; to change nothing, leave Actions out",
                place="Actions",
            )
    return None


def _type(action: Any) -> Any:
    return action.get("Type") if isinstance(action, dict) else None


def grown(before: Sequence[Exchange], now: Exchange) -> Mistake | None:
    """Whether an answer begins with all of the last one, and that with all of the one before, and they grow."""
    last, *earlier = [*itertools.islice((each.actions for each in reversed(before) if each.actions), 2)] or [[]]
    if not _begins(now.actions, last):
        return None
    certain = bool(earlier) and _begins(last, earlier[0])
    if not certain and len(last) < 2:
        return None
    return Mistake(
        id="state-leak",
        said="it begins with all actions of the last answer" + (", as that one did" if certain else ""),
        remedy=_REMEDY,
        place="Actions",
        severity=None if certain else "warning",
    )


def across(calls: Sequence[Call]) -> list[Finding]:
    """What several calls tell about the process that answered them: state that leaks from one into the next.

    Of calls between the same parties, those answers are compared that were given by the same function after the same
    events. Ids of legs and calls, and when legs began, count as equal; answers that depend on the clock or on chance look
    like a leak.

    Args:
        calls: in the order in which they were placed.

    Returns:
        One finding for each call, at its first answer that differs from the first call's. It is an error when the answer
        begins with that one, or holds an id of the other call, and else a warning.
    """
    found = []
    for index, call in enumerate(calls):
        first = next((each for each in calls[:index] if _parties(each) == _parties(call)), None)
        difference = _first_difference(first, call) if first else None
        if difference is not None:
            found.append(difference)
    return found


def _parties(call: Call) -> tuple[str, str, str]:
    return call.leg_a.from_, call.leg_a.to, call.leg_a.direction


def _first_difference(first: Call, second: Call) -> Finding | None:
    told = {finding.sequence for finding in second.findings if finding.id == "state-leak"}
    names, others = _ids(second), set(_ids(first))
    for one, other in zip(first.exchanges, second.exchanges, strict=False):
        if _heard(one, _ids(first)) != _heard(other, names):
            return None
        if _said(one, _ids(first)) == _said(other, names):
            continue
        if other.sequence in told:
            return None
        foreign = next((each for each in others if each in json.dumps(other.answer)), None)
        longer = _begins(_plain(other.actions, names), _plain(one.actions, _ids(first)))
        why = " and holds an id of that call" if foreign else " and begins with all of that one" if longer else ""
        mistake = Mistake(
            id="state-leak",
            said=f"it differs from the answer to the same event in call {first.transaction_id}{why}",
            remedy=_REMEDY if why else f"{_REMEDY}; if it goes by the clock or by chance, all is well",
            severity="error" if why else "warning",
        )
        return mistake.finding(other.event)
    return None


def _heard(exchange: Exchange, names: dict[str, str]) -> tuple[str, str, Any]:
    about = exchange.event.get("ActionData")
    return exchange.function, exchange.type, _plain(about, names | _beginnings(exchange))


def _said(exchange: Exchange, names: dict[str, str]) -> tuple[str, Any]:
    return exchange.kind, _plain(exchange.answer, names | _beginnings(exchange))


def _ids(call: Call) -> dict[str, str]:
    """The ids of a call, and what stands for them."""
    named = {leg.call_id: f"<leg {number}>" for number, leg in enumerate(call.all_legs)}
    for each in call.exchanges:
        named[each.event["CallDetails"]["TransactionId"]] = "<call>"
    return named


def _beginnings(exchange: Exchange) -> dict[str, str]:
    """When the legs of an event began, and what stands for it: a handler may repeat what it was told."""
    legs = exchange.event["CallDetails"]["Participants"]
    return {each["StartTimeInMilliseconds"]: "<beginning>" for each in legs}


def _begins(longer: Any, shorter: Any) -> bool:
    return bool(shorter) and len(longer) > len(shorter) and longer[: len(shorter)] == shorter


def _plain(value: Any, names: dict[str, str]) -> Any:
    """A value with the ids of its call named by what they are."""
    if isinstance(value, dict):
        return {key: _plain(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, names) for each in value]
    if isinstance(value, str):
        for own, name in names.items():
            value = value.replace(own, name)
    return value
