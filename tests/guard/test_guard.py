"""The Guard rules, evaluated by the validator inside aws-cdk-lib: each fires and passes, and says what the contract says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from chime_voice.contract.checks import HOME_REGIONS, VOICE_REGIONS
from chime_voice.contract.sip_rule import SipRule

from tests.synth.estate import whole_estate

RULES = (resources.files("constructs_lib") / "guard" / "chime-voice.guard").read_text(encoding="utf-8")
HOST = "abcdefghij1klmnopqrstu.voiceconnector.chime.aws"
LATER = {"Ref": "AWS::Region"}
TOKEN = "arn:aws:lambda:us-east-1:123456789012:function:provider"


def target(region: Any = "us-east-1", priority: Any = 1) -> dict[str, Any]:
    return {"SipMediaApplicationId": f"sma-{priority}", "Priority": priority, "AwsRegion": region}


def rule(*targets: dict[str, Any], **more: Any) -> tuple[str, dict[str, Any]]:
    known = {"Name": "line", "TriggerType": "ToPhoneNumber", "TriggerValue": "+12065550100", "HomeRegion": "us-east-1"}
    return "Custom::ChimeSipRule", {**known, "TargetApplications": list(targets) or [target()], **more}


def by_host(host: Any) -> tuple[str, dict[str, Any]]:
    return rule(TriggerType="RequestUriHostname", TriggerValue=host)


def rule_set(*groups: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "Custom::ChimeSipRuleSet", {"Name": "lines", "HomeRegion": "us-east-1", "Groups": list(groups)}


def group(*targets: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"PhoneNumbers": ["+12065550100"], "TargetApplications": list(targets) or [target()], **more}


def number(**more: Any) -> tuple[str, dict[str, Any]]:
    return "Custom::ChimePhoneNumber", {"HomeRegion": "us-east-1", **more}


def application(
    region: Any, of_function: str, kind: str = "Custom::ChimeSipMediaApplication"
) -> tuple[str, dict[str, Any]]:
    arn = f"arn:aws:lambda:{of_function}:123456789012:function:answer"
    return kind, {"AwsRegion": region, "Endpoints": [{"LambdaArn": arn}], "Name": "answering"}


def connector(region: str, kind: str = "Custom::ChimeVoiceConnector") -> tuple[str, dict[str, Any]]:
    return kind, {"AwsRegion": region, "RequireEncryption": True, "Name": "trunk"}


NATIVE = "AWS::Chime::SipMediaApplication"
BAD = {
    "chime_trigger_type": [rule(TriggerType="Number")],
    "chime_trigger_number": [
        rule(TriggerValue="2065550100"),
        rule(TriggerValue="+1 206 555 0100"),
        rule_set(group(), group(PhoneNumbers=["+12065550101", "206"])),
    ],
    "chime_trigger_host": [
        by_host("pbx.example.com"),
        by_host(f"{HOST}.example.com"),
        by_host("+12065550100"),
        rule_set(group(HostNames=["pbx.example.com"])),
    ],
    "chime_target_count": [
        rule(TargetApplications=[]),
        rule(*(target(f"eu-west-{at}", at) for at in range(1, 27))),
        rule_set(group(TargetApplications=[])),
    ],
    "chime_one_target_a_region": [
        rule(target(priority=1), target("us-west-2", 2), target(priority=3)),
        rule_set(group(target(), target(priority=2))),
    ],
    "chime_distinct_priorities": [
        rule(target(priority=77), target("us-west-2", 77)),
        rule(target(priority=0)),
        rule_set(group(target(), target("us-west-2"))),
    ],
    "chime_target_region": [rule(target("eu-north-1")), rule_set(group(target("eu-north-1")))],
    "chime_application_region": [
        application("eu-north-1", "eu-north-1"),
        application("eu-north-1", "eu-north-1", NATIVE),
    ],
    "chime_function_region": [application("us-east-1", "us-west-2"), application("us-east-1", "us-west-2", NATIVE)],
    "chime_connector_region": [connector("eu-north-1"), connector("eu-north-1", "AWS::Chime::VoiceConnector")],
    "chime_number_region": [number(HomeRegion="eu-west-2", AreaCode="206")],
    "chime_number_form": [number(AdoptId="2065550100"), number(E164PhoneNumber="+0206555")],
}
GOOD = [
    rule(),
    rule(TriggerValue=LATER, HomeRegion=LATER),
    rule(target("us-west-2", 7), target("us-east-1", 3)),
    rule(target(LATER, 1), target(LATER, 2), target("us-east-1", 3)),
    rule(target("us-east-1", LATER), target("us-west-2", LATER)),
    rule(*(target(region, at) for at, region in enumerate(VOICE_REGIONS, 1))),
    rule_set(group(target(), target("us-west-2", 2), HostNames=[HOST, LATER]), group(PhoneNumbers=[LATER])),
    by_host(HOST),
    by_host(LATER),
    number(AdoptId="+442079460958"),
    number(AreaCode="206", HomeRegion=LATER),
    application("us-east-1", "us-east-1"),
    application("us-west-2", "us-west-2", NATIVE),
    application(LATER, "us-west-2"),
    connector("eu-west-1"),
    ("AWS::Chime::VoiceConnector", {"RequireEncryption": True, "Name": "trunk"}),
    ("AWS::SNS::Topic", {}),
]


def fired(outdir: Path, cases: Mapping[str, tuple[str, dict[str, Any]]], **context: Any) -> dict[str, set[str]]:
    """Each case in a stack of its own -> the rules that fire for it."""
    app = cdk.App(outdir=str(outdir), context=context)
    for name, (kind, properties) in cases.items():
        custom = {"ServiceToken": TOKEN} if kind.startswith("Custom::") else {}
        cdk.CfnResource(cdk.Stack(app, name), "It", type=kind, properties={**custom, **properties})
    return synthesized(app)


def synthesized(app: cdk.App) -> dict[str, set[str]]:
    """Stack -> the rules that fire for it."""
    source = cdk.ValidationRuleSource(name="chime-voice", content=RULES)
    cdk.Validations.of(app).add_plugins(cdk.CloudFormationValidatePlugin(guard_rules=[source]))
    found: dict[str, set[str]] = {stack.stack_name: set() for stack in app.synth().stacks}
    for report in json.loads((Path(app.outdir) / "validation-report.json").read_text())["pluginReports"]:
        for violation in report["violations"]:
            for place in violation["violatingConstructs"]:
                if violation["ruleName"].startswith("chime_"):
                    found[place["constructPath"].partition("/")[0]].add(violation["ruleName"])
    return found


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Of all cases in one synthesis: the validator takes a second to load."""
    bad = {f"{name.replace('_', '-')}-{at}": case for name, cases in BAD.items() for at, case in enumerate(cases)}
    good = {f"good-{at}": case for at, case in enumerate(GOOD)}
    return fired(tmp_path_factory.mktemp("guard") / "cdk.out", bad | good)


def test_every_rule_has_a_case():
    assert set(re.findall(r"^rule (chime_\w+)", RULES, re.MULTILINE)) == set(BAD)


@pytest.mark.parametrize(("name", "at"), [(name, at) for name, cases in BAD.items() for at in range(len(cases))])
def test_a_rule_fires_for_what_it_is_about(verdicts: dict[str, set[str]], name: str, at: int):
    assert name in verdicts[f"{name.replace('_', '-')}-{at}"]


@pytest.mark.parametrize("at", range(len(GOOD)))
def test_what_is_right_or_not_known_yet_passes_every_rule(verdicts: dict[str, set[str]], at: int):
    assert verdicts[f"good-{at}"] == set(), GOOD[at]


def test_what_the_constructs_declare_passes(tmp_path: Path):
    app = cdk.App(outdir=str(tmp_path / "cdk.out"))
    whole_estate(app)
    assert set().union(*synthesized(app).values()) == set()


def test_a_violation_fails_the_synthesis_where_the_cdk_is_told_so(tmp_path: Path):
    strict = {"@aws-cdk/core:validateAgainstDefaultRules": True}
    with pytest.raises(RuntimeError, match="TriggerValue must be a phone number in E"):
        fired(tmp_path / "cdk.out", {"bad": BAD["chime_trigger_number"][0]}, **strict)


def test_the_regions_are_those_of_the_contract():
    lists = re.findall(r"^let (\w+_regions) = \[(.*)\]", RULES, re.MULTILINE)
    listed = {name: tuple(re.findall(r"'([^']+)'", regions)) for name, regions in lists}
    assert listed == {"voice_regions": VOICE_REGIONS, "number_regions": HOME_REGIONS}


VALUES = [
    "+12065550100",
    "+1",
    "+12",
    "+0206",
    "12065550100",
    "+1" + "2" * 14,
    "+1" + "2" * 15,
    "+1206555010a",
    "",
    "+12 3",
]
HOSTS = [
    HOST,
    f"a.{HOST}",
    HOST.upper(),
    f".{HOST}",
    f"{HOST}.",
    "voiceconnector.chime.aws",
    "a.voiceconnectorXchime.aws",
    "",
]


def test_triggers_are_held_against_the_forms_of_the_contract(tmp_path: Path):
    cases = {f"n{at}": rule(TriggerValue=value) for at, value in enumerate(VALUES)}
    cases |= {f"h{at}": by_host(value) for at, value in enumerate(HOSTS)}
    refused = {name for name, rules in fired(tmp_path / "cdk.out", cases).items() if rules}
    assert refused == {name for name, (_, properties) in cases.items() if SipRule.parse(properties).problems()}
