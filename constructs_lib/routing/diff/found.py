"""A risk of one subject, before those to which the same happens are put together."""

from __future__ import annotations

import dataclasses

from constructs_lib.routing.diff.model import Subject
from constructs_lib.routing.model import Origin

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
