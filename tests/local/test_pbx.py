"""The example of a PBX, deployed: its trunk as the service has it, and a password that changes."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest

from constructs_lib import Origination, OriginationRoute, Termination, VoiceConnector
from constructs_lib.local import LocalCloud
from examples.pbx.app import ADDRESSES, HOSTS, app
from tests.local.assemblies import Account
from tests.local.phones import until

ACCOUNT = "330000000001"


@pytest.fixture(scope="module")
def account(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Account:
    made = Account(local_cloud, ACCOUNT, tmp_path_factory.mktemp("pbx"))
    made.deploy(app)
    return made


def trunk(account: Account) -> dict[str, Any]:
    (found,) = account.state()["VoiceConnectors"]
    return dict(found)


def test_the_service_has_the_trunk_as_it_is_declared(account: Account):
    found = trunk(account)
    (number,) = account.state()["PhoneNumbers"]
    assert found["RequireEncryption"] is True
    assert found["Termination"] == {
        "CallingRegions": ["US", "CA"],
        "CidrAllowedList": ADDRESSES,
        "DefaultPhoneNumber": number["E164PhoneNumber"],
        "CpsLimit": 1,
        "Disabled": False,
    }
    assert [(each["Host"], each["Priority"]) for each in found["Origination"]["Routes"]] == list(
        zip(HOSTS, (1, 2), strict=True)
    )
    assert found["LoggingConfiguration"]["EnableSIPLogs"] is True
    assert [each["Value"] for each in number["Associations"]] == [found["VoiceConnectorId"]]
    assert found["TerminationUsernames"] == ["pbx"]


def test_a_new_version_of_the_secret_reaches_the_trunk_and_no_log_shows_it(account: Account):
    secrets = account.client("secretsmanager")
    (users,) = secrets.list_secrets()["SecretList"]
    value = {"pbx": "hush-of-pbx", "spare-desk": "hush-of-spare"}
    secrets.put_secret_value(SecretId=users["ARN"], SecretString=json.dumps(value))
    until(lambda: trunk(account)["TerminationUsernames"] == ["pbx", "spare-desk"])
    secrets.put_secret_value(SecretId=users["ARN"], SecretString=json.dumps({"pbx": "hush-again"}))
    until(lambda: trunk(account)["TerminationUsernames"] == ["pbx"])

    logs = account.client("logs")
    written = ""
    for group in logs.describe_log_groups()["logGroups"]:
        events = logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
        written += "".join(event["message"] for event in events)
    assert '"request": "put again"' in written
    assert "hush" not in written + json.dumps(account.state())
    assert "spare-desk" not in written


def test_a_deployment_that_fails_leaves_the_trunk_as_it_was(account: Account):
    def declare(stack: cdk.Stack, *hosts: str, termination: Termination | None = None) -> VoiceConnector:
        routes = [OriginationRoute(host) for host in hosts]
        return VoiceConnector(stack, "Spare", origination=Origination(routes=routes), termination=termination)

    def spare() -> dict[str, Any]:
        (found,) = [each for each in account.state()["VoiceConnectors"] if each["Name"].startswith("Second-Spare")]
        return {name: found.get(name) for name in ("Origination", "Termination", "VoiceConnectorId")}

    first = account.stack("Second")
    declare(first, "a.example.com", termination=Termination(calling_regions=["US"], cidr_allowed_list=ADDRESSES))
    account.deploy(first)
    before = spare()

    second = account.stack("Second")
    changed = declare(second, "b.example.com")
    beyond = Termination(calling_regions=["US"], cidr_allowed_list=ADDRESSES, cps_limit=99)
    VoiceConnector(second, "Beyond", termination=beyond).node.add_dependency(changed)
    assert "CpsLimit must not be more than the account's quota" in account.refused(second)
    assert spare() == before
    account.destroy("Second")


def test_it_can_be_destroyed_and_the_number_stays(account: Account):
    account.destroy("Pbx")
    state = account.state()
    assert state["VoiceConnectors"] == []
    assert [number["Status"] for number in state["PhoneNumbers"]] == ["Unassigned"]
