"""`make demo`: the whole story on one machine, checked as it goes."""

from __future__ import annotations

import sys

from examples.demo import interrupts
from examples.demo.story import main

if __name__ == "__main__":
    interrupts.install()
    sys.exit(main())
