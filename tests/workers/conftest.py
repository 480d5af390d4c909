"""One set of workers a test, closed after it."""

from __future__ import annotations

import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from constructs_lib.workers import Workers


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Workers as they are without any option."""
    with Workers() as made:
        yield made


@pytest.fixture(scope="session")
def empty_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter without any package."""
    folder = tmp_path_factory.mktemp("empty") / "python"
    venv.create(folder, symlinks=True)
    return folder / "bin" / "python"
