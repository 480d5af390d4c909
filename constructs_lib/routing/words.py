"""The words that all reports share, and names made safe to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from constructs_lib.routing.model import Finding, Function, Origin, Route, RoutingTable, Target
from constructs_lib.routing.what_if import Outcome, outcomes

NOBODY = "nobody; the caller is hung up on"
DISABLED = "nobody; the rule is disabled"
FOOTNOTE = (
    "Down means: cannot be invoked. What a function that is invoked and fails does to the call, "
    "and what becomes of a rule while the Region that holds it is down, is not documented."
)


def visible(text: str) -> str:
    """The text on one line, with whatever cannot be printed, or turns the direction of writing, as an escape."""
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(
        character if character.isprintable() and character != "\\" else character.encode("unicode_escape").decode()
        for character in text
    )


def trigger_words(route: Route) -> str:
    """What the trigger is."""
    return {"ToPhoneNumber": "phone number", "RequestUriHostname": "host name"}[route.trigger.kind]


def triggers_words(routes: Sequence[Route]) -> str:
    """What the triggers are: 12 phone numbers and 1 host name."""
    return " and ".join(number_words(count, kind) for kind, count in Counter(map(trigger_words, routes)).items())


def situations(route: Route) -> Iterator[tuple[str, Outcome]]:
    """Who answers when, each with its words.

    Where a Region has one function for the route, the Region and the function are one situation.
    """
    known = outcomes(route)
    alone = {
        outcome.down_regions[0]: _only_function(route, outcome.down_regions[0])
        for outcome in known[1:]
        if outcome.down_regions
    }
    for outcome in known:
        if outcome.down_functions and outcome.down_functions[0] in alone.values():
            continue
        yield _situation_words(route, outcome, alone), outcome


def _situation_words(route: Route, outcome: Outcome, alone: Mapping[str, Function | None]) -> str:
    if outcome.down_functions:
        return f"function {told_apart(outcome.down_functions[0], route.targets)} is down"
    if not outcome.down_regions:
        return "all is well"
    if len(outcome.down_regions) > 1:
        return "all Regions are down"
    (region,) = outcome.down_regions
    function = alone[region]
    return f"{region} or function {told_apart(function, route.targets)} is down" if function else f"{region} is down"


def _only_function(route: Route, region: str) -> Function | None:
    """The function that is down exactly when the Region is, as far as the route goes."""
    there = [target for target in route.targets if target.region == region]
    function = there[0].function
    return (
        function if function and there == [target for target in route.targets if target.function == function] else None
    )


def answer_words(route: Route, outcome: Outcome) -> str:
    """Who answers: the Region, and what is uncertain about it."""
    target = outcome.answer.target
    if target is None:
        return NOBODY if route.enabled else DISABLED
    return target.region if target.function else f"{target.region}, if its function does"


def function_words(function: Function | None) -> str:
    """The function's name."""
    return function.name if function else "not known here"


def told_apart(function: Function, targets: Iterable[Target]) -> str:
    """The function's name, with its Region where a target has another one of that name: names are often the same in all."""
    others = (each.function for each in targets if each.function)
    shared = any(each.name == function.name and each.region != function.region for each in others)
    return f"{function.name} in {function.region}" if shared else function.name


def code_words(function: Function | None) -> str:
    """Module and function, runtime and time limit, as far as they are known."""
    if function is None or not function.entry:
        return ""
    limit = "" if function.timeout is None else f"{function.timeout} s"
    return ", ".join(word for word in (function.entry, function.runtime, limit) if word)


def place_words(origin: Origin) -> str:
    """Where something is declared: the construct and the line, as far as they are known."""
    line = "" if origin.line is None else f":{origin.line}"
    return ", ".join(word for word in (origin.construct_path, f"{origin.file}{line}" if origin.file else "") if word)


def finding_words(finding: Finding) -> str:
    """What is found, and what to do."""
    remedy = f"; {finding.remedy}" if finding.remedy else ""
    return f"{finding.message}{remedy}"


def summary(table: RoutingTable) -> str:
    """How much there is."""
    regions = sorted({application.region for application in table.applications})
    count = f"{number_words(len(table.routes), 'rule')}, {number_words(len(table.applications), 'application')}"
    return f"{count} in {', '.join(regions)}" if regions else count


def number_words(count: int, noun: str) -> str:
    """A count of something: 1,000 rules."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
