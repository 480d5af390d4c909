"""What can only be told when a call is over."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.exchanges import Exchange
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.lint.mistake import Mistake

Found = Iterator[tuple[Mapping[str, Any], Mistake]]


def check(call: Call) -> Found:
    """Legs that were forgotten. Each mistake comes with the event whose answer forgot it."""
    legs = {leg.call_id: leg for leg in call.all_legs}
    forgotten = set()
    for exchange in call.exchanges:
        if exchange.type != "HANGUP" or exchange.kind != "answered":
            continue
        for leg in _up(exchange, legs):
            if _idle(call, leg, exchange):
                forgotten.add(leg.call_id)
                yield exchange.event, _left_up(leg, exchange)
    for before, after in itertools.pairwise(call.exchanges):
        if after.type != "HANGUP" or before.kind != "answered" or not before.read or before.actions:
            continue
        left = _up(before, legs, ringing=True)
        if len(left) == 1 and left[0].call_id not in forgotten and _idle(call, left[0], before) and not _listens(call):
            yield before.event, _silence(left[0], before)


def _left_up(leg: Leg, exchange: Exchange) -> Mistake:
    seconds = (leg.ended or exchange.time) - exchange.time
    return Mistake(
        id="leg-left-up",
        said=f"{leg.tag} was not hung up: it stayed up for another {seconds:.0f} s, and is billed",
        remedy=f"answer with a Hangup for {leg.tag}; its CallId is in CallDetails.Participants",
        place="Actions",
    )


def _silence(leg: Leg, before: Exchange) -> Mistake:
    seconds = (leg.ended or before.time) - before.time
    said = "was never answered" if leg.answered is None else "heard nothing more"
    return Mistake(
        id="silence",
        said=f"it has no action, and none was left: {leg.tag} {said}, for {seconds:.0f} s",
        remedy="answer with an action; to end the call, with Hangup",
        place="Actions",
    )


def _up(exchange: Exchange, legs: Mapping[str, Leg], *, ringing: bool = False) -> list[Leg]:
    """The legs that the event showed as connected, or as ringing too."""
    shown = {"Connected", None} if ringing else {"Connected"}
    participants = exchange.event["CallDetails"]["Participants"]
    return [legs[each["CallId"]] for each in participants if each.get("Status") in shown]


def _idle(call: Call, leg: Leg, after: Exchange) -> bool:
    """Whether a leg stayed up for a second or more with no action on it."""
    if leg.ended is None or leg.ended - after.time < 1:
        return False
    since = call.timeline[after.entries :]
    return not any(entry.what == "action" and _is_on(leg, entry.data) for entry in since)


def _is_on(leg: Leg, action_data: Mapping[str, Any]) -> bool:
    """Whether an action was played on a leg; one that names no leg is taken as such."""
    named = action_data.get("Parameters", {}).get("CallId")
    return not named or named == leg.call_id


def _listens(call: Call) -> bool:
    """Whether digits are awaited in the background."""
    return any(entry.what == "action" and entry.data.get("Type") == "ReceiveDigits" for entry in call.timeline)
