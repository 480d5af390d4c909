"""Many numbers at once, and what carries them: bought once, kept through every change, never without their connector."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import aws_cdk as cdk
import pytest

from constructs_lib import (
    PhoneNumber,
    PhoneNumberAssociation,
    PhoneNumbers,
    SipMediaApplication,
    SipRule,
    VoiceConnector,
    VoiceConnectorGroup,
)
from constructs_lib.local import LocalCloud
from tests.local.assemblies import EAST, WEST, Account
from tests.local.refactors.watch import RULE_UPDATE_SECONDS, Watch

_accounts = (f"4{number:011d}" for number in itertools.count(1))


@pytest.fixture(scope="module")
def roomy_cloud() -> Iterator[LocalCloud]:
    settings = {"order_seconds": 0.5, "rule_update_seconds": RULE_UPDATE_SECONDS, "phone_numbers": 30}
    with LocalCloud(speed=1000.0, settings=settings) as cloud:
        yield cloud


@pytest.fixture
def account(roomy_cloud: LocalCloud, tmp_path) -> Account:
    return Account(roomy_cloud, next(_accounts), tmp_path)


def hotline(account: Account, handler: str, count: int, **more: Any) -> cdk.Stack:
    """So many numbers, each of which is answered."""
    stack = account.stack()
    lines = PhoneNumbers(stack, "Lines", count=count, area_code="206", **more)
    application = SipMediaApplication(stack, "East", handler=handler)
    for index, number in enumerate(lines.numbers):
        SipRule(stack, f"Rule{index}", trigger=number, targets=[application])
    cdk.CfnOutput(stack, "Numbers", value=cdk.Fn.join(",", [n.e164_phone_number for n in lines.numbers]))
    cdk.CfnOutput(stack, "Retained", value=cdk.Fn.join("", ["-", lines.retained]))
    return stack


def outputs(account: Account) -> dict[str, list[str]]:
    found = account.describe("Support")["Outputs"]
    return {one["OutputKey"]: one["OutputValue"].strip("-").split(",") for one in found}


def inventory(account: Account) -> list[str]:
    found = account.state()["PhoneNumbers"]
    return sorted(one["E164PhoneNumber"] for one in found if not one.get("DeletionTimestamp"))


def ordered(account: Account) -> int:
    return sum(len(order["OrderedPhoneNumbers"]) for order in account.state()["PhoneNumberOrders"])


def triggers(account: Account) -> list[str]:
    return sorted(rule["TriggerValue"] for rule in account.state()["SipRules"])


def test_twelve_numbers_shrink_grow_and_are_there_again_after_a_destroy(account: Account):
    handler = account.function()
    account.deploy(hotline(account, handler, 12))
    twelve = outputs(account)["Numbers"]
    assert sorted(twelve) == inventory(account) == triggers(account)
    with Watch(account) as watch:
        account.deploy(hotline(account, handler, 9))
    assert outputs(account) == {"Numbers": twelve[:9], "Retained": twelve[9:]}
    assert inventory(account) == sorted(twelve)
    assert triggers(account) == sorted(twelve[:9])
    assert all(watch.answered(number) for number in twelve[:9])
    account.deploy(hotline(account, handler, 13))
    thirteen = outputs(account)["Numbers"]
    assert thirteen[:12] == twelve
    account.destroy()
    assert inventory(account) == sorted(thirteen)
    assert triggers(account) == []
    account.deploy(hotline(account, handler, 13))
    assert outputs(account)["Numbers"] == thirteen
    assert ordered(account) == 13


def test_what_is_dropped_is_released_when_its_rules_are_gone_and_all_of_it_with_the_stack(account: Account):
    destroy = {"removal_policy": cdk.RemovalPolicy.DESTROY}
    handler = account.function()
    account.deploy(hotline(account, handler, 5, **destroy))
    five = outputs(account)["Numbers"]
    account.deploy(hotline(account, handler, 3, **destroy))
    assert inventory(account) == triggers(account) == sorted(five[:3])
    account.deploy(hotline(account, handler, 4, restore=True, **destroy))
    assert outputs(account)["Numbers"] == five[:4]
    account.destroy()
    assert inventory(account) == []
    account.deploy(hotline(account, handler, 4, restore=True, **destroy))
    assert outputs(account)["Numbers"] == five[:4]
    assert ordered(account) == 5


def test_a_shrink_that_fails_later_in_the_deployment_loses_nothing(account: Account):
    destroy = {"removal_policy": cdk.RemovalPolicy.DESTROY}
    handler = account.function()
    account.deploy(hotline(account, handler, 4, **destroy))
    four = outputs(account)["Numbers"]
    broken = hotline(account, handler, 2, **destroy)
    # Nothing of that id is there to adopt; it comes after the numbers.
    bad = PhoneNumber(broken, "Bad", adopt="+12065550199")
    bad.node.add_dependency(broken.node.find_child("Lines"))
    account.refused(broken)
    assert inventory(account) == triggers(account) == sorted(four)
    account.deploy(hotline(account, handler, 4, **destroy))
    assert outputs(account)["Numbers"] == four
    assert ordered(account) == 4


def trunk(account: Account, *, to: str, count: int = 3, first: str = "IPV4_ONLY") -> cdk.App:
    """Numbers with a connector, or with a group of two in two Regions."""
    app = account.app()
    west = VoiceConnector(account.stack("West", region=WEST, app=app), "Pbx")
    stack = account.stack("Support", region=EAST, app=app)
    east = VoiceConnector(stack, "Pbx", network_type=first)
    both = VoiceConnectorGroup(stack, "Both", connectors=[east, west] if to != "turned" else [west, east])
    lines = PhoneNumbers(stack, "Lines", count=count, area_code="425", product_type="VoiceConnector")
    carrier: Any = {"voice_connector": east} if to == "connector" else {"group": both}
    PhoneNumberAssociation(stack, "Trunk", numbers=lines.numbers, **carrier)
    return app


def carriers(account: Account) -> set[str]:
    """What the numbers are with, by kind and id."""
    return {
        f"{use['Name']} {use['Value']}"
        for number in account.state()["PhoneNumbers"]
        for use in number["Associations"] or [{"Name": "", "Value": ""}]
    }


def test_numbers_move_from_a_connector_to_a_group_of_two_regions_and_the_stack_goes_in_order(account: Account):
    account.deploy(trunk(account, to="connector"))
    (connector,) = (one["VoiceConnectorId"] for one in account.state()["VoiceConnectors"] if one["AwsRegion"] == EAST)
    assert carriers(account) == {f"VoiceConnectorId {connector}"}
    with Watch(account) as watch:
        account.deploy(trunk(account, to="group"))
    (group,) = account.state()["VoiceConnectorGroups"]
    assert carriers(account) == {f"VoiceConnectorGroupId {group['VoiceConnectorGroupId']}"}
    assert "DisassociatePhoneNumbersFromVoiceConnector" not in watch.operations
    with Watch(account) as watch:
        account.deploy(trunk(account, to="turned"))
    (turned,) = account.state()["VoiceConnectorGroups"]
    members = [item["VoiceConnectorId"] for item in group["VoiceConnectorItems"]]
    assert [item["VoiceConnectorId"] for item in turned["VoiceConnectorItems"]] == members[::-1]
    assert set(watch.operations) == {"UpdateVoiceConnectorGroup"}
    account.destroy()
    account.destroy("West", WEST)
    state = account.state()
    assert (state["VoiceConnectorGroups"], state["VoiceConnectors"]) == ([], [])
    assert carriers(account) == {" "}
    assert len(inventory(account)) == 3


def test_a_connector_that_is_replaced_hands_its_numbers_to_the_new_one(account: Account):
    account.deploy(trunk(account, to="connector"))
    with Watch(account) as watch:
        account.deploy(trunk(account, to="connector", first="DUAL_STACK"))
    (connector,) = (one["VoiceConnectorId"] for one in account.state()["VoiceConnectors"] if one["AwsRegion"] == EAST)
    assert carriers(account) == {f"VoiceConnectorId {connector}"}
    assert "DisassociatePhoneNumbersFromVoiceConnector" not in watch.operations


def test_more_numbers_join_and_fewer_leave_a_connector(account: Account):
    account.deploy(trunk(account, to="connector"))
    account.deploy(trunk(account, to="connector", count=5))
    assert len(inventory(account)) == 5
    assert " " not in carriers(account)
    account.deploy(trunk(account, to="connector", count=2))
    free = [number for number in account.state()["PhoneNumbers"] if not number["Associations"]]
    assert len(free) == 3
