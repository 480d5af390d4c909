"""What callers may lose: nobody answers, fewer Regions can, or another one is first.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events.html (priorities, what fails over).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from constructs_lib.routing.diff.found import Found, renamed
from constructs_lib.routing.diff.model import RouteChange, Subject
from constructs_lib.routing.diff.pairing import is_declared, place
from constructs_lib.routing.diff.words import NO_RULE, can_answer, chain_words
from constructs_lib.routing.model import Route, RoutingTable, Target, Trigger
from constructs_lib.routing.what_if import what_if

_TWO_RULES = (
    "CloudFormation makes the new rule before it deletes the old one; whether the service takes two rules for one trigger "
    "is not documented, and the deployment may be refused"
)


def route_risks(
    base: RoutingTable, head: RoutingTable, changes: Sequence[RouteChange], identities: Mapping[str, str]
) -> Iterator[Found]:
    """The risks of routes, in their order.

    Args:
        base: the old table.
        head: the new table.
        changes: the routes that differ.
        identities: identities in the old table -> in the new one, where they differ.
    """
    serving_before, serving_after = _serving(base), _serving(head)
    present = {place(each.origin) for each in head.applications}
    for change in changes:
        if change.before is None:
            continue
        trigger = change.before.trigger
        if serving_before.get(trigger) is change.before and what_if(change.before).target:
            moved_on = Trigger(kind=trigger.kind, value=identities.get(trigger.value, trigger.value))
            yield from _of_served(change.before, change.after, serving_after.get(moved_on))
        if change.after:
            yield from _replaced(change.before, change.after, present)


def _serving(table: RoutingTable) -> dict[Trigger, Route]:
    """The rule that takes a trigger's calls: `RoutingTable.match` for all of them at once."""
    found: dict[Trigger, Route] = {}
    for route in table.routes:
        if route.enabled:
            found.setdefault(route.trigger, route)
    return found


def _of_served(before: Route, paired: Route | None, after: Route | None) -> Iterator[Found]:
    """A trigger whose calls are answered today; `after` takes its calls, `paired` is what becomes of its rule."""
    if after is None:
        same = paired is not None and paired.trigger == before.trigger
        if paired and same and not paired.enabled:
            yield Found(
                id="rule-disabled",
                subject=_subject(paired),
                what="is answered today; its rule is disabled and no other rule takes its calls",
                before=chain_words(before),
                after="nobody; the rule is disabled",
                remedy="leave the rule enabled, or see that nobody calls any more",
            )
        else:
            moves = f"gets another trigger, {paired.trigger.value}," if paired and not same else "goes"
            yield Found(
                id="trigger-unanswered",
                subject=_subject(before),
                what=f"is answered today; its rule {moves} and no other rule takes its calls",
                before=chain_words(before),
                after=NO_RULE,
                remedy="keep the rule, or see that nobody calls any more",
            )
    elif what_if(after).target is None:
        yield Found(
            id="trigger-unanswered",
            subject=_subject(after),
            what="is answered today; none of its targets can be invoked any more",
            before=chain_words(before),
            after=chain_words(after),
            remedy="let voiceconnector.chime.amazonaws.com invoke the functions, or add a target that it may invoke",
        )
    else:
        yield from _of_chain(before, after)


def _of_chain(before: Route, after: Route) -> Iterator[Found]:
    old, new = _able(before), _able(after)
    chains = {"before": chain_words(before), "after": chain_words(after)}
    subject = _subject(after)
    if len(new) < len(old):
        yield Found(
            id="failover-depth",
            subject=subject,
            what=f"has fewer Regions that can answer: {len(old)} → {len(new)}",
            remedy="keep the Region until another one takes its place",
            **chains,
        )
    common = set(old) & set(new)
    swapped = [each for each in old if each in common] != [each for each in new if each in common]
    if swapped or (old[:1] != new[:1] and old[0] in common):
        first = "" if old[:1] == new[:1] else f": {new[0]} answers first, no longer {old[0]}"
        yield Found(
            id="order-changed",
            subject=subject,
            what=f"tries its Regions in another order{first}",
            remedy="see that the Region which is first now can take all calls: quotas are per Region",
            **chains,
        )


def _replaced(before: Route, after: Route, present: Collection[object]) -> Iterator[Found]:
    """A rule or an application that is replaced while calls depend on it."""
    same_rule = place(before.origin) == place(after.origin)
    if not same_rule and is_declared(before.origin) and is_declared(after.origin) and not after.rule_id:
        yield renamed(_subject(after), "SIP rule", before.origin, after.origin)
    if same_rule and before.trigger == after.trigger and before.home_region != after.home_region:
        yield Found(
            id="outage-window",
            subject=_subject(after),
            what=f"gets another rule, since its home Region changes. {_TWO_RULES}",
            before=f"held in {before.home_region}",
            after=f"held in {after.home_region}",
            remedy="leave the home Region as it is: a rule can be changed only where it was made",
        )
    old = {target.region: target for target in before.targets}
    for target in after.targets:
        was = old.get(target.region)
        if was is None or not _is_another(was, target):
            continue
        if is_declared(was.origin) and place(was.origin) not in present:
            yield _another_application(after, was, target)
        elif was.function is None or target.function is None:  # else the functions tell it
            yield _unknown_function(after, was, target)


def _is_another(was: Target, becomes: Target) -> bool:
    return was.application_id != becomes.application_id or place(was.origin) != place(becomes.origin)


def _another_application(after: Route, was: Target, becomes: Target) -> Found:
    apart = after.origin.stack != was.origin.stack
    return Found(
        id="outage-window",
        subject=_subject(after),
        what=f"gets another application in {becomes.region}, and the one of today goes. "
        + (
            f"Stack {was.origin.stack} is deployed before {after.origin.stack}: until that is through, the rule names an "
            "application whose function may be gone, and calls go on to the next Region, if there is one"
            if apart
            else "CloudFormation moves the rule before it deletes the old one"
        ),
        before=was.application_name,
        after=becomes.application_name,
        remedy="keep the construct's id; if it must change, deploy while another Region answers",
    )


def _unknown_function(after: Route, was: Target, becomes: Target) -> Found:
    return Found(
        id="handler-changed",
        subject=_subject(after),
        what=f"is answered by another application in {becomes.region}; which function it invokes, or did, is not known here",
        before=was.application_name or was.application_id,
        after=becomes.application_name or becomes.application_id,
        remedy="compare the ids with the console before the deployment",
    )


def _able(route: Route) -> list[str]:
    """The Regions that can answer, in their order."""
    return [target.region for target in route.targets if can_answer(target)]


def _subject(route: Route) -> Subject:
    return Subject(route.trigger.value, route.origin)
