"""What a template was given, read where it runs: `CHIME_VOICE_<NAME>` in the environment, lists and mappings as JSON.

`{region}` in a text is the Region that answers.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LONGEST_REGION = "ap-southeast-1"


def text(name: str, default: str = "") -> str:
    """A text; the default where it was not given."""
    return _in_region(os.environ.get(_variable(name), default))


def number(name: str, default: int) -> int:
    """A whole number; the default where it was not given."""
    return int(os.environ.get(_variable(name)) or default)


def sequence(name: str) -> list[str]:
    """Texts in order; none where they were not given."""
    return [_in_region(str(item)) for item in _structure(name) or ()]


def mapping(name: str) -> dict[str, str]:
    """Texts by text; none where they were not given."""
    return {str(key): _in_region(str(value)) for key, value in (_structure(name) or {}).items()}


def at_its_longest(given: str) -> str:
    """A text as long as it can become: what a check at synthesis has to look at."""
    return given.replace("{region}", _LONGEST_REGION)


def _structure(name: str) -> Any:
    given = os.environ.get(_variable(name))
    if not given:
        return None
    import json  # a template without structures starts without it

    return json.loads(given)


def _in_region(given: str) -> str:
    return given.replace("{region}", os.environ.get("AWS_REGION", ""))


def _variable(name: str) -> str:
    return f"CHIME_VOICE_{name.upper()}"
