"""docs/resources.md says what the contract says."""

from __future__ import annotations

from tests.docs.pages import ROOT
from tests.docs.resource_tables import reference


def test_the_reference_is_the_contracts():
    page = (ROOT / "docs" / "resources.md").read_text()
    generated = reference()
    assert generated in page, f"replace the generated part of docs/resources.md with:\n\n{generated}"
