"""Calls to one Region's endpoint that change nothing, and a note of those that the account refuses."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from chime_voice.provider.client import VoiceApi
from chime_voice.provider.errors import NotFound, Refused, Unsure

from constructs_lib.estate.account import EXPIRED
from constructs_lib.estate.errors import EstateError
from constructs_lib.estate.model import Gap

READS = ("Get", "List")
# An endpoint that leaves this many operations without an answer is asked nothing more: each was tried for half a minute.
_SILENT = 2


class Reading:
    """One endpoint. Throttling is waited out; what is refused becomes a gap, each operation once."""

    def __init__(self, api: VoiceApi, region: str, over: threading.Event | None = None) -> None:
        """Bind the endpoint.

        Args:
            api: its calls.
            region: where it is.
            over: ends the reading with the next call.
        """
        self._over = over or threading.Event()
        self.region = region
        self._api = api
        self._gaps: dict[str, Gap] = {}
        self._unanswered: set[str] = set()
        self._lists: dict[tuple[str, str], Sequence[Mapping[str, Any]]] = {}

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be read so far."""
        return tuple(self._gaps.values())

    def get(self, operation: str, member: str, **parameters: Any) -> Any:
        """A member of an answer; None where there is no such thing, or the account does not say."""
        return self.answer(operation, **parameters).get(member) or None

    def answer(self, operation: str, **parameters: Any) -> Mapping[str, Any]:
        """A whole answer; empty where there is no such thing, or the account does not say."""
        try:
            return {} if self._is_silent() else self._api.call(self._reading(operation), **parameters)
        except NotFound:
            return {}
        except (Refused, Unsure) as refused:
            self._note(operation, refused)
            return {}

    def every(self, operation: str, member: str) -> Sequence[Mapping[str, Any]]:
        """All items of a list, asked for once."""
        if (operation, member) not in self._lists:
            self._lists[operation, member] = found = []
            try:
                if not self._is_silent():
                    # One by one: what came before a page that is refused is kept.
                    for item in self._api.pages(self._reading(operation), member):
                        found.append(item)  # noqa: PERF402
            except (Refused, Unsure) as refused:
                self._note(operation, refused)
        return self._lists[operation, member]

    def tags(self, arn: str) -> list[dict[str, str]] | None:
        """Tags by key, as a property; None for none."""
        tags = self.get("ListTagsForResource", "Tags", ResourceARN=arn)
        return sorted((dict(tag) for tag in tags or ()), key=lambda tag: tag["Key"]) or None

    def _note(self, operation: str, refused: Exception) -> None:
        if isinstance(refused, Refused) and refused.code in EXPIRED:
            raise EstateError(
                "the AWS credentials have expired during the scan; sign in again, and with --output and --resume it goes on "
                "where it was"
            )
        if isinstance(refused, Unsure):
            self._unanswered.add(operation)
        self._gaps.setdefault(operation, Gap(region=self.region, operation=f"chime:{operation}", reason=str(refused)))

    def _is_silent(self) -> bool:
        if len(self._unanswered) < _SILENT:
            return False
        reason = "not asked any more: the endpoint gave no answer before"
        self._gaps.setdefault("*", Gap(region=self.region, operation="chime:*", reason=reason))
        return True

    def _reading(self, operation: str) -> str:
        if not operation.startswith(READS):
            raise AssertionError(f"{operation} could change something")
        if self._over.is_set():
            raise EstateError("the scan has ended")
        return operation
