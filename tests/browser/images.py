"""Draws docs/images anew: `make images`, after the page changed on purpose."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from constructs_lib.routing import html_report
from tests.browser.conftest import executable
from tests.browser.estates import estate

FOLDER = Path(__file__).parents[2] / "docs" / "images"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable())
        page = browser.new_page(viewport={"width": 1080, "height": 760}, color_scheme="light")
        page.set_content(html_report.render(estate()))
        page.get_by_label("us-east-1", exact=True).check()
        page.mouse.move(0, 0)
        page.screenshot(path=FOLDER / "routes.png")
        browser.close()


if __name__ == "__main__":
    main()
