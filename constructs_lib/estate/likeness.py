"""Whether a declared value is what the account has, where the service spells out what nobody declared."""

from __future__ import annotations

import json
from typing import Any

# Documented defaults of the API: https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_Termination.html
# and the pages of the other parts of a Voice Connector.
_DEFAULTS: dict[str, Any] = {
    "Disabled": False,
    "EnableSIPLogs": False,
    "EnableMediaMetricLogs": False,
    "CpsLimit": 1,
    "Port": 5060,
}


def alike(declared: str, found: str) -> bool:
    """Whether two values of a property mean the same.

    Args:
        declared: text as it is, anything else as JSON.
        found: likewise.
    """
    if declared == found:
        return True
    try:
        return bool(_plain(json.loads(declared)) == _plain(json.loads(found)))
    except (ValueError, RecursionError):
        return False


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        members = {name: _plain(member) for name, member in value.items()}
        # Without a protocol the service chooses one, by the connector's encryption.
        return {
            name: member
            for name, member in members.items()
            if member not in ([], {}, None) and _DEFAULTS.get(name) != member and name != "Protocol"
        }
    return sorted(map(_plain, value), key=repr) if isinstance(value, list) else value
