"""What may go wrong with Voice Connectors: hosts that go, calls that are let in no more, numbers that ring nowhere.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/edit-voicecon.html (encryption; termination is for calls out of a
telephone system, origination for calls to it); a part that is no longer declared is removed (docs/resources.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from constructs_lib.routing.diff.found import Found, declared_at, properties_of, stack_gone
from constructs_lib.routing.diff.items import item_changes
from constructs_lib.routing.diff.model import PropertyChange, ResourceChange, Subject
from constructs_lib.routing.diff.pairing import CONNECTOR
from constructs_lib.routing.model import Resource
from constructs_lib.routing.number_sets import listed

_ASSOCIATION = "phone number association"
_GROUP = "Voice Connector group"
_CREDENTIALS = "termination credentials"
_PARTS = {
    "Termination": "takes no calls from telephone systems any more",
    "Origination": "sends no calls on to telephone systems any more",
    "EmergencyCalling": "puts emergency calls through no more",
}
_CARRIERS = ("VoiceConnectorId", "VoiceConnectorGroupId")


def associations(resources: Iterable[Resource]) -> dict[str, Resource]:
    """Number -> the association that declares who carries it."""
    return {number: each for each in resources if each.label == _ASSOCIATION for number in listed(each)}


def of_connector(change: ResourceChange, carried: Mapping[str, Resource]) -> Iterator[Found]:
    """The risks of a connector, its credentials, a group or an association; none of anything else.

    Args:
        change: of the resource.
        carried: the associations of the new table by number.
    """
    if change.resource.label == CONNECTOR:
        yield from _of_connector(change)
    elif change.resource.label == _ASSOCIATION:
        yield from _of_association(change, carried)
    elif change.resource.label == _CREDENTIALS:
        yield from _of_credentials(change)
    elif change.resource.label == _GROUP and change.before and change.after:
        for each in change.properties:
            if each.name == "VoiceConnectorItems":
                yield _other_calls(change.after, each)


def _of_connector(change: ResourceChange) -> Iterator[Found]:
    before, after = change.before, change.after
    if before is None:
        return
    subject = Subject(before.identity, before.origin)
    if after is None and not (before.retained or before.adopted):
        yield Found(
            id="connector-gone",
            subject=subject,
            what="is deleted; whatever dials its host name gets no answer" + stack_gone(change),
            before="declared",
            after="gone",
            remedy="move the telephone systems that dial it first",
        )
    elif after and change.effect == "replacement":
        yield Found(
            id="connector-gone",
            subject=subject,
            what="is replaced: it gets another host name, and whatever dials the old one gets no answer",
            before=before.identity,
            after=f"another host name ({properties_of(change)})",
            remedy="declare a second connector, move the telephone systems that dial the first, then remove that",
        )
    elif after:
        for each in change.properties:
            if each.name in _PARTS:
                yield from _of_part(before, after, each)
            elif each.name == "RequireEncryption":
                yield Found(
                    id="encryption-changed",
                    subject=Subject(after.identity, after.origin),
                    what="changes its encryption. A connector that requires it takes SIP over TLS with SRTP only",
                    before=f"required: {each.before or 'as it is'}",
                    after=f"required: {each.after or 'as it is'}",
                    remedy="see that the telephone systems on both sides are set for it before the deployment",
                )


def _of_credentials(change: ResourceChange) -> Iterator[Found]:
    before = change.before
    if before and not change.after and not (before.retained or before.adopted):
        yield Found(
            id="credentials-gone",
            subject=Subject(before.identity, before.origin),
            what="are deleted. A connector without any lets in whoever calls from an allowed address, unasked"
            + stack_gone(change),
            before="a telephone system must give a user name and password",
            after="none is asked for",
            remedy="keep them, or see that the allowed addresses are those of your own telephone systems only",
        )


def _of_part(before: Resource, after: Resource, change: PropertyChange) -> Iterator[Found]:
    if _is_open(change.before) and not _is_open(change.after):
        yield Found(
            id="connector-closed",
            subject=Subject(after.identity, after.origin),
            what=_PARTS[change.name],
            before=f"{change.name} is declared",
            after=f"{change.name} is {'removed' if change.after is None else 'disabled'}",
            remedy="move the telephone systems to another connector first",
        )
    # What is declared of a new part of a connector that was made here was not there before.
    elif change.before is not None or before.adopted:
        yield _other_calls(after, change)


def _is_open(part: str | None) -> bool:
    if part is None:
        return False
    try:
        declared = json.loads(part)
    except ValueError:
        return True  # known only to the deployment
    return not (isinstance(declared, dict) and declared.get("Disabled") is True)


def _other_calls(after: Resource, change: PropertyChange) -> Found:
    items = item_changes(change.before, change.after)
    return Found(
        id="connector-changed",
        subject=Subject(after.identity, after.origin),
        what=f"lets other calls through, or sends them elsewhere: {change.name} changes",
        before="; ".join(_side(each.what, each.before, each.after) for each in items),
        after="; ".join(_side(each.what, each.after, each.before) for each in items),
        remedy="see that the telephone systems on both sides are set for it before the deployment",
    )


def _side(what: str, here: str | None, there: str | None) -> str:
    """An item of a list is there or not; anything else has a value."""
    if here is None or there is None:
        return f"with{'' if there is None else 'out'} {what} {here or there}".replace("  ", " ")
    return f"{what} {here}".lstrip()


def _of_association(change: ResourceChange, carried: Mapping[str, Resource]) -> Iterator[Found]:
    before = change.before
    if before is None or (change.after is None and (before.retained or before.adopted)):
        return
    for number in listed(before):
        after = carried.get(number)
        if after is None:
            yield _cut_off(number, change, before, "and by nothing any more: it reaches no telephone system")
        elif _carrier(after) != _carrier(before):
            yield Found(
                id="carrier-changed",
                subject=Subject(number, before.origin),
                what="reaches another telephone system",
                before=f"carried by {_carrier(before)}",
                after=f"carried by {_carrier(after)}",
                remedy="see that the telephone system behind it takes the number's calls",
            )
        elif change.after is None and after.adopted:
            yield _cut_off(number, change, before, "by another association now, and the end of this one takes it away")
        elif change.after is None:
            yield _renamed(before, after)


def _cut_off(number: str, change: ResourceChange, before: Resource, why: str) -> Found:
    return Found(
        id="number-cut-off",
        subject=Subject(number, before.origin),
        what=f"is carried by {_carrier(before)} today, {why}{'' if change.after else stack_gone(change)}",
        before=f"carried by {_carrier(before)}",
        after="not carried",
        remedy="keep this association, or see that nobody calls the number",
    )


def _renamed(before: Resource, after: Resource) -> Found:
    # An association that adopts would be worse: the end of the old one takes the numbers away.
    return Found(
        id="renamed",
        subject=Subject(after.identity, after.origin),
        what="has another logical id, and its numbers are carried already. The deployment is refused before anything "
        "changes",
        before=declared_at(before),
        after=declared_at(after),
        remedy="give the construct its old id back",
    )


def _carrier(association: Resource) -> str:
    return next((value for name in _CARRIERS if (value := association.value(name))), "a connector")
