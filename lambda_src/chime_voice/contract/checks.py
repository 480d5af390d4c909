"""Checks of single values: each answers what is wrong with a value and what to do, or nothing.

A check sees only resolved values; who knows what a CDK token is decides that before calling (see `Resource.problems`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Check = Callable[[Any], str | None]

# Regions with the service's API and media: https://docs.aws.amazon.com/chime-sdk/latest/dg/sdk-available-regions.html
VOICE_REGIONS = (
    "us-east-1",
    "us-west-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-2",
)
# Numbers are provisioned and managed in these only (same page), so rules on them live there too.
HOME_REGIONS = ("us-east-1", "us-west-2")

RESOURCE_NAME = r"[a-zA-Z0-9 _.-]+"
PHONE_NUMBER_NAME = r"^$|^[a-zA-Z0-9\,\.\_\-]+(\s+[a-zA-Z0-9\,\.\_\-]+)*$"
CALLING_NAME = r"^$|^[a-zA-Z0-9 ]{2,15}$"
# The API takes a number without its + as well, but then 2065550100, meant for Seattle, is one in Egypt.
E164 = r"\+[1-9]\d{1,14}"
FUNCTION_ARN = (
    r"arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9-_]+"
    r"(:(\$LATEST|[a-zA-Z0-9-_]+))?"
)
# Ids of applications and rules have no documented form; an ARN, a name with spaces or an empty text is none.
SERVICE_ID = r"[^\s:/]+"
# What the ids that the service gives applications and rules look like all the same.
UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
CONNECTOR_ID = r"[a-z0-9]{21,22}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# The host name the service gives a connector: https://docs.aws.amazon.com/chime-sdk/latest/ag/create-voicecon.html
CONNECTOR_HOST = r"[a-z0-9-]+(\.[a-z0-9-]+)*\.voiceconnector\.chime\.aws"


def matches(pattern: str, meaning: str) -> Check:
    """The whole string has this form; `meaning` is the form in the user's words."""
    compiled = re.compile(pattern)

    def check(value: Any) -> str | None:
        if isinstance(value, str) and compiled.fullmatch(value):
            return None
        return f"must be {meaning}, got {value!r}"

    return check


def length(minimum: int, maximum: int, unit: str = "characters") -> Check:
    """The value has between `minimum` and `maximum` characters or items."""

    def check(value: Any) -> str | None:
        if minimum <= len(value) <= maximum:
            return None
        shown = f"{value!r} ({len(value)})" if isinstance(value, str) else str(len(value))
        return f"must have {minimum} to {maximum} {unit}, got {shown}"

    return check


def e164() -> Check:
    """A phone number with + and country code, without spaces or dashes."""
    return matches(E164, "a phone number in E.164 form such as +12065550100")


def one_of(*allowed: str) -> Check:
    """The value is one of a closed set."""

    def check(value: Any) -> str | None:
        return None if value in allowed else f"must be one of {', '.join(allowed)}; got {value!r}"

    return check


def at_least(minimum: int) -> Check:
    """A whole number with a lower bound."""

    def check(value: Any) -> str | None:
        if isinstance(value, int) and not isinstance(value, bool) and value >= minimum:
            return None
        return f"must be a whole number of at least {minimum}, got {value!r}"

    return check


def between(minimum: int, maximum: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any) -> str | None:
        if isinstance(value, int) and not isinstance(value, bool) and minimum <= value <= maximum:
            return None
        return f"must be a whole number from {minimum} to {maximum}, got {value!r}"

    return check
