"""`chime-voice generate`: complete or not there, and it says what it could not do."""

from __future__ import annotations

import dataclasses

import pytest

from constructs_lib import estate
from tests.cli.shell import run
from tests.estate.accounts import Stage, scanned, two_regions
from tests.generate.accounts import with_rules


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "estate.json"
    estate.save(with_rules(2), path)
    return path


def test_it_names_the_files_and_what_is_next(file, tmp_path):
    folder = tmp_path / "deep" / "telephony"
    done = run("generate", file, "-o", folder)
    assert (done.returncode, done.stderr) == (0, "")
    *files, taken, following = done.stdout.splitlines()
    assert sorted(str(each) for each in folder.iterdir()) == files
    assert taken == "taken over: 10 resources"
    assert following == f"next: {folder / 'README.md'} says what to do"


def test_of_an_account_that_was_scanned(tmp_path):
    stage = Stage()
    two_regions(stage)
    estate.save(scanned(stage), tmp_path / "estate.json")
    assert run("generate", tmp_path / "estate.json", "-o", tmp_path / "telephony").returncode == 0


def test_what_is_left_out_is_told_and_an_exit_code(tmp_path):
    base = with_rules(2)
    (number, *others) = base.resources
    released = dataclasses.replace(number, facts={"DeletionTimestamp": "2026-11-27T12:00:00Z"})
    estate.save(dataclasses.replace(base, resources=(released, *others)), tmp_path / "estate.json")
    done = run("generate", tmp_path / "estate.json", "-o", tmp_path / "telephony")
    assert done.returncode == 1
    assert done.stderr.startswith(f"not taken over: {number.id}: it waits in the deletion queue")


def test_a_folder_with_something_in_it_is_left_as_it_is(file, tmp_path):
    folder = tmp_path / "telephony"
    folder.mkdir()
    (folder / "mine.py").write_text("mine")
    done = run("generate", file, "-o", folder)
    assert done.returncode == 2
    assert "nothing is overwritten; choose another folder" in done.stderr
    assert [each.name for each in folder.iterdir()] == ["mine.py"]


def test_an_empty_folder_is_as_good_as_none(file, tmp_path):
    (tmp_path / "telephony").mkdir()
    assert run("generate", file, "-o", tmp_path / "telephony").returncode == 0


@pytest.mark.parametrize("content", ["", "{}", '{"version": 1, "resources": []}', None])
def test_what_is_no_estate_is_said_in_a_sentence(content, tmp_path):
    path = tmp_path / "estate.json"
    if content is not None:
        path.write_text(content)
    done = run("generate", path, "-o", tmp_path / "telephony")
    assert done.returncode == 2
    assert done.stderr.startswith("chime-voice generate: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "telephony").exists()
