"""A request and an answer, without a web server."""

from __future__ import annotations

import dataclasses
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Self


@dataclasses.dataclass(frozen=True, kw_only=True)
class WireRequest:
    """One HTTP request, as any server can hand it over."""

    method: str
    path: str
    """Percent-encoded or already decoded: no id of this service tells the two apart."""
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    body: bytes = b""

    @classmethod
    def from_url(cls, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Self:
        """A request by its whole URL."""
        parts = urllib.parse.urlsplit(url)
        query = urllib.parse.parse_qs(parts.query, keep_blank_values=True)
        return cls(method=method, path=parts.path, query=query, headers=headers, body=body)

    def header(self, name: str) -> str:
        """A header's value, whatever its case; empty when it is not there."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")


@dataclasses.dataclass(frozen=True, kw_only=True)
class WireResponse:
    """One HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class NoAnswer(Exception):  # noqa: N818  (an outcome of a fault, not an error of this program)
    """The connection ends without an answer; a server closes the socket.

    Args:
        kind: `closed` while waiting for the answer, `timeout`, or `refused` (nobody listens there).
    """

    def __init__(self, kind: str) -> None:
        super().__init__(f"connection {kind}")
        self.kind = kind
