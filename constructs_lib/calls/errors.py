"""What this room raises.

ValueError
└── CallsError    something given cannot be used
"""

from __future__ import annotations

from collections.abc import Sequence


class CallsError(ValueError):
    """Something given cannot be used; the message says what it was, what is allowed, and what to do.

    Attributes:
        problems: one sentence each.
    """

    def __init__(self, problems: str | Sequence[str], *, what: str = "") -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        if len(self.problems) == 1:
            message = f"{what}: {self.problems[0]}" if what else self.problems[0]
        else:
            lines = "".join(f"\n  - {problem}" for problem in self.problems)
            message = f"{what or 'this'} has {len(self.problems)} problems:{lines}"
        super().__init__(message)
