"""The words that all reports share, and names made safe to show."""

from __future__ import annotations

from constructs_lib.routing.model import Function, Route, RoutingTable, Target
from constructs_lib.routing.what_if import Outcome

NOBODY = "nobody; the caller is hung up on"
DISABLED = "nobody; the rule is disabled"
FOOTNOTE = (
    "Down means that the Region's function cannot be invoked. What a function that is invoked and fails does to the call, "
    "and what becomes of a rule while the Region that holds it is down, is not documented."
)


def visible(text: str) -> str:
    """The text on one line, with whatever cannot be printed, or turns the direction of writing, as an escape."""
    return "".join(
        character if character.isprintable() and character != "\\" else character.encode("unicode_escape").decode()
        for character in text
    )


def trigger_words(route: Route) -> str:
    """What the trigger is."""
    return {"ToPhoneNumber": "phone number", "RequestUriHostname": "host name"}[route.trigger.kind]


def situation_words(outcome: Outcome) -> str:
    """Which Regions are down."""
    if not outcome.down_regions:
        return "all is well"
    if len(outcome.down_regions) > 1 and outcome.all_down:
        return "all Regions are down"
    return f"{' and '.join(outcome.down_regions)} is down"


def answer_words(route: Route, outcome: Outcome) -> str:
    """Who answers: the Region, and what is uncertain about it."""
    target = outcome.answer.target
    if target is None:
        return NOBODY if route.enabled else DISABLED
    return target.region if target.function else f"{target.region}, if its function does"


def untargeted(table: RoutingTable) -> tuple[Target, ...]:
    """The applications that no rule names: for outbound calls only, of a retired Region, or forgotten."""
    named = {(target.application_id, target.region) for route in table.routes for target in route.targets}
    return tuple(each for each in table.applications if (each.application_id, each.region) not in named)


def function_words(function: Function | None) -> str:
    """The function's name."""
    return function.name if function else "not known here"


def code_words(function: Function | None) -> str:
    """Module and function, runtime and time limit, as far as they are known."""
    if function is None or not function.entry:
        return ""
    limit = "" if function.timeout is None else f"{function.timeout} s"
    return ", ".join(word for word in (function.entry, function.runtime, limit) if word)


def summary(table: RoutingTable) -> str:
    """How much there is."""
    regions = sorted({application.region for application in table.applications})
    count = f"{_number(len(table.routes), 'rule')}, {_number(len(table.applications), 'application')}"
    return f"{count} in {', '.join(regions)}" if regions else count


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
