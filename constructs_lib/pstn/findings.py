"""What is wrong with a handler's side of a call."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finding:
    """One mistake, at one place of one call."""

    id: str
    """Of the rule, in kebab-case; it stays the same from release to release."""
    severity: Severity
    """`error`: the service rejects it, or the caller suffers. `warning`: handlers in the field do it, and it works."""
    message: str
    """Where it is, and what is wrong, in a sentence."""
    remedy: str
    """What to do."""
    transaction_id: str = ""
    """Of the call."""
    sequence: int = 0
    """Of the event that was answered; 0 when it is about the whole call."""
    event: str = ""
    """InvocationEventType of that event; empty when it is about the whole call."""
    place: str = ""
    """Within the answer, such as `Actions[1].Parameters.CallId`, counted from 0; empty when it is about all of it."""

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return dataclasses.asdict(self)


def counted(findings: Iterable[Finding]) -> list[tuple[Finding, int]]:
    """Each mistake once, at its first place, and how often it was made: a list that grows repeats what is wrong with it."""
    first: dict[tuple[str, str, str, str], tuple[Finding, int]] = {}
    for finding in findings:
        what = finding.message.partition(": ")[2]  # behind the place
        key = (finding.id, finding.severity, what, finding.remedy)
        known, times = first.get(key, (finding, 0))
        first[key] = (known, times + 1)
    return list(first.values())
