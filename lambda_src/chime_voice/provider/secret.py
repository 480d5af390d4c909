"""The user names and passwords in a secret, which no message may show."""

from __future__ import annotations

import json
import re
from typing import Any

from chime_voice.provider.errors import Failure

_SHAPE = (
    'it must be a JSON object of user names and passwords such as {"pbx": "…"}, one credential such as '
    '{"username": "pbx", "password": "…"}, or a list of such credentials'
)
_ONE = frozenset({"username", "password"})
# RFC 2617, in US-ASCII, says the service.
_TEXT = re.compile(r"[ -~]+")


def passwords_in(secret: str) -> dict[str, str]:
    """User name -> password.

    Raises:
        Failure: the secret has another shape, with what is wrong and no word of what it holds.
    """
    try:
        document = json.loads(secret, object_pairs_hook=_distinct)
    except ValueError:
        # Its text would show where in the secret it stumbled.
        raise Failure(f"the secret is not JSON; {_SHAPE}") from None
    found = _distinct(
        [pair for one in document for pair in _pairs(one)] if isinstance(document, list) else _pairs(document)
    )
    if not found:
        raise Failure(f"the secret has no user, and a connector without any takes calls unsigned; {_SHAPE}")
    for what, values in (("user name", found), ("password", found.values())):
        if not all(isinstance(value, str) and _TEXT.fullmatch(value) for value in values):
            raise Failure(f"a {what} in the secret is empty, no text or not printable US-ASCII; {_SHAPE}")
    return found


def _pairs(document: Any) -> list[tuple[str, Any]]:
    if not isinstance(document, dict):
        raise Failure(f"the secret has another shape; {_SHAPE}")
    if set(document) == _ONE:
        return [(document["username"], document["password"])]
    return list(document.items())


def _distinct(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    try:
        found = dict(pairs)
    except TypeError:
        raise Failure(f"the secret has another shape; {_SHAPE}") from None
    if len(found) < len(pairs):
        raise Failure(f"the secret has a user name twice; {_SHAPE}")
    return found
