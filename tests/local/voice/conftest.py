from __future__ import annotations

import pytest

from tests.local.voice.bench import Bench


@pytest.fixture
def bench() -> Bench:
    """A fresh service."""
    return Bench()
