"""What a deployment would make of every app that we show, and who would answer; `make snapshots` refreshes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.testing import routes_snapshot
from tests.reference_apps import APPS, assembly_of
from tests.snapshots.layout import BesideTheTest, readable, stacks_of

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("app", APPS)
def test_the_templates_are_as_committed(app, snapshot, tmp_path_factory):
    files = snapshot.use_extension(BesideTheTest)
    for stack, template in stacks_of(assembly_of(app, tmp_path_factory)).items():
        assert readable(template) == files(name=f"{app}/{stack}.template.json")


@pytest.mark.parametrize("app", APPS)
def test_the_routes_are_as_committed(app, snapshot, tmp_path_factory):
    routes = routes_snapshot(assembly_of(app, tmp_path_factory))
    assert routes == snapshot.use_extension(BesideTheTest)(name=f"{app}/routes.md")


def test_every_committed_file_is_of_a_stack_that_there_is(request, tmp_path_factory):
    expected = {FOLDER / app / "routes.md" for app in APPS}
    for app in APPS:
        stacks = stacks_of(assembly_of(app, tmp_path_factory))
        expected |= {FOLDER / app / f"{stack}.template.json" for stack in stacks}
    left_over = {path for path in FOLDER.glob("*/*") if path.parent.name != "__pycache__"} - expected
    if request.config.option.update_snapshots:
        for path in left_over:
            path.unlink()
    else:
        assert left_over == set()
