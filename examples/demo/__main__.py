"""`make demo`: the whole story on one machine, checked as it goes."""

from __future__ import annotations

import signal
import sys

from examples.demo.story import main


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    # A shell that ends a background job sends this one; it must clean up like Ctrl-C.
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(main())
