"""Telling a CDK token from a value, without asking jsii: every question there is a round trip to Node."""

from __future__ import annotations

from typing import Any

# How aws-cdk-lib writes a token into a string and into a list, and the range that it keeps for tokens among numbers
# (aws-cdk-lib/core/lib/private/encoding.js). A test holds both against the real thing.
_IN_TEXT = "${Token["
_IN_LIST = "#{Token["
_NUMBERS_BELOW = -1e288

UNKNOWN = "${Token[unknown]}"
"""Counts as a token: stands where a value comes later, or where all that is wrong with it has been said."""


def is_known(value: Any) -> bool:
    """Whether this is a value now; False for a token, which becomes one at deployment."""
    if isinstance(value, str):
        return _IN_TEXT not in value and _IN_LIST not in value
    if isinstance(value, int | float):
        return value > _NUMBERS_BELOW
    return not hasattr(value, "resolve")
