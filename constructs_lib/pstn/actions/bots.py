"""StartBotConversation: no bot is run; the party says what the bot understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.actions.sound import hear_speech
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outcomes import ActionFailed, Results, pick_up, wait
from constructs_lib.pstn.parties import Attention
from constructs_lib.pstn.signals import Input, Play, Said

FALLBACK = "FallbackIntent"


def start_bot_conversation(call: Call, leg: Leg, parameters: Mapping[str, Any]) -> Play[Results]:
    """Welcome messages, and what the party says to the bot; not interruptible. Answers the call."""
    configuration = parameters.get("Configuration") or {}
    session = configuration.get("SessionState") or {}
    _check(call, parameters)
    yield from pick_up(call, leg)
    for message in configuration.get("WelcomeMessages") or ():
        kind = "ssml" if message["ContentType"] == "SSML" else "text"
        yield from wait(call, leg, hear_speech(call, leg, {"Text": message["Content"], "TextType": kind}))
    said = yield from _listen(call, leg)
    intent = _intent(said.intent, said.slots, said.state)
    understood = [{"NluConfidence": {"Score": 1.0}, "Intent": intent}] if said.intent != FALLBACK else []
    return {
        "CallId": leg.call_id,
        "IntentResult": {
            "SessionId": leg.call_id,
            "SessionState": {"SessionAttributes": dict(session.get("SessionAttributes") or {}), "Intent": intent},
            "Interpretations": [*understood, {"Intent": _intent(FALLBACK, {}, "Failed")}],
        },
    }


def _listen(call: Call, leg: Leg) -> Play[Said]:
    def wants(given: Input) -> bool:
        return isinstance(given, Said) and given.call_id == leg.call_id

    attends = (Attention(leg.tag, "bot"),)
    got = yield from wait(call, leg, call.policy.bot_patience_seconds, wants=wants, attends=attends)
    return got if isinstance(got, Said) else Said(leg.call_id, FALLBACK, {}, "Failed")


def _check(call: Call, parameters: Mapping[str, Any]) -> None:
    if call.leg_b is not None and call.leg_b.up:
        raise ActionFailed("InvalidActionParameter", "a call that is bridged or in a meeting cannot talk to a bot")
    arn = parameters["BotAliasArn"]
    region = arn.split(":")[3]
    if region != call.region:
        raise ActionFailed(
            "ResourceNotFound",
            f"the bot is in {region}, the application in {call.region}",
            remedy="give every Region a bot of its own, and take the one of the event's AwsRegion",
        )
    quotas, bots = call.account_wide.quotas, call.account_wide.bots
    if quotas is not None and len(bots | {arn}) > quotas.bots:
        raise ActionFailed("ActionExecutionThrottled", f"the quota of {quotas.bots} Lex bots is exceeded")
    bots.add(arn)


def _intent(name: str, slots: Mapping[str, str], state: str) -> dict[str, Any]:
    filled = {
        slot: {
            "Value": {"OriginalValue": value, "InterpretedValue": value, "ResolvedValues": [value]},
            "Values": [],
        }
        for slot, value in slots.items()
    }
    return {"Name": name, "Slots": filled, "State": state, "ConfirmationState": "None"}
