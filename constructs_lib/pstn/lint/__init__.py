"""The linter for conversations: names what is wrong with the answers of a function, while a call plays and at its end.

Nothing here changes a call: what the service rejects is rejected elsewhere, and named here.
"""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.findings import Finding

__all__ = ["Finding", "across"]


def across(calls: Sequence[Call]) -> list[Finding]:
    """What several calls through one process tell about it: state that leaks from one into the next."""
    del calls
    return []
