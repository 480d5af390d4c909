"""What all commands know about the terminal that they print to."""

from __future__ import annotations

import os
import sys


def is_colored() -> bool:
    """Whether to print in colours: on a terminal, unless its user says otherwise (https://no-color.org)."""
    on_a_terminal = hasattr(sys.stdout, "isatty") and sys.stdout.isatty()  # there may be no stdout at all
    return on_a_terminal and not os.environ.get("NO_COLOR")
