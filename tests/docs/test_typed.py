"""The pages that are sessions work as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.docs.hand_made import account
from tests.docs.pages import IN_AN_ACCOUNT, ROOT, TYPED
from tests.docs.typed import play


@pytest.mark.parametrize("page", TYPED)
def test_a_page_that_is_a_session_prints_what_it_shows(page: str, tmp_path: Path):
    prints_what_it_shows(page, tmp_path, {})


@pytest.mark.parametrize("page", IN_AN_ACCOUNT)
def test_a_session_with_an_account_prints_what_it_shows(page: str, tmp_path: Path):
    with account() as known:
        prints_what_it_shows(page, tmp_path, known)


def prints_what_it_shows(page: str, folder: Path, known: Mapping[str, str]) -> None:
    shown = 0
    for command, prints, block in play(ROOT / page, folder, known):
        if block:
            shown += 1
            assert prints == block[2], f"{command}: write what it prints now with `python -m tests.docs.typed {page}`"
    assert shown >= 4
