"""A risk of one subject, before those to which the same happens are put together."""

from __future__ import annotations

import dataclasses

from constructs_lib.routing.diff.model import ResourceChange, Subject
from constructs_lib.routing.model import Origin, Resource

QUEUE = "in the deletion queue for seven days, then anybody's"
KEEP_NUMBER = "keep the construct, or deploy it with the removal policy RETAIN first and remove it after that"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Found:
    """One subject's risk."""

    id: str
    subject: Subject
    what: str
    before: str = ""
    after: str = ""
    remedy: str = ""


def renamed(subject: Subject, label: str, before: Origin, after: Origin) -> Found:
    """What the provider does about a new logical id for what the old one still has (docs/decisions.md)."""
    apart = before.stack != after.stack
    return Found(
        id="renamed",
        subject=subject,
        what=f"has another logical id, which would make a second {label} before the first goes. The deployment is refused "
        "before anything changes",
        before=before.construct_path or before.logical_id,
        after=after.construct_path or after.logical_id,
        remedy="give the construct its old id back, or let the new one adopt what is there, by its id from the console, "
        "in the same deployment" + (", and deploy its stack before the old one" if apart else ""),
    )


def stack_gone(change: ResourceChange) -> str:
    """CloudFormation removes what leaves a template; a stack that leaves the app stays until somebody destroys it."""
    if not change.last_of_stack:
        return ""
    return (
        f". If stack {change.resource.origin.stack} leaves the app as a whole, that happens when somebody destroys it"
    )


def properties_of(change: ResourceChange) -> str:
    """The properties for which it is replaced, before and after."""
    changed = [
        f"{each.name} {each.before or 'not set'} → {each.after or 'not set'}"
        for each in change.properties
        if each.effect in ("replacement", "taken over")
    ]
    return ", ".join(changed)


def declared_at(resource: Resource) -> str:
    """The construct, or what it is called where there is none."""
    return resource.origin.construct_path or resource.identity
