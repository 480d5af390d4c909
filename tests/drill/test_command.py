"""`chime-voice drill`: exit codes, formats, words."""

from __future__ import annotations

import json

import pytest

from constructs_lib.cli import main
from tests.assembly.by_hand import application, function, permission, rule, stack, target, write
from tests.cli.shell import run, small_assembly
from tests.reference_apps import assembly_of


def alone(folder):
    """A number that only us-east-1 answers."""
    handler = {"Fn::GetAtt": ["Fn", "Arn"]}
    resources = {
        "App": application(handler),
        "Fn": function(FunctionName="answer"),
        "May": permission(handler),
        "Rule": rule("+12065550100", target({"Ref": "App"})),
    }
    return write(folder, {"Voice": stack(resources)})


def test_an_app_that_survives_every_region_exits_with_0(tmp_path):
    done = run("drill", small_assembly(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("drill: us-east-1 down for 10 minutes\n  1 fails over\n")
    assert "drill: us-west-2 down for 10 minutes\n  1 is unaffected\n" in done.stdout


@pytest.mark.parametrize(("more", "code"), [((), 1), (("--allow-unanswered",), 0)])
def test_a_trigger_with_nobody_left_fails_unless_that_is_allowed(tmp_path, capsys, more, code):
    assert main(["drill", str(alone(tmp_path)), *more]) == code
    assert "nobody is left who could answer" in capsys.readouterr().out


def test_a_function_by_its_name_and_a_duration(tmp_path, capsys):
    words = ["drill", str(small_assembly(tmp_path)), "--function", "answer", "--for", "2h", "--format", "json"]
    assert main(words) == 0
    outage = json.loads(capsys.readouterr().out)["drills"][0]["outage"]
    assert outage == {
        "regions": [],
        "functions": [{"name": "answer", "region": "us-east-1"}],
        "home_down": False,
        "seconds": 7200.0,
    }


def test_what_the_exit_code_says_is_in_the_json(tmp_path, capsys):
    for more, code in (([], 1), (["--allow-unanswered"], 0)):
        assert main(["drill", str(alone(tmp_path)), "--format", "json", *more]) == code
        assert json.loads(capsys.readouterr().out)["passed"] is (code == 0)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_masked_numbers_show_their_last_four_digits(tmp_path, capsys, form):
    main(["drill", str(small_assembly(tmp_path)), "--mask", "--format", form])
    told = capsys.readouterr().out
    assert "0100" in told
    assert "206555" not in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--down", "mars-1"), "'mars-1' is no Region"),
        (("--function", "nope"), "there is no function 'nope' behind a rule; there is: answer in us-east-1"),
        (("--policy", "nope=1"), "'nope=1' is no NAME=VALUE of a policy"),
        (("--for", "10"), "must be a time such as 90s, 10m or 2h"),
        (("--for", "0m"), "must be a time such as 90s, 10m or 2h"),
    ],
)
def test_a_mistake_is_told_in_words(tmp_path, words, told):
    done = run("drill", small_assembly(tmp_path), *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_to_read_is_told_in_words(tmp_path):
    done = run("drill", tmp_path / "nothing")
    assert done.returncode == 2
    assert "does not exist" in done.stderr


def test_the_functions_own_code_answers_when_it_is_asked_for(tmp_path_factory, capsys):
    assert main(["drill", str(assembly_of("app", tmp_path_factory)), "--handlers", "--format", "json"]) == 0
    drill, _ = json.loads(capsys.readouterr().out)["drills"]
    assert drill["functions"] == "real"
    assert drill["counts"] == {"fails over": 2}
