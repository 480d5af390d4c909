"""How many cells the crash matrix has had in this run."""

from __future__ import annotations

import collections

CELLS: collections.Counter[str] = collections.Counter()
"""Resource type -> cells played."""
