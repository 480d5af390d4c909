"""The checks as a plugin of the CDK: what fails a synthesis, and how that is acknowledged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from constructs import Construct

from constructs_lib import FailoverVoiceApp, SipRule, Trigger, VoiceChecks
from constructs_lib.routing.checks.catalog import FINDINGS
from tests.synth.stacks import ACCOUNT, function_arn

NUMBER = "+12065550100"


def voice_in(scope: Construct, *, again: bool = False) -> tuple[FailoverVoiceApp, SipRule]:
    """A number that one Region answers, which is a warning; with a second rule, in a stack of its own, an error."""
    voice = FailoverVoiceApp(
        scope, "Support", regions=["us-east-1"], handler={"us-east-1": function_arn()}, account=ACCOUNT
    )
    rule = voice.route(Trigger.phone_number(NUMBER), id="Main")
    if again:
        other = cdk.Stack(scope, "Other", env=cdk.Environment(region="us-east-1", account=ACCOUNT))
        rule = SipRule(other, "Again", trigger=Trigger.phone_number(NUMBER), targets=[voice.applications["us-east-1"]])
    return voice, rule


def report_in(outdir: Path) -> dict[str, Any]:
    """What the CDK wrote about the plugin; empty when there was nothing to write."""
    file = outdir / "validation-report.json"
    reports = json.loads(file.read_text())["pluginReports"] if file.is_file() else []
    return next((dict(report) for report in reports if report["pluginName"] == "chime"), {})


def checked(app: cdk.App) -> dict[str, Any]:
    """The plugin's report of a synthesis that succeeds."""
    cdk.Validations.of(app).add_plugins(VoiceChecks())
    app.synth()
    return report_in(Path(app.outdir))


def accept(scope: Construct, *ids: str) -> None:
    cdk.Validations.of(scope).acknowledge(*(cdk.Acknowledgment(id=each, reason="for an hour") for each in ids))


@pytest.fixture
def app(tmp_path: Path) -> cdk.App:
    return cdk.App(outdir=str(tmp_path / "cdk.out"))


def test_an_error_fails_the_synthesis_and_says_where_and_what_to_do(app: cdk.App):
    voice_in(app, again=True)
    with pytest.raises(RuntimeError) as failed:
        checked(app)
    for told in (
        f"{NUMBER} has 2 rules",
        "Other/Again",
        "chime::duplicate-trigger",
        FINDINGS["duplicate-trigger"].remedy,
    ):
        assert told in str(failed.value)
    (violation,) = (
        each for each in report_in(Path(app.outdir))["violations"] if each["ruleName"] == "duplicate-trigger"
    )
    assert (violation["severity"], violation["suggestedFix"]) == ("error", FINDINGS["duplicate-trigger"].remedy)
    (place,) = violation["violatingConstructs"]
    assert place["constructPath"] == "Other/Again/Resource"
    template = json.loads((Path(app.outdir) / place["cloudFormationResource"]["templatePath"]).read_text())
    declared = template["Resources"][place["cloudFormationResource"]["logicalId"]]
    assert declared["Type"] == "Custom::ChimeSipRule"


def test_a_warning_is_reported_and_fails_nothing(app: cdk.App):
    voice_in(app)
    report = checked(app)
    assert report["conclusion"] == "success"
    assert [(each["ruleName"], each["severity"]) for each in report["violations"]] == [("single-region", "warning")]


@pytest.mark.parametrize("place", ["app", "stack", "rule"])
def test_what_is_acknowledged_at_the_construct_or_above_is_kept_as_such(app: cdk.App, place: str):
    _, rule = voice_in(app, again=True)
    accept({"app": app, "stack": cdk.Stack.of(rule), "rule": rule}[place], "chime::duplicate-trigger")
    report = checked(app)
    assert report["conclusion"] == "success"
    (kept,) = (each for each in report["suppressedViolations"] if each["ruleName"] == "duplicate-trigger")
    assert (kept["acknowledgedId"], kept["reason"]) == ("chime::duplicate-trigger", "for an hour")


def test_the_multi_region_pattern_is_a_place_to_acknowledge_for_all_its_stacks(app: cdk.App):
    voice, _ = voice_in(app)
    accept(voice, "chime::single-region")
    assert checked(app)["violations"] == []


def test_an_acknowledgement_elsewhere_changes_nothing(app: cdk.App):
    voice, _ = voice_in(app, again=True)
    accept(voice.stacks["us-east-1"], "chime::duplicate-trigger")
    with pytest.raises(RuntimeError, match="duplicate-trigger"):
        checked(app)


def test_the_prefix_of_the_constructs_warnings_is_understood_in_a_stack(app: cdk.App):
    _, rule = voice_in(app, again=True)
    accept(rule, "chime:duplicate-trigger")
    report = checked(app)
    assert report["conclusion"] == "success"
    (told,) = (each for each in report["violations"] if each["ruleName"] == "duplicate-trigger")
    assert told["severity"] == "info"
    assert told["description"].endswith("(acknowledged: for an hour)")


def test_a_plugin_of_a_stage_tells_of_that_stage_alone(app: cdk.App):
    voice_in(cdk.Stage(app, "Beta"), again=True)
    prod = cdk.Stage(app, "Prod")
    voice_in(prod)
    # The number is the same in both, of which the plugin of either may tell.
    accept(prod, "chime::duplicate-trigger")
    cdk.Validations.of(prod).add_plugins(VoiceChecks())
    app.synth()
    report = report_in(Path(app.outdir))
    assert {each["ruleName"] for each in report["violations"]} == {"single-region"}
    assert {
        c["constructPath"].partition("/")[0] for each in report["violations"] for c in each["violatingConstructs"]
    } == {"Prod"}


def test_a_nested_stacks_finding_names_the_construct(app: cdk.App):
    outer = cdk.Stack(app, "Outer", env=cdk.Environment(region="us-east-1", account=ACCOUNT))
    nested = cdk.NestedStack(outer, "Inner")
    voice = FailoverVoiceApp(
        app, "Support", regions=["us-east-1"], handler={"us-east-1": function_arn()}, account=ACCOUNT
    )
    SipRule(nested, "Line", trigger=Trigger.phone_number(NUMBER), targets=[voice.applications["us-east-1"]])
    (violation,) = (each for each in checked(app)["violations"] if each["ruleName"] == "single-region")
    (place,) = violation["violatingConstructs"]
    assert place["constructPath"] == "Outer/Inner/Line"


def test_an_app_without_telephony_has_nothing_to_report(app: cdk.App):
    cdk.CfnResource(cdk.Stack(app, "Empty"), "Topic", type="AWS::SNS::Topic")
    assert checked(app) == {}


def test_it_lists_the_findings_of_the_command():
    plugin = VoiceChecks()
    assert (plugin.name, plugin.rule_ids) == ("chime", list(FINDINGS))
    assert plugin.version


BESIDE = """
import sys
import aws_cdk as cdk
from constructs_lib import VoiceChecks
from tests.synth.test_voice_checks import voice_in
app = cdk.App(outdir=sys.argv[1])
stack = voice_in(app)[0].routing_stack
cdk.CfnResource(stack, "Bad", type="AWS::SNS::Topic", properties={"NoSuchProperty": 1})
cdk.Validations.of(app).add_plugins(VoiceChecks())
app.synth()
"""


def test_it_works_beside_the_cdks_own_validator(tmp_path: Path):
    environment = {**os.environ, "CDK_VALIDATION": "true", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", BESIDE, str(tmp_path / "cdk.out")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reports = json.loads((tmp_path / "cdk.out" / "validation-report.json").read_text())["pluginReports"]
    found = {each["pluginName"]: {violation["ruleName"] for violation in each["violations"]} for each in reports}
    assert found["chime"] == {"single-region"}
    assert found["CloudFormation Validate"]
