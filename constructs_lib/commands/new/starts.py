"""For every template: parameters to begin with, and one call that its new folder's test makes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

DESK, SECOND_DESK = "+12065550142", "+12065550143"
_BOT = "arn:aws:lex:{region}:123456789012:bot-alias/BOTBOTBOT1/ALIASALIA1"
_PINS = "arn:aws:secretsmanager:us-east-1:123456789012:secret:pins-AbCdEf"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Start:
    """How one template is begun with."""

    parameters: Mapping[str, object] = dataclasses.field(default_factory=dict)
    """As `CallHandler.from_folder` takes them."""
    says: str
    """What the test shows, as the words of its name."""
    call: str = ""
    """Arguments of `call`, besides the handler and its environment."""
    shows: str
    """Assertions, as they follow `call(…)`."""


STARTS = {
    "announce": Start(
        parameters={"text": "You have reached us."},
        says="a caller hears the text and is hung up",
        shows='.said("You have reached us.").hung_up_with(0)',
    ),
    "bot": Start(
        parameters={"bot": _BOT, "routes": {"Billing": DESK}},
        says="a caller is connected by intent",
        call='does="say Billing"',
        shows=f'.bridged_to("{DESK}")',
    ),
    "forward": Start(
        parameters={"to": DESK, "recordings": "my-recordings"},
        says="a caller whom nobody answers leaves a message",
        call='does="talk 5\\npress #", other="do not answer"',
        shows='.said("leave a message").said("Thank you")',
    ),
    "hunt": Start(
        parameters={"numbers": [DESK, SECOND_DESK]},
        says="a caller is connected with the first one who answers",
        shows=f'.bridged_to("{DESK}")',
    ),
    "meeting": Start(
        parameters={"pins": _PINS},
        says="a caller hears it when the meeting cannot be joined",
        call='does="press 471108#"',  # AWS is out of reach in a test
        shows='.said("enter your PIN").said("cannot be joined").hung_up_with(0)',
    ),
    "menu": Start(
        parameters={"options": {"1": DESK, "2": SECOND_DESK}},
        says="a key connects the caller with its number",
        call='does="press 2"',
        shows=f'.bridged_to("{SECOND_DESK}")',
    ),
    "notify": Start(
        parameters={"text": "The road is closed."},
        says="a one confirms the message",
        call=f'to="{DESK}", arguments={{"text": "News for you."}}, does="answer\\npress 1"',
        shows='.said("News for you.").said("Thank you")',
    ),
    "record": Start(
        parameters={"to": DESK, "recordings": "my-recordings"},
        says="both are told that the call is recorded",
        call='does="press *1", other="answer"',
        shows='.said("This call is recorded")',
    ),
    "updates": Start(
        parameters={"transfers": [DESK]},
        says="a caller whom no update serves is let go in the end",
        shows='.said("Please hold the line.").said("nobody is free").hung_up_with(0)',
    ),
}
