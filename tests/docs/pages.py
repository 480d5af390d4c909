"""The project's pages and the code in them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "examples").glob("*/README.md"))]
TYPED = ("docs/calls.md", "docs/checks.md", "docs/drill.md", "docs/review.md")
"""The pages that are one session each: its files and commands belong together."""
IN_AN_ACCOUNT = ("docs/drift.md", "docs/estate.md", "docs/generate.md")
"""Likewise, with an account made by hand in a local cloud: `tests/docs/hand_made.py`."""
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Snippet:
    """A block of code, and the block that follows it directly, which shows what it prints."""

    page: str
    line: int
    language: str
    code: str
    prints: str | None

    @property
    def name(self) -> str:
        """For the report of a test."""
        return f"{self.page}:{self.line}"


def snippets(*languages: str) -> list[Snippet]:
    """Every block of these languages on every page."""
    return [each for page in PAGES for each in _of(page) if each.language in languages]


def _of(page: Path) -> Iterator[Snippet]:
    text = page.read_text()
    blocks = list(_FENCE.finditer(text))
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        between = text[block.end() : following.start()] if following else ""
        shown = following[2] if following and following[1] == "text" and not between.strip() else None
        line = text.count("\n", 0, block.start()) + 1
        yield Snippet(page.relative_to(ROOT).as_posix(), line, block[1], block[2], shown)
