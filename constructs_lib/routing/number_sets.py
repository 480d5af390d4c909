"""The numbers of a resource that has many: declared together, or carried together."""

from __future__ import annotations

import json

from constructs_lib.routing.model import Resource


def listed(resource: Resource) -> list[str]:
    """The numbers that it lists by their digits; none where it asks for a search, or the list is not known yet."""
    try:
        found = json.loads(resource.value("E164PhoneNumbers") or "[]")
    except ValueError:
        return []
    return [str(number) for number in found] if isinstance(found, list) else []


def asked_for(resource: Resource) -> int:
    """How many numbers it asks for by a search; 0 where it does not, or that is not known."""
    count = resource.value("Count")
    return int(count) if count.isascii() and count.isdecimal() and len(count) < 6 else 0
