"""docs/lint.md and docs/call-record.md say what the linter and the schema say."""

from __future__ import annotations

import json

import pytest

from tests.docs.call_tables import fields, rules
from tests.docs.pages import ROOT, snippets
from tests.pstn.phone import CALLER, NUMBER, Handler, hang_up, network


@pytest.mark.parametrize(
    ("page", "generated"), [("lint.md", rules()), ("call-record.md", fields())], ids=["lint", "record"]
)
def test_the_tables_are_the_generated_ones(page, generated):
    assert generated in (ROOT / "docs" / page).read_text(), f"replace the tables in docs/{page} with:\n\n{generated}"


def test_the_finding_on_the_page_is_what_the_linter_says():
    world = network(Handler(NEW_INBOUND_CALL=[hang_up(Reason="closed")]))
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    (shown,) = (json.loads(each.code) for each in snippets("json") if each.page == "docs/lint.md")
    assert shown == call.findings[0].to_dict()
