"""The other party of a call, scripted."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, kw_only=True)
class Party:
    """What a person, or the system behind a Voice Connector, does. A caller uses only the last two."""

    rings_seconds: float = 3.0
    """How long it rings before the party answers or declines."""
    answers: bool = True
    """False: the party declines."""
    refuses_with: int = 480
    """The SIP code of a party that declines: 480 unavailable, 486 busy."""
    hangs_up_after: float | None = None
    """Seconds after answering (a caller: after dialing). None: never on its own."""
    patience: float = 30.0
    """Seconds with nothing to hear or to wait for after which the party hangs up."""
