"""What may go wrong with the resources behind the routes: numbers that leave, replacements, stale references.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/delete-phone.html (seven days in the deletion queue, then anybody's);
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from constructs_lib.routing.diff.effects import ADOPT
from constructs_lib.routing.diff.found import (
    KEEP_NUMBER,
    QUEUE,
    Found,
    declared_at,
    properties_of,
    renamed,
    stack_gone,
)
from constructs_lib.routing.diff.model import ResourceChange, Subject
from constructs_lib.routing.diff.pairing import CONNECTOR, NUMBER, NUMBERS, RULE, place
from constructs_lib.routing.diff.risky_connectors import associations, of_connector
from constructs_lib.routing.diff.risky_number_sets import declared_numbers, of_number_set
from constructs_lib.routing.model import Resource, RoutingTable


def resource_risks(head: RoutingTable, changes: Sequence[ResourceChange]) -> Iterator[Found]:
    """The risks of resources, in their order."""
    declared, carried = declared_numbers(head.resources), associations(head.resources)
    for change in changes:
        if change.effect == "gone" and change.before:
            yield from _gone(change.before)
        elif change.resource.label == NUMBER:
            yield from _of_number(change)
        elif change.resource.label == NUMBERS:
            yield from of_number_set(change, declared)
        else:
            yield from of_connector(change, carried)
        if change.effect == "renamed" and change.before and change.after and change.resource.label != RULE:
            subject = Subject(change.after.identity, change.after.origin)  # of rules the routes tell
            yield renamed(subject, change.after.label, change.before.origin, change.after.origin)
        if change.effect == "taken over" and change.after:
            yield _taken_over(change.before, change.after)
    yield from _stale(head, changes)


def _gone(before: Resource) -> Iterator[Found]:
    """What an account does not have any more. Of rules and applications the routes tell."""
    if before.label == NUMBER:
        yield Found(
            id="number-released",
            subject=Subject(before.identity, before.origin),
            what="is not in the account any more",
            before="there",
            after="in the deletion queue for seven days, then anybody's",
            remedy="restore it while it is in the queue",
        )
    elif before.label == CONNECTOR:
        yield Found(
            id="connector-gone",
            subject=Subject(before.identity, before.origin),
            what="is not in the account any more; whatever dials its host name gets no answer",
            before="there",
            after="gone",
            remedy="move the telephone systems that dial it to another connector",
        )


def _of_number(change: ResourceChange) -> Iterator[Found]:
    before, after = change.before, change.after
    if before is None:
        return
    subject = Subject(before.identity, before.origin)
    if after is None and (before.retained or before.adopted):
        yield Found(
            id="number-left-behind",
            subject=subject,
            what="is no longer declared. It is retained: it stays in the account and on the bill" + stack_gone(change),
            before="declared",
            after="in the account, managed by nobody",
            remedy="adopt it in another construct, or release it by hand when nobody calls it any more",
        )
    elif after is None:
        yield Found(
            id="number-released",
            subject=subject,
            what="is no longer declared and not retained: it is released" + stack_gone(change),
            before="declared",
            after=QUEUE,
            remedy=KEEP_NUMBER,
        )
    elif change.effect == "replacement":
        kept = before.adopted or (before.retained and after.retained)
        yield Found(
            id="number-replaced",
            subject=subject,
            what="is replaced by another number, which no caller knows"
            + ("; the old one stays in the account, but no rule has it" if kept else ""),
            before=before.identity,
            after=f"{after.identity} ({properties_of(change)})",
            remedy="declare the other number as a construct of its own, and move callers before the old one goes",
        )
        if not kept:
            yield Found(
                id="number-released",
                subject=subject,
                what="is replaced and not retained: it is released",
                before=before.identity,
                after=QUEUE,
                remedy=KEEP_NUMBER,
            )
    elif after.retained is False and (before.retained or before.adopted) and not after.adopted:
        yield Found(
            id="number-unprotected",
            subject=Subject(after.identity, after.origin),
            what="is no longer retained: a later removal or replacement releases it",
            before="retained",
            after="released when it is removed or replaced",
            remedy="give no removal policy: numbers are retained by default",
        )


def _taken_over(before: Resource | None, after: Resource) -> Found:
    adopted = after.value(ADOPT) or after.identity
    what = f"is an existing {after.label} that is taken over: brought to what is declared, and left in place on removal"
    if before:
        what += f". If it is not what {declared_at(before)} has, that one goes and its callers are lost"
    return Found(
        id="taken-over",
        subject=Subject(adopted, after.origin),
        what=what,
        before=f"declared at {declared_at(before)}" if before else "not declared",
        after="adopted",
        remedy="compare the id with the console before the deployment",
    )


def _stale(head: RoutingTable, changes: Sequence[ResourceChange]) -> Iterator[Found]:
    """References into other stacks that CloudFormation does not follow, to what this change replaces."""
    replaced = {place(each.after.origin): each.after for each in changes if each.effect == "replacement" and each.after}
    touched = {place(each.after.origin) for each in changes if each.after}
    for consumer in head.resources if replaced else ():
        if place(consumer.origin) in touched:
            continue  # a changed consumer reads its references again
        for reference in consumer.weak_references:
            producer = replaced.get(place(reference.to)) if place(reference.to) else None
            if producer:
                yield Found(
                    id="weak-reference",
                    subject=Subject(declared_at(consumer), consumer.origin),
                    what=f"names {declared_at(producer)} in {reference.property}, which is replaced. Nothing else "
                    "changes here, so CloudFormation leaves this as it is, with the id of what is gone",
                    before=f"the {producer.label} of today",
                    after="the same, though it is replaced",
                    remedy=f"change something of this {consumer.label} in the same deployment too, such as its name",
                )
