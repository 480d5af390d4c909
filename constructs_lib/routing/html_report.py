"""The routing table as one page that asks nothing of any network: a map, a search, and Regions to switch off.

The parts are in the folder `page`. A Content-Security-Policy lets run only what is in the page itself, by its hash, and
names no place to load anything from. Names of the table are data in it, never markup or code.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import string
from importlib import resources

from constructs_lib.routing.model import RoutingTable
from constructs_lib.routing.page_data import page_data

_SCRIPTS = ("elements.js", "what_if.js", "map.js", "cards.js", "notes.js", "switches.js", "page.js")


def render(table: RoutingTable, *, mask: bool = False) -> str:
    """The report as a page.

    Args:
        table: what to show.
        mask: hide all phone numbers but for their last four digits.
    """
    text = json.dumps(page_data(table, mask=mask), ensure_ascii=False, separators=(",", ":"))
    before, after = _page()
    # The end of a script element is looked for before anything in it is understood.
    return before + text.replace("<", "\\u003c") + after


@functools.cache
def _page() -> tuple[str, str]:
    """The page before and after its data."""
    style = _part("page.css")
    script = '"use strict";\n(() => {\n' + "\n".join(map(_part, _SCRIPTS)) + "})();\n"
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    page = string.Template(_part("page.html"))
    before, after = page.safe_substitute(policy=policy, style=style, script=script).split("${data}")
    return before, after


def _part(name: str) -> str:
    return resources.files("constructs_lib.routing").joinpath("page", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
