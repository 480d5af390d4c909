"""What reading or writing an estate raises.

SourceError
└── EstateError    the file holds no estate, or the account cannot be read
"""

from __future__ import annotations

from constructs_lib.routing.errors import SourceError


class EstateError(SourceError):
    """One sentence says which file or account, what is wrong with it and what to do."""
