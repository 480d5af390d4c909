"""What a check has found, before it is known in which answer of which call."""

from __future__ import annotations

import dataclasses
import difflib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from constructs_lib.pstn.findings import Finding, Severity
from constructs_lib.pstn.lint.rules import RULES


@dataclasses.dataclass(frozen=True, kw_only=True)
class Mistake:
    """One thing that is wrong with an answer."""

    id: str
    said: str
    """What is wrong, as a clause."""
    remedy: str
    place: str = ""
    action: int | None = None
    """Which action, counted from 0."""
    severity: Severity | None = None
    """None: that of the rule."""

    def finding(self, event: Mapping[str, Any]) -> Finding:
        """With the event that was answered."""
        kind, sequence = event["InvocationEventType"], event["Sequence"]
        answer = f"the answer to {kind} (#{sequence})"
        where = answer if self.action is None else f"action {self.action + 1} of {answer}"
        return Finding(
            id=self.id,
            severity=self.severity or RULES[self.id].severity,
            message=f"{where}: {self.said}",
            remedy=self.remedy,
            transaction_id=event["CallDetails"]["TransactionId"],
            sequence=sequence,
            event=kind,
            place=self.place,
        )


def shown(value: Any) -> str:
    """A value as JSON, cut where it gets long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def instead(name: str, known: Iterable[str]) -> str:
    """What a name was probably meant to be, or else all that it may be."""
    choices = sorted(known)
    lower = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.7)
    if near:
        return f"did you mean {lower[near[0]]}?"
    return f"leave it out; known are {', '.join(choices)}" if choices else "leave it out"
