"""Routes as a committed text: the same until who answers changes, and told well when it does."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_lib.routing.model import Origin
from constructs_lib.testing import assert_routes_unchanged, routes_snapshot
from constructs_lib.testing.snapshots import UPDATE
from tests.reference_apps import ROOT, assembly_of, synthesize
from tests.routing.tables import function, route, table, target


@pytest.fixture(autouse=True)
def _nobody_updates(monkeypatch):
    monkeypatch.delenv(UPDATE, raising=False)


def moved(number: int):
    """The same routes after somebody has worked on everything around them, on another machine."""
    origin = Origin(construct_path="Support/Rule", file=f"/somewhere/{number}/app.py", line=number)
    code = function(code=f"/somewhere/{number}/asset.{number:064x}", code_version=f"{number:064x}")
    return table(route(target(1, "us-east-1", function=code, origin=origin), origin=origin))


@pytest.mark.parametrize("kind", ["markdown", "json"])
def test_code_and_lines_that_change_leave_the_text_as_it_is(kind):
    assert routes_snapshot(moved(1), format=kind) == routes_snapshot(moved(2), format=kind)


@pytest.mark.parametrize("kind", ["markdown", "json"])
def test_two_synths_of_an_app_give_one_text(kind, tmp_path, tmp_path_factory):
    again = synthesize("app", tmp_path / "another.out", JSII_HOST_STACK_TRACES="1")
    text = routes_snapshot(assembly_of("app", tmp_path_factory), format=kind)
    assert routes_snapshot(again, format=kind) == text
    assert "<number Support-Routing/Main, area code 206>" in text
    assert str(ROOT) not in text


def test_json_is_the_document_of_the_command():
    assert json.loads(routes_snapshot(moved(1), format="json"))["routes"][0]["trigger"]["value"] == "+12065550100"


def test_a_committed_file_that_holds_the_routes_is_fine(tmp_path):
    for name in ("routes.md", "routes.json"):
        (tmp_path / name).write_text(routes_snapshot(moved(1), format="json" if "json" in name else "markdown"))
        assert_routes_unchanged(moved(2), tmp_path / name)


def test_a_route_that_changed_is_told_line_by_line_with_what_to_do(tmp_path):
    file = tmp_path / "routes.md"
    file.write_text(routes_snapshot(table(route())))
    swapped = table(route(target(1, "us-west-2"), target(2, "us-east-1")))
    with pytest.raises(AssertionError) as raised:
        assert_routes_unchanged(swapped, file)
    lines = str(raised.value).splitlines()
    assert lines[0] == f"routes are not as committed in {file}"
    assert any(line.startswith("-") and "1 | us-east-1" in line for line in lines)
    assert any(line.startswith("+") and "1 | us-west-2" in line for line in lines)
    assert "CHIME_VOICE_UPDATE_ROUTES=1" in lines[-1]


def test_a_file_that_is_not_there_fails_and_is_not_made(tmp_path):
    # Made silently, it would pass for ever on a machine that throws its files away.
    with pytest.raises(AssertionError, match=r"there is no .*routes\.md to compare .*CHIME_VOICE_UPDATE_ROUTES=1"):
        assert_routes_unchanged(moved(1), tmp_path / "routes.md")
    assert list(tmp_path.iterdir()) == []


def test_the_variable_writes_the_file(tmp_path, monkeypatch):
    file = tmp_path / "new" / "routes.md"
    monkeypatch.setenv(UPDATE, "1")
    assert_routes_unchanged(moved(1), file)
    monkeypatch.setenv(UPDATE, "0")
    assert_routes_unchanged(moved(1), file)
    with pytest.raises(AssertionError):
        assert_routes_unchanged(table(route()), file)


def test_what_cannot_be_used_is_told(tmp_path):
    with pytest.raises(ValueError, match=r"ends in \.md or \.json, got 'routes\.txt'"):
        assert_routes_unchanged(moved(1), "routes.txt")
    with pytest.raises(ValueError, match="has no routes"):
        routes_snapshot(object())


def test_the_text_is_one_that_syrupy_keeps(tmp_path):
    (tmp_path / "test_routes.py").write_text(
        "from constructs_lib.testing import routes_snapshot\n"
        "from tests.routing.tables import route, table\n\n\n"
        "def test_routes(snapshot):\n"
        "    assert routes_snapshot(table(route())) == snapshot\n"
    )
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT} {ROOT / 'lambda_src'}\n")
    for option in ("--snapshot-update", "-q"):
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", option]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    (kept,) = Path(tmp_path / "__snapshots__").iterdir()
    assert "us-west-2" in kept.read_text()


def test_a_change_of_who_answers_changes_the_text():
    base = routes_snapshot(table(route()))
    for change in (
        {"enabled": False},
        {"targets": (target(1, "us-west-2"),)},
        {"targets": (target(1, "us-east-1", function=function(invoke_permission=False)),)},
        {"trigger": dataclasses.replace(route().trigger, value="+12065550101")},
    ):
        assert routes_snapshot(table(dataclasses.replace(route(), **change))) != base
