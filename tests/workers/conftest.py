"""One set of workers a test, closed after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from constructs_lib.workers import Workers


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Workers as they are without any option."""
    with Workers() as made:
        yield made
