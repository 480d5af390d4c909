"""Calls to one Region's endpoint that change nothing, and a note of those that the account refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from chime_voice.contract.marker import strip
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.errors import NotFound, Refused, Unsure

from constructs_lib.estate.model import Gap

READS = ("Get", "List")


class Reading:
    """One endpoint. Throttling is waited out; what is refused becomes a gap, each operation once."""

    def __init__(self, api: VoiceApi, region: str) -> None:
        """Bind the endpoint.

        Args:
            api: its calls.
            region: where it is.
        """
        self.region = region
        self._api = api
        self._gaps: dict[str, Gap] = {}

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be read so far."""
        return tuple(self._gaps.values())

    def get(self, operation: str, member: str, **parameters: Any) -> Mapping[str, Any] | None:
        """A member of an answer; None where there is no such thing, or the account does not say."""
        try:
            return dict(self._call(operation, **parameters).get(member) or {}) or None
        except NotFound:
            return None
        except (Refused, Unsure) as refused:
            self._note(operation, refused)
            return None

    def every(self, operation: str, member: str, **parameters: Any) -> Iterator[Mapping[str, Any]]:
        """All items of a list."""
        try:
            yield from self._api.pages(_reading(operation), member, **parameters)
        except (Refused, Unsure) as refused:
            self._note(operation, refused)

    def tags(self, arn: str) -> list[dict[str, str]] | None:
        """Tags by key, as a property; None for none."""
        try:
            answer = self._call("ListTagsForResource", ResourceARN=arn)
        except (Refused, Unsure) as refused:
            self._note("ListTagsForResource", refused)
            return None
        return sorted((dict(tag) for tag in answer.get("Tags", ())), key=lambda tag: tag["Key"]) or None

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self._api.call(_reading(operation), **parameters)

    def _note(self, operation: str, refused: Exception) -> None:
        self._gaps.setdefault(operation, Gap(region=self.region, operation=operation, reason=str(refused)))


def _reading(operation: str) -> str:
    if not operation.startswith(READS):
        raise AssertionError(f"{operation} could change something")
    return operation


def given(**properties: Any) -> dict[str, Any]:
    """The values that are there, in the types of JSON: times are `2026-01-31T12:00:00Z`."""
    return {name: _plain(value) for name, value in properties.items() if value is not None and value != ""}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def plain_name(name: str | None) -> str | None:
    """A name without this library's mark."""
    return strip(name or "") or None
