"""A drill in a running local cloud: deployed functions answer, the clock goes on, and all is as before afterwards."""

from __future__ import annotations

import argparse
import json

import pytest

from constructs_lib.cli import main
from constructs_lib.local import running
from constructs_lib.local.variables import ACCOUNT
from tests.estate_story.town import Town
from tests.local.assemblies import EAST, WEST


@pytest.fixture(scope="module")
def cloud(local_cloud, tmp_path_factory):
    """A number of two Regions, and one of us-east-1 alone."""
    town = Town(local_cloud, ACCOUNT, tmp_path_factory.mktemp("town"))
    both = town.in_two_regions()
    town.rule("Main", town.number(), both)
    town.rule("Alone", town.number(1), both[:1])
    return local_cloud


@pytest.fixture
def drill(cloud, monkeypatch, capsys):
    found = argparse.Namespace(admin=cloud.admin, url=cloud.url)
    monkeypatch.setattr(running, "need", lambda: found)

    def run(*words):
        code = main(["drill", "--local", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_deployed_functions_answer_from_the_region_that_is_up(drill, cloud):
    before = cloud.admin.get("status")["time"]
    code, told, _ = drill("--down", EAST, "--format", "json")
    assert code == 1
    (found,) = json.loads(told)["drills"]
    assert found["counts"] == {"nobody": 1, "fails over": 1}
    by_rule = {
        each["rule"]: [call["answered_by"] and call["answered_by"]["region"] for call in each["calls"]]
        for each in found["triggers"]
    }
    assert by_rule == {"Main": [EAST, WEST, EAST], "Alone": [EAST, None, EAST]}
    assert cloud.admin.get("status")["time"] > before


def test_a_home_region_that_is_down_lets_nobody_in_and_calls_go_on(drill, cloud):
    code, told, _ = drill("--home-down", "--format", "json")
    assert code == 0
    (found,) = json.loads(told)["drills"]
    assert found["counts"] == {"unaffected": 2}
    assert found["held"] == [
        {"region": EAST, "rules": 2, "numbers": 0, "checked": "ListSipRules got no answer (ConnectionClosedError)"}
    ]
    assert cloud.admin.get("faults") == []


def test_faults_of_the_user_are_not_forgotten(drill, cloud):
    cloud.admin.post("faults", {"kind": "throttle", "operation": "DeleteSipRule"})
    try:
        code, told, why = drill("--home-down")
        assert (code, told) == (2, "")
        assert "run `chime-voice local fault clear` first" in why
        assert len(cloud.admin.get("faults")) == 1
    finally:
        cloud.admin.post("faults/clear")


@pytest.mark.parametrize("words", [("cdk.out",), ("--handlers",), ("--policy", "retries=2")])
def test_what_is_not_for_a_local_cloud_is_told(drill, words):
    code, _, why = drill(*words)
    assert code == 2
    assert "--local drills what is deployed, as it is" in why


def test_a_function_is_not_taken_down_there(drill):
    code, _, why = drill("--function", "answer")
    assert code == 2
    assert "whole Regions are down" in why
