"""Findings that somebody has seen and accepts, for a construct and all below it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from constructs_lib.routing.model import Acknowledgement, Finding

_NO_REASON = "no reason given"


def acknowledged(findings: Iterable[Finding], acknowledgements: Iterable[Acknowledgement]) -> Iterator[Finding]:
    """The findings, with the reason of the closest acknowledgement on the way from the construct to the app."""
    reasons = {(each.id, each.construct_path): each.reason.strip() or _NO_REASON for each in acknowledgements}
    for finding in findings:
        found = (reasons.get((finding.id, path)) for path in _upwards(finding.origin.construct_path))
        reason = next((each for each in found if each), "")
        yield dataclasses.replace(finding, acknowledged=reason) if reason else finding


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield ""
