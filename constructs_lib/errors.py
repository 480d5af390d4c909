"""What constructs raise.

ValueError
└── TelephonyError    something declared cannot work
"""

from __future__ import annotations

from collections.abc import Sequence


class TelephonyError(ValueError):
    """Something declared cannot work; the message holds everything wrong with it.

    Attributes:
        path: the construct's path in the tree.
        problems: one sentence each: the value seen, what is allowed, what to do.
    """

    def __init__(self, what: str, path: str, problems: Sequence[str]) -> None:
        self.path = path
        self.problems = tuple(problems)
        heading = f"{what} {path!r}"
        if len(self.problems) == 1:
            message = f"{heading}: {self.problems[0]}"
        else:
            lines = "".join(f"\n  - {problem}" for problem in self.problems)
            message = f"{heading} has {len(self.problems)} problems:{lines}"
        super().__init__(message)
