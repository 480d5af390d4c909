"""What the calls of an account share: quotas, and failures that are pretended."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Callable, Mapping

from constructs_lib.pstn.errors import OverQuota


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

    legs_up: Callable[[str], int]
    """How many legs are up in the applications of a Region."""
    quotas: Quotas | None = None
    """None: whatever is asked for is there."""
    action_failures: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    """By action, what each of its kind fails with: error type and message."""
    rate: Rate = dataclasses.field(default_factory=Rate)
    bots: set[str] = dataclasses.field(default_factory=set)
    """The bots that were talked to."""

    def full(self, region: str, more: int = 0) -> str:
        """Why there is no room for some more legs in a Region; empty if there is."""
        if self.quotas is None or self.legs_up(region) + more <= self.quotas.concurrent_calls:
            return ""
        return f"the quota of {self.quotas.concurrent_calls} concurrent calls in {region} is used up"

    def check_create(self, region: str, now: float) -> None:
        """Allow CreateSipMediaApplicationCall.

        Raises:
            OverQuota: there are too many calls, or too many at once.
        """
        self._check_rate(f"create {region}", now)
        full = self.full(region, 1)
        if full:
            raise OverQuota("ResourceLimitExceededException", full)

    def check_update(self, region: str, now: float) -> None:
        """Allow UpdateSipMediaApplicationCall.

        Raises:
            OverQuota: calls are updated too fast.
        """
        self._check_rate(f"update {region}", now)

    def _check_rate(self, what: str, now: float) -> None:
        too_fast = self.too_fast(what, now)
        if too_fast:
            raise OverQuota("ThrottledClientException", too_fast)

    def too_fast(self, what: str, now: float) -> str:
        """Why something may not be done once more in this second; empty if it may, and then it counts.

        Args:
            what: `create REGION`, `update REGION` or `request HOST`.
            now: when.
        """
        if self.quotas is None:
            return ""
        kind, _, where = what.partition(" ")
        a_second = {
            "create": self.quotas.created_calls_per_second,
            "update": self.quotas.updates_per_second,
            "request": self.quotas.calls_per_second,
        }[kind]
        if self.rate.passes(what, now, a_second):
            return ""
        return f"the quota of {a_second} {kind}s a second at {where} is used up"
