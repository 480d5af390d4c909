"""The pages that are sessions work as they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, TYPED
from tests.docs.typed import play


@pytest.mark.parametrize("page", TYPED)
def test_a_page_that_is_a_session_prints_what_it_shows(page: str, tmp_path: Path):
    shown = 0
    for command, prints, block in play(ROOT / page, tmp_path):
        if block:
            shown += 1
            assert prints == block[2], f"{command}: write what it prints now with `python -m tests.docs.typed {page}`"
    assert shown >= 4
