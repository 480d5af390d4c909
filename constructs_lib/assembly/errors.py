"""What reading a cloud assembly raises.

SourceError
└── AssemblyError    the folder holds no cloud assembly that can be read
"""

from __future__ import annotations

from constructs_lib.routing.errors import SourceError


class AssemblyError(SourceError):
    """The folder holds no cloud assembly that can be read; one sentence says which file, and what is wrong with it."""

    def __init__(self, message: str) -> None:
        """Keep the sentence on one line, whatever names the files have in it."""
        super().__init__(
            "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in message)
        )
