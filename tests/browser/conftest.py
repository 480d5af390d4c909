"""A headless Chromium for the tests of the page.

Where there is none the tests are skipped with the reason; in CI (`CI=true`) they fail, so that none is skipped unseen.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str | None:
    """The browser to drive, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this folder; each test has a page of its own."""
    found = executable()
    if found is None:
        reason = f"none of {', '.join(NAMES)} is on the PATH: `make browser` installs Debian's chromium, as root"
        if os.environ.get("CI") == "true":
            pytest.fail(f"in CI the page is tested in a browser, but {reason}")
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found)
        yield launched
        launched.close()


class Opened:
    """A page from a file, and what it asked of the network and said in the console."""

    def __init__(self, page: Page, html: str, folder: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.said: list[str] = []
        file = folder / "routes.html"
        file.write_text(html, encoding="utf-8")
        self.address = file.as_uri()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(dialog.message))
        page.set_default_timeout(10_000)
        page.goto(self.address)

    def answers(self) -> dict[str, str]:
        """Who answers now, by the title of each card."""
        cards = self.page.locator(".card").all()
        return {card.locator("h3").inner_text(): card.locator(".answer").inner_text() for card in cards}


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a page: `opened(html)`; at its end it has asked for nothing but itself, and nothing went wrong in it."""
    pages: list[Opened] = []

    def open_(html: str, **context) -> Opened:
        context = {"viewport": {"width": 1280, "height": 900}, **context}
        pages.append(Opened(browser.new_page(**context), html, tmp_path))
        return pages[-1]

    yield open_
    for each in pages:
        each.page.close()
        assert (each.requests, each.said) == ([each.address], [])
