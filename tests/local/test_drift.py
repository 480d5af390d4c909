"""The drift watch as it is deployed, with what CloudFormation handed it, and the command against the same account."""

from __future__ import annotations

import base64
import json
from typing import Any

import aws_cdk as cdk
import pytest

from constructs_lib import CallHandler, DriftWatch, PhoneNumber, SipMediaApplication, SipRule
from constructs_lib.local import LocalCloud
from tests.cli.shell import run
from tests.local.assemblies import EAST, Account

ACCOUNT = "330000000007"


@pytest.fixture(scope="module")
def account(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Account:
    return Account(local_cloud, ACCOUNT, tmp_path_factory.mktemp("drift"))


def declare(account: Account) -> cdk.App:
    app = account.app()
    stack = account.stack("Watched", app=app)
    handler = CallHandler(stack, "Answer", plan=CallHandler.template("announce", text="Hello"))
    application = SipMediaApplication(stack, "App", handler=handler)
    SipRule(stack, "Rule", trigger=PhoneNumber(stack, "Number", area_code="206"), targets=[application])
    DriftWatch(stack, "Drift")
    return app


def looked(account: Account) -> tuple[dict[str, Any], str]:
    """What the function answers when its schedule comes, and what it logs."""
    events, functions = account.client("events"), account.client("lambda")
    (rule,) = [each for each in events.list_rules()["Rules"] if each.get("ScheduleExpression")]
    (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    answer = functions.invoke(FunctionName=target["Arn"], Payload=target["Input"], LogType="Tail")
    return json.loads(answer["Payload"].read()), base64.b64decode(answer.get("LogResult", "")).decode()


def test_what_was_deployed_is_compared_by_function_and_command_and_a_change_by_hand_is_told(account: Account):
    app = declare(account)
    account.deploy(app)
    assembly = app.outdir
    told, _ = looked(account)
    assert (told["compared"], told["differences"]) == (3, 0)

    def drift(*words: str) -> tuple[int, str, str]:
        environment = {
            "AWS_ENDPOINT_URL": account.cloud.url,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "x",
            "AWS_DEFAULT_REGION": EAST,
        }
        done = run("drift", assembly, *words, env=environment)
        return done.returncode, done.stdout, done.stderr

    code, out, err = drift()
    assert code == 0, out + err
    assert "3 of 3 resources as declared" in out
    assert "not comparable from here: Endpoints" in out

    (rule,) = account.voice.list_sip_rules()["SipRules"]
    account.voice.update_sip_rule(
        SipRuleId=rule["SipRuleId"], Name=rule["Name"], Disabled=True, TargetApplications=rule["TargetApplications"]
    )
    account.cloud.admin.post("clock", {"advance": 600})
    told, log = looked(account)
    assert told["differences"] == 1
    assert '"property": "Disabled"' in log or not log
    code, out, _ = drift("--format", "json")
    assert code == 1
    (change,) = [change for each in json.loads(out)["resources"] for change in each["changes"]]
    assert (change["property"], change["declared"], change["present"]) == ("Disabled", False, True)

    # Nothing of a deployment of the same code puts it right, as the outlook says.
    assert set(account.deploy(declare(account)).values()) == {"NO_CHANGE"}
    assert drift()[0] == 1
