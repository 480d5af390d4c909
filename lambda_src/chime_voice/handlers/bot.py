"""Let an Amazon Lex bot find out what the caller wants and connect the call with the number for it.

Where there is no number for the intent, or the bot fails, the fallback serves the caller: a number, or a text and the end
of the call. When one of the two hangs up the other is hung up too. A call that was made by the API is served alike.
"""

from __future__ import annotations

from chime_voice.handlers import _bridge, _parameters, _prompts
from chime_voice.sma import (
    BotConfiguration,
    CallEvent,
    Calls,
    Hangup,
    Speak,
    StartBotConversation,
    WelcomeMessage,
    hang_up_all,
    keep_actions,
    respond,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PARAMETERS = {
    "bot": str,
    "routes": dict,
    "locale": str,
    "welcome_text": str,
    "fallback": str,
    "unavailable_text": str,
    "unavailable_audio": str,
    "prompts": str,
    "caller_id": str,
    "ring_seconds": int,
    "ringback_audio": str,
}
"""`bot`: the ARN of the bot's alias, in the Region of the call (`{region}`). `routes`: a number by intent,
`{"Billing": "+1…"}`. `locale`: the bot's language, `en_US` by default. `welcome_text`: what the bot says first; by default
what it says on its own. `fallback`: a number, or a text that is said before the call ends. `unavailable_text`: said when
nobody answers; a sound in its place is `unavailable_audio`, a key in the bucket `prompts`. `caller_id`: what the called one
sees, a number of your own; the caller's by default. `ring_seconds`: 1 to 120, 30 by default. `ringback_audio`: heard while
it rings."""
REQUIRED = ("bot", "routes")

_SORRY = "Sorry, I cannot help you with that. Goodbye."

app = Calls()
handler = app.handler


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters' values: asked at synthesis, before anybody calls."""
    import re

    bot = _parameters.at_its_longest(parameters.get("bot", "arn:aws:lex:{region}:123456789012:bot-alias/A/B"))
    found = []
    if not re.fullmatch(r"arn:[\w-]+:lex:[a-z0-9-]+:\d{12}:bot-alias/\w+/\w+", bot):
        found.append(
            "bot must be the ARN of a bot's alias, such as arn:aws:lex:{region}:123456789012:bot-alias/BOT/ALIAS"
        )
    numbers = {f"routes {intent}": number for intent, number in parameters.get("routes", {}).items()}
    if "routes" in parameters and not numbers:
        found.append("routes must have at least one intent, got none")
    if parameters.get("fallback", "").startswith("+"):
        numbers["fallback"] = parameters["fallback"]
    return [
        *found,
        *_prompts.problems(parameters, "locale", "welcome_text", "fallback", "unavailable_text"),
        *_bridge.problems(parameters, numbers),
    ]


@app.on("NEW_INBOUND_CALL", "CALL_ANSWERED")
def _ask(call: CallEvent) -> dict[str, Any]:
    welcome = _parameters.text("welcome_text")
    messages = [WelcomeMessage(content=welcome)] if welcome else None
    return respond(
        StartBotConversation(
            bot_alias_arn=_parameters.text("bot"),
            locale_id=_parameters.text("locale", "en_US"),
            configuration=BotConfiguration(welcome_messages=messages) if messages else None,
            call_id=call.leg_a.call_id,
        )
    )


@app.on("ACTION_SUCCESSFUL")
def _connect(call: CallEvent) -> dict[str, Any]:
    if call.action_type != "StartBotConversation":
        return keep_actions()
    if not call.leg_a.is_up:
        return hang_up_all(call)
    number = _parameters.mapping("routes").get(call.intent_name or "")
    if number is None or call.intent_state == "Failed":
        return _fall_back(call)
    return respond(_bridge.to(number, call))


@app.on("ACTION_FAILED")
def _sorry(call: CallEvent) -> dict[str, Any]:
    if not call.leg_a.is_up:
        return hang_up_all(call)
    if call.action_type == "StartBotConversation":
        return _fall_back(call)
    return _bridge.unavailable(call) if call.action_type == "CallAndBridge" else hang_up_all(call)


def _fall_back(call: CallEvent) -> dict[str, Any]:
    fallback = _parameters.text("fallback", _SORRY)
    if fallback.startswith("+"):
        return respond(_bridge.to(fallback, call))
    leg = call.leg_a.call_id
    return respond(Speak(text=fallback, call_id=leg), Hangup(call_id=leg))
