"""What generating raises."""

from __future__ import annotations

from constructs_lib.estate.errors import EstateError


class GenerateError(EstateError):
    """One sentence says what cannot be generated or written, and what to do."""
