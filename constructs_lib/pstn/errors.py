"""Errors of the simulator itself; what the service would answer is in the calls.

PstnError
├── OverQuota             the service refuses what is beyond a quota
└── UnknownApplication    no such SIP media application in the table
"""

from __future__ import annotations

# ruff: noqa: N818  (named for what is wrong)


class PstnError(Exception):
    """The simulator cannot go on."""


class OverQuota(PstnError):
    """The service refuses an operation beyond a quota.

    Args:
        code: of the API's error: ThrottledClientException or ResourceLimitExceededException.
        message: in words.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class UnknownApplication(PstnError, LookupError):
    """No such SIP media application in that Region."""
