"""A set of rules is read as its rules."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest

from constructs_lib import PhoneNumber, SipMediaApplication, SipRule, SipRuleSet, Trigger, VoiceConnector, cli
from constructs_lib.assembly import read
from constructs_lib.routing.model import Route, RoutingTable

ACCOUNT = "123456789012"
RULE = "00000000-0000-4000-8000-000000000001"


def folder(tmp_path: Path, *, as_set: bool) -> Path:
    """The same rules, as a set or one by one, for applications in two Regions."""
    app = cdk.App(outdir=str(tmp_path / f"cdk.out.{as_set}"))
    applications = [
        SipMediaApplication(
            cdk.Stack(app, region, env=cdk.Environment(account=ACCOUNT, region=region)),
            "Sma",
            handler=f"arn:aws:lambda:{region}:{ACCOUNT}:function:answer",
        )
        for region in ("us-east-1", "us-west-2")
    ]
    stack = cdk.Stack(app, "Lines", env=cdk.Environment(account=ACCOUNT, region="us-east-1"))
    ordered, connector = PhoneNumber(stack, "Main", area_code="206"), VoiceConnector(stack, "Pbx")
    plain = [Trigger.phone_number(f"+1206555{at:04}") for at in range(30)]
    if as_set:
        rules = SipRuleSet(stack, "Rules")
        rules.add([*plain[:20], ordered, connector], targets=applications)
        rules.add(plain[20:29], targets=applications[:1], enabled=False)
        rules.add(plain[29], targets=applications, adopt={plain[29].value: RULE})
    else:
        SipRule(stack, "Ordered", trigger=ordered, targets=applications)
        SipRule(stack, "ByHost", trigger=connector, targets=applications)
        for at, trigger in enumerate(plain[:20]):
            SipRule(stack, f"R{at}", trigger=trigger, targets=applications)
        for at, trigger in enumerate(plain[20:29]):
            SipRule(stack, f"D{at}", trigger=trigger, targets=applications[:1], enabled=False)
        SipRule(stack, "Adopted", trigger=plain[29], targets=applications, adopt=RULE)
    return Path(app.synth().directory)


def by_trigger(table: RoutingTable) -> dict[object, Route]:
    found: dict[object, Route] = {route.trigger: route for route in table.routes}
    assert len(found) == len(table.routes)
    return found


def test_a_set_reads_as_the_same_rules_one_by_one(tmp_path: Path):
    set_, single = (by_trigger(read(folder(tmp_path, as_set=as_set))) for as_set in (True, False))
    assert set_.keys() == single.keys()
    assert len(set_) == 32
    for trigger, route in set_.items():
        other = single[trigger]
        assert (route.targets, route.enabled, route.home_region, route.rule_id) == (
            other.targets,
            other.enabled,
            other.home_region,
            other.rule_id,
        )


def test_nothing_of_it_is_unresolved_and_every_rule_is_found_where_it_is_declared(tmp_path: Path):
    table = read(folder(tmp_path, as_set=True))
    assert table.unresolved == ()
    assert {route.origin.construct_path.rpartition("/")[0] for route in table.routes} == {"Lines/Rules"}
    names = {route.trigger.value: route.name for route in table.routes}
    assert names["+12065550003"] == "Lines-Rules 12065550003"


def test_the_command_shows_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    cli.main(["routes", str(folder(tmp_path, as_set=True)), "--format", "markdown"])
    assert "+12065550003" in capsys.readouterr().out
