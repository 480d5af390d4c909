"""What one call sees: who calls, where, when, and the whole state behind it."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from constructs_lib.local.voice.errors import BadRequest, Forbidden, NotFound
from constructs_lib.local.voice.records import PhoneNumber, Record
from constructs_lib.local.voice.store import Account, World

if TYPE_CHECKING:
    from constructs_lib.local.voice.calls import CallPort
    from constructs_lib.local.voice.settings import Settings

# Where numbers are provisioned and managed:
# https://docs.aws.amazon.com/chime-sdk/latest/dg/sdk-available-regions.html
PSTN_REGIONS = ("us-east-1", "us-west-2")

R = TypeVar("R", bound=Record)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Scene:
    """One call's surroundings."""

    account_id: str
    region: str
    now: float
    settings: Settings
    world: World
    calls: CallPort

    @property
    def account(self) -> Account:
        """The caller's account."""
        return self.world.account(self.account_id)

    def sees(self, record: Record) -> bool:
        """Whether this endpoint knows a resource, and already shows it."""
        here = record.region == self.region
        if not here and isinstance(record, PhoneNumber) and self.settings.numbers_at_both_pstn_regions:
            here = self.region in PSTN_REGIONS
        return here and self.now >= record.created + self.settings.read_after_create_seconds

    def get(self, records: Mapping[str, R], id_: str, what: str) -> R:
        """A resource by its id.

        Raises:
            NotFound: there is none, it belongs to another endpoint, or it is too fresh.
        """
        record = records.get(id_)
        if record is None or not self.sees(record):
            raise NotFound(f"{what} {id_} does not exist in {self.region}")
        return record

    def visible(self, records: Mapping[str, R]) -> list[R]:
        """What a list shows, oldest first."""
        return [record for record in records.values() if self.sees(record)]

    def count_here(self, records: Iterable[Record]) -> int:
        """How many count toward a quota per Region."""
        return sum(record.region == self.region for record in records)

    def need_pstn_region(self) -> None:
        """Numbers are bought in two Regions only."""
        if self.region not in PSTN_REGIONS:
            raise Forbidden(f"phone numbers are managed in {' and '.join(PSTN_REGIONS)} only, not in {self.region}")

    def arn(self, kind: str, id_: str, region: str) -> str:
        """The ARN of an application (`sma`) or a connector (`vc`)."""
        return f"arn:aws:chime:{region}:{self.account_id}:{kind}/{id_}"

    def page(
        self, member: str, items: Sequence[Any], max_results: int | None, next_token: str | None
    ) -> dict[str, Any]:
        """One page of a list under its member's name.

        Raises:
            BadRequest: a token that no page gave.
        """
        start = _position(next_token)
        end = start + (max_results or self.settings.page_size)
        answer: dict[str, Any] = {member: list(items[start:end])}
        if end < len(items):
            answer["NextToken"] = base64.urlsafe_b64encode(f"from:{end}".encode()).decode()
        return answer


def _position(token: str | None) -> int:
    if token is None:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
        if word == "from":
            return int(number)
    except ValueError:
        pass
    raise BadRequest(f"NextToken {token!r} is not valid")
