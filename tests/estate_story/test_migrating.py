"""From another tool's stack to an app that adopts, as docs/migrating says, while callers ring."""

from __future__ import annotations

import itertools
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.estate_story.other_tools import TOOLS, OldStack
from tests.estate_story.town import Ringing, Town
from tests.local.assemblies import EAST

_accounts = (f"42{number:010d}" for number in itertools.count(1))


@pytest.fixture
def town(local_cloud, tmp_path) -> Town:
    return Town(local_cloud, next(_accounts), tmp_path)


def only_number(town: Town) -> str:
    (number,) = town.kept_numbers()
    return number


def generated(town: Town) -> Path:
    """The app that declares the account as it is."""
    town.shell("chime-voice", "scan", "--region", EAST, "-o", "estate.json")
    town.shell("chime-voice", "generate", "estate.json", "-o", "telephony")
    return town.folder / "telephony" / "app.py"


def app_of(path: Path) -> Any:
    return runpy.run_path(str(path))["declare"]()


@pytest.mark.parametrize("tool", TOOLS)
def test_retained_there_adopted_here_removed_there_without_a_lost_call(town, tool):
    old = OldStack(town, TOOLS[tool])
    old.create()
    number, heard = only_number(town), town.heard()
    with Ringing(town, number) as callers:
        old.retain()
        app = generated(town)
        town.deploy(app_of(app))
        old.delete()
        assert town.changes(heard) == []
        app.write_text(app.read_text().replace('name="Old",\n        enabled', 'name="New",\n        enabled'))
        town.deploy(app_of(app))
        assert town.changes(heard) == ["UpdateSipRule"]
    assert (callers.lost, callers.answered) == ([], {number: [EAST]})
    assert town.kept_numbers() == {number}


def test_without_retaining_there_the_old_stack_takes_all_with_it(town):
    """Why the first step is the first."""
    old = OldStack(town, TOOLS["typescript"])
    old.create()
    town.deploy(app_of(generated(town)))
    old.delete()
    assert town.kept_numbers() == set()


def test_a_function_that_goes_with_the_old_stack_takes_the_answer_with_it(town):
    """Why the function is retained too, or replaced before."""
    old = OldStack(town, TOOLS["typescript"])
    old.create()
    old.retain(functions="Delete")
    number = only_number(town)
    town.deploy(app_of(generated(town)))
    old.delete()
    with Ringing(town, number) as callers:
        pass
    assert callers.lost
    assert town.kept_numbers() == {number}


def test_what_terraform_made_is_adopted_and_forgotten_there(town):
    """Terraform's side is plain calls of the service, and `terraform state rm` makes none at all."""
    both = town.in_two_regions()
    number = town.number()
    town.rule("Terraform", number, both[:1])
    heard = town.heard()
    with Ringing(town, number) as callers:
        town.deploy(app_of(generated(town)))
        assert town.changes(heard) == []
    assert (callers.lost, callers.answered) == ([], {number: [EAST]})
