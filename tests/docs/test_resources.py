"""docs/resources.md says what the contract says."""

from __future__ import annotations

from chime_voice.contract.registry import TYPES

from tests.docs.pages import ROOT
from tests.docs.resource_tables import reference


def test_the_reference_is_the_contracts():
    page = (ROOT / "docs" / "resources.md").read_text()
    generated = reference()
    assert generated in page, f"replace the generated part of docs/resources.md with:\n\n{generated}"


def test_the_page_says_of_every_type_what_its_deletion_does():
    page = (ROOT / "docs" / "resources.md").read_text()
    table = page.partition("## What a deletion does")[2].partition("\n## ")[0]
    rows = [line.split(" | ")[0].strip("|` ") for line in table.splitlines() if line.startswith("| `")]
    assert rows == list(TYPES)
