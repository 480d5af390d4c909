"""Functions that fail: what their error tells, where it is a mistake that handlers make."""

from __future__ import annotations

import re

from constructs_lib.pstn.exchanges import Exchange
from constructs_lib.pstn.lint.mistake import Mistake

# Whoever wants the next Region to answer raises something else, such as chime_voice.sma.FailOver.
_OWN_MISTAKE = re.compile(
    r"(Key|Index|Attribute|Type|Name|UnboundLocal|Reference|Syntax|Import|ModuleNotFound|Runtime\.ImportModule)Error\b"
)
_REMEDIES = (
    (
        re.compile("SipApplicationId"),
        "read SipMediaApplicationId: events have no SipApplicationId, only pages of the guide do",
    ),
    (
        re.compile(r"'Chime' object has no attribute|\bAWS\.Chime\b"),
        "use the client chime-sdk-voice; the old client chime has no operations for SIP any more",
    ),
    (
        re.compile(r"IndexError|properties of undefined \(reading '(CallId|ParticipantTag|Status|To|From)'\)"),
        "look a leg up by its ParticipantTag: Participants has one entry until a second leg is there",
    ),
)
_OTHERWISE = "catch the error, say something and hang up; chime_voice.sma.Calls does so"
_AT_THE_BEGINNING = "mend it: every Region has the same code, so no other one answers better"


def failed(exchange: Exchange) -> Mistake | None:
    """What is wrong when a function failed.

    At the beginning of a call an error may be meant, so that the next Region answers; unless it is one that nobody means.
    """
    begins = exchange.type == "NEW_INBOUND_CALL"
    if exchange.kind != "function_error" or (begins and not _OWN_MISTAKE.match(exchange.error)):
        return None
    known = next((remedy for pattern, remedy in _REMEDIES if pattern.search(exchange.error)), None)
    everybody_left = exchange.type == "HANGUP" and not exchange.read
    return Mistake(
        id="handler-failed",
        said=f"the function failed: {exchange.error}",
        remedy=known or (_AT_THE_BEGINNING if begins else _OTHERWISE),
        severity="warning" if everybody_left else None,
    )
