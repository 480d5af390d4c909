"""The page about calls is a session that works as it is shown."""

from __future__ import annotations

from pathlib import Path

from tests.docs.pages import ROOT, TYPED
from tests.docs.typed import play


def test_the_page_about_calls_prints_what_it_shows(tmp_path: Path):
    shown = 0
    for command, prints, block in play(ROOT / TYPED, tmp_path):
        if block:
            shown += 1
            assert prints == block[2], f"{command}: write what it prints now with `python -m tests.docs.typed`"
    assert shown >= 4
