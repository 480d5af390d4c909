"""A project of what an account has: code that a good engineer would have written, and that changes nothing."""

from __future__ import annotations

import pytest

from constructs_lib.estate import routing_table
from tests.estate.accounts import Stage, scanned, two_regions
from tests.generate.projects import checked, made, synthesized, tool
from tests.generate.same import assert_same


@pytest.fixture
def stage():
    return Stage()


def test_a_small_estate_is_one_file_that_declares_what_the_account_has(stage, tmp_path):
    two_regions(stage)
    found = scanned(stage)
    folder = tmp_path / "telephony"
    project = made(found, folder)
    assert [name for name in project.files if name.endswith(".py")] == ["app.py", "test_app.py"]
    assert project.decision.left == ()
    checked(folder)
    assert_same(found, synthesized(folder))
    tool(folder, "pytest", "-q", "-p", "no:cacheprovider")


def test_its_own_test_fails_when_the_order_of_the_regions_changes(stage, tmp_path):
    two_regions(stage)
    folder = tmp_path / "telephony"
    made(scanned(stage), folder)
    app = folder / "app.py"
    regions = 'regions=["us-east-1", "us-west-2"]'
    assert regions in app.read_text()
    app.write_text(app.read_text().replace(regions, 'regions=["us-west-2", "us-east-1"]'))
    with pytest.raises(AssertionError, match="us-west-2"):
        tool(folder, "pytest", "-q", "-p", "no:cacheprovider")


def test_the_same_estate_gives_the_same_files(stage, tmp_path):
    two_regions(stage)
    found = scanned(stage)
    assert made(found, tmp_path / "one").files == made(found, tmp_path / "another").files
    assert routing_table(found).routes
