"""The command as its users run it."""

from __future__ import annotations

import json

import pytest

from constructs_lib.estate import save
from tests.cli.shell import run
from tests.drift.accounts import Deployed, Stage
from tests.provider.world import application, by_hand_application, number, rule


@pytest.fixture
def support(tmp_path):
    """A stack that is as it was deployed, its cdk.out, and the file of a scan."""
    deployed = Deployed(Stage())
    main = deployed.make("Number", number()).physical_id
    app = deployed.make("App", application()).physical_id
    deployed.make("Rule", rule(main, app), TriggerValue={"Ref": "Number"})
    return deployed


def _run(support, tmp_path, *words):
    save(support.estate(), tmp_path / "estate.json")
    return run("drift", support.assembly(tmp_path), "--against", tmp_path / "estate.json", *words)


def _disable(support):
    client = support.stage.client()
    (found,) = client.list_sip_rules()["SipRules"]
    client.update_sip_rule(
        SipRuleId=found["SipRuleId"],
        Name=found["Name"],
        Disabled=True,
        TargetApplications=found["TargetApplications"],
    )
    support.stage.advance(600)
    return found


def test_an_account_as_declared_is_exit_code_0(support, tmp_path):
    done = _run(support, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 of 3 resources as declared" in done.stdout


def test_drift_is_exit_code_1_with_both_sides_and_what_a_deployment_does(support, tmp_path):
    found = _disable(support)
    done = _run(support, tmp_path)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert f"different: SIP rule Support/Rule ({found['SipRuleId']}, us-east-1)" in lines
    at = lines.index("  Disabled")
    assert lines[at + 1 : at + 3] == ["    declared: false", "    account:  true"]
    assert "put right by the next deployment that changes this resource" in lines[at + 3]
    assert "A deployment whose template is the same changes nothing." in done.stdout


def test_targets_are_shown_in_order_by_the_names_of_the_code(support, tmp_path):
    found = _disable(support)
    other = by_hand_application(support.stage, "Other", "us-west-2")
    target = {"SipMediaApplicationId": other, "Priority": 2, "AwsRegion": "us-west-2"}
    support.stage.client().update_sip_rule(
        SipRuleId=found["SipRuleId"],
        Name=found["Name"],
        Disabled=False,
        TargetApplications=[target, *found["TargetApplications"]],
    )
    support.stage.advance(600)
    lines = _run(support, tmp_path).stdout.splitlines()
    first = "Priority 1, AwsRegion us-east-1, SipMediaApplicationId Support/App"
    assert f"    declared: {first}" in lines
    assert f"    account:  {first}; Priority 2, AwsRegion us-west-2, SipMediaApplicationId {other}" in lines


def test_json_has_everything_and_markdown_has_a_table(support, tmp_path):
    _disable(support)
    document = json.loads(_run(support, tmp_path, "--format", "json").stdout)
    assert (document["version"], document["clean"]) == (1, False)
    assert document["summary"] == {"same": 2, "differs": 1, "missing": 0, "unknown": 0, "not_comparable": 0}
    (change,) = [change for each in document["resources"] for change in each["changes"]]
    assert (change["property"], change["declared"], change["present"]) == ("Disabled", False, True)
    assert change["outlook"] in document["outlooks"]
    assert "| `Disabled` | `false` | `true` |" in _run(support, tmp_path, "--format", "markdown").stdout


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_masked_no_report_shows_a_number(support, tmp_path, form):
    support.declare("Other", rule("+12065550199", "0f0f0f0f-0000-4000-8000-000000000009", name="Line 12065550199"))
    _disable(support)
    main = support.stage.client().list_phone_numbers()["PhoneNumbers"][0]["E164PhoneNumber"]
    shown = _run(support, tmp_path, "--format", form, "--all").stdout
    hidden = _run(support, tmp_path, "--format", form, "--all", "--mask").stdout
    assert main in shown or form != "json"
    assert main.lstrip("+") not in hidden
    assert "2065550199" not in hidden


def test_names_of_the_account_cannot_write_to_a_terminal_or_a_page(support, tmp_path):
    estate = tmp_path / "estate.json"
    save(support.estate(), estate)
    document = json.loads(estate.read_text())
    evil = "\u001b[2Jx | y\n::error::"
    for each in document["resources"]:
        if each["type"] == "Custom::ChimeSipRule":
            each["properties"]["Name"] = evil
            each["facts"]["Name"] = evil
    estate.write_text(json.dumps(document))
    for form in ("text", "markdown"):
        done = run("drift", support.assembly(tmp_path), "--against", estate, "--format", form)
        assert "\u001b" not in done.stdout
        assert not [line for line in done.stdout.splitlines() if line.startswith("::")]
        assert "u001b" in done.stdout or "x1b" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere", "--against", "estate.json"), "nowhere does not exist"),
        (("cdk.out", "--against", "nowhere.json"), "nowhere.json cannot be read"),
        (("cdk.out", "--against", "estate.json", "--profile", "x"), "--profile is for --against live"),
    ],
)
def test_what_cannot_be_compared_is_exit_code_2_in_one_sentence(support, tmp_path, words, told):
    (tmp_path / "cdk.out").mkdir()
    support.assembly(tmp_path / "cdk.out")
    save(support.estate(), tmp_path / "estate.json")
    done = run("drift", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_assembly_for_another_account_is_not_compared(support, tmp_path):
    save(support.estate(), tmp_path / "estate.json")
    folder = support.assembly(tmp_path, account="210987654321")
    done = run("drift", folder, "--against", tmp_path / "estate.json")
    assert done.returncode == 2
    assert "210987654321" in done.stderr
    assert "123456789012" in done.stderr
