"""The words that all reports of a drill share."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.drill.model import Drill, Fared, Held, Outage, Ring, Verdict
from constructs_lib.routing.model import Target
from constructs_lib.routing.words import NOBODY, number_words

REMEDIES: dict[Verdict, str] = {
    "lost": "call one with `chime-voice call` and the same outage, and see why its function did not take the call",
    "nobody": "add a target that stays up in this outage, or accept it with --allow-unanswered",
    "silent": "see what is wrong with it: `chime-voice check`",
}
MATCHING = (
    "rules go on being matched while a Region is down, those that it holds too: the documentation says nothing about it"
)
NOT_INVOKED = (
    "what is down cannot be invoked; whether a function that is invoked and then hangs or fails sends a call on is not "
    "documented"
)
DURATION = (
    "it takes {seconds:g} s to turn to the next target; how long it takes the service is not documented "
    "(--policy seconds_before_next_target=SECONDS)"
)
IN_PROGRESS = "calls that are under way when it begins are not played: that they move elsewhere is nowhere documented"
IN_A_LOCAL_CLOUD = (
    "the local cloud stands in for the service: what sends a call on, and how fast, is as its defaults say, "
    "which AWS promises nowhere"
)
STAND_INS = "functions that can be invoked answer: here stand-ins did (--handlers runs their own code)"


def outage_words(outage: Outage) -> str:
    """What is down, and for how long."""
    down = [*outage.regions, *(f"function {each.name} in {each.region}" for each in outage.functions)]
    down += ["the home Region's control plane"] if outage.home_down else []
    return f"{', '.join(down)} down for {duration_words(outage.seconds)}"


def duration_words(seconds: float) -> str:
    """A duration in the largest unit that divides it: 10 minutes."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= size and seconds % size == 0:
            return number_words(int(seconds // size), unit)
    return f"{seconds:g} second{'' if seconds == 1 else 's'}"


def counts_words(drill: Drill) -> str:
    """How the triggers fared: 2 nobody, 10 fail over."""
    named = {
        "lost": ("is lost", "are lost"),
        "nobody": ("has nobody left", "have nobody left"),
        "silent": ("is never answered", "are never answered"),
        "fails over": ("fails over", "fail over"),
        "unaffected": ("is unaffected", "are unaffected"),
        "off": ("is disabled", "are disabled"),
    }
    counts = [f"{count:,} {named[verdict][count != 1]}" for verdict, count in drill.counts.items()]
    return ", ".join(counts) or "there is no rule to call"


def target_words(target: Target) -> str:
    """A target's Region and function."""
    function = target.function.name if target.function else f"of {target.application_name or target.application_id}"
    return f"{target.region}, function {function}"


def ring_words(ring: Ring, fared: Fared) -> str:
    """Who answered a call, or why nobody did."""
    if ring.answered_by is None:
        return f"{NOBODY} ({ring.why_not})" if fared.verdict == "lost" else NOBODY
    later = fared.seconds_later
    extra = f", {later:g} s later than before" if ring.when == "during" and later and later > 0 else ""
    return f"{target_words(ring.answered_by)}{extra}"


def tried_words(ring: Ring) -> Iterator[str]:
    """The targets that did not answer, in their order."""
    for tried in ring.tried:
        yield f"{tried.target.priority}. {tried.target.region}: {tried.why}"


def held_words(held: Held) -> str:
    """What cannot be changed while a home Region's control plane is down."""
    what = [number_words(count, noun) for count, noun in ((held.rules, "rule"), (held.numbers, "number")) if count]
    checked = f"; tried there: {held.checked}" if held.checked else ""
    holds = " and ".join(what) or "nothing that is known here"
    rest = f"while its control plane is down nothing can change that, no `cdk deploy` either{checked}"
    return f"{held.region} holds {holds}: {rest}"


def assumptions(drill: Drill, seconds_before_next_target: float) -> tuple[str, ...]:
    """What the drill assumes where the documentation is silent."""
    if drill.seconds_are_real:
        return (IN_A_LOCAL_CLOUD, IN_PROGRESS)
    moved = any(fared.verdict == "fails over" for fared in drill.fared)
    return (
        MATCHING,
        NOT_INVOKED,
        *([DURATION.format(seconds=seconds_before_next_target)] if moved else []),
        IN_PROGRESS,
        *([] if drill.real_functions else [STAND_INS]),
    )


def rivals_words(fared: Fared) -> str:
    """That there are other rules of the same trigger."""
    return f"{number_words(fared.rivals, 'other rule')} of the same trigger; which one the service goes by is not documented"
