"""A pytest fixture: one local cloud for a whole test run.

Import it in a `conftest.py`: `from constructs_lib.testing.cloud import local_cloud`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from constructs_lib.local import LocalCloud

SPEED = 100.0
"""An order of twenty seconds takes a fifth of one."""


def _say(message: str) -> None:
    print(message, file=sys.__stderr__, flush=True)


@pytest.fixture(scope="session")
def local_cloud() -> Iterator[LocalCloud]:
    """A running local cloud. It is shared: use stack names and Regions of your own."""
    with LocalCloud(speed=SPEED, progress=_say) as cloud:
        yield cloud
