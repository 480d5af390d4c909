"""What this room raises.

ValueError
└── WorkersError    something it was given cannot be used
"""


class WorkersError(ValueError):
    """Something given cannot be used; one sentence says what it was, what is allowed, and what to do."""
