"""What the calls of an account share: quotas, and failures that are pretended."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, kw_only=True)
class Quotas:
    """The service's default quotas, all of which it raises on request.

    Source: https://docs.aws.amazon.com/general/latest/gr/chime-sdk.html.
    """

    concurrent_calls: int = 10
    """Legs up at the same time in the applications of one Region; a bridged call has two."""
    calls_per_second: int = 1
    """To one Voice Connector."""
    created_calls_per_second: int = 1
    """By CreateSipMediaApplicationCall, in one Region."""
    updates_per_second: int = 5
    """By UpdateSipMediaApplicationCall, in one Region."""
    bots: int = 0
    """Lex bots for StartBotConversation: none, before the quota is raised."""


class Rate:
    """Counts what happens within a second, by name."""

    def __init__(self) -> None:
        self._moments: dict[str, collections.deque[float]] = collections.defaultdict(collections.deque)

    def passes(self, name: str, now: float, a_second: int) -> bool:
        """Whether one more is allowed now; it counts if it is."""
        moments = self._moments[name]
        while moments and moments[0] <= now - 1:
            moments.popleft()
        if len(moments) >= a_second:
            return False
        moments.append(now)
        return True


@dataclasses.dataclass(kw_only=True)
class AccountWide:
    """Shared by all calls of a network."""

    quotas: Quotas | None = None
    """None: whatever is asked for is there."""
    action_failures: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    """By action, what each of its kind fails with: error type and message."""
    rate: Rate = dataclasses.field(default_factory=Rate)
    bots: set[str] = dataclasses.field(default_factory=set)
    """The bots that were talked to."""
