"""Checks of a template's values, at synthesis."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def problems_of(*checks: Callable[[], object]) -> list[str]:
    """What those checks that fail say."""
    found = []
    for check in checks:
        try:
            check()
        except ValueError as error:
            found.append(str(error))
    return found
