"""Errors of the simulator itself; what the service would answer is in the calls.

PstnError
├── NotSimulated          the service can do it, the simulator cannot yet
└── UnknownApplication    no such SIP media application in the table
"""

from __future__ import annotations

# ruff: noqa: N818  (named for what is wrong)


class PstnError(Exception):
    """The simulator cannot go on."""


class NotSimulated(PstnError):
    """The service can do it, the simulator cannot yet; the message says what, and where it was asked for."""


class UnknownApplication(PstnError, LookupError):
    """No such SIP media application in that Region."""
