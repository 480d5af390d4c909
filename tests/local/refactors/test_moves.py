"""From stack to stack. CloudFormation knows nothing of a move: the new stack adopts first, then the old one lets go."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest

from constructs_lib import PhoneNumber, SipMediaApplication, SipRule, Trigger
from tests.local.assemblies import Account
from tests.local.refactors.watch import Watch, adopted_id


@pytest.fixture
def number(account: Account) -> str:
    return account.number()


def old_and_new(account: Account, app: cdk.App) -> dict[str, cdk.Stack]:
    """Two stacks, of which `New` is deployed first. A stack has something else in it when nothing of ours is left."""
    stacks = {name: account.stack(name, app=app) for name in ("New", "Old")}
    stacks["Old"].add_dependency(stacks["New"])
    for stack in stacks.values():
        cdk.CfnWaitConditionHandle(stack, "Nothing")
    return stacks


def routing(account: Account, handler: str, number: str, home: str, adopt: str | None = None) -> cdk.App:
    """The application in one stack, the rule in one of two others."""
    app = account.app()
    application = SipMediaApplication(account.stack("Voice", app=app), "East", handler=handler)
    stacks = old_and_new(account, app)
    SipRule(stacks[home], "Main", trigger=Trigger.phone_number(number), targets=[application], adopt=adopt)
    return app


def test_a_rule_moved_to_another_stack_is_refused_and_the_remedy_in_the_refusal_keeps_it_answering(
    account: Account, number: str
):
    handler = account.function()
    account.deploy(routing(account, handler, number, "Old"))
    east, rule = account.ids("Voice")["East"], account.ids("Old")["Main"]
    with Watch(account) as refused:
        refusal = account.refused(routing(account, handler, number, "New"))
    assert refused.operations == []
    assert "made by another stack" in refusal
    assert "deploy this stack before the other" in refusal
    with Watch(account) as watch:
        account.deploy(routing(account, handler, number, "New", adopt=adopted_id(refusal)))
    assert watch.chains(number) == [(east,)]
    assert account.ids("New")["Main"] == rule
    assert "Main" not in account.ids("Old")


def test_the_stack_that_a_rule_was_moved_from_can_be_destroyed(account: Account, number: str):
    handler = account.function()
    account.deploy(routing(account, handler, number, "Old"))
    account.deploy(routing(account, handler, number, "New", adopt=account.ids("Old")["Main"]))
    with Watch(account) as watch:
        account.destroy("Old")
    assert watch.answered(number)


def moved_number(account: Account, handler: str, home: str, adopt: dict[str, str] | None = None) -> cdk.App:
    """The application in one stack, a number and its rule in one of two others."""
    adopt = adopt or {}
    app = account.app()
    application = SipMediaApplication(account.stack("Voice", app=app), "East", handler=handler)
    stacks = old_and_new(account, app)
    search: dict[str, Any] = {"adopt": adopt["Line"]} if "Line" in adopt else {"area_code": "206"}
    line = PhoneNumber(stacks[home], "Line", **search)
    SipRule(stacks[home], "Main", trigger=line, targets=[application], adopt=adopt.get("Main"))
    return app


def test_an_ordered_number_and_its_rule_move_to_another_stack_by_adoption(account: Account):
    handler = account.function()
    account.deploy(moved_number(account, handler, "Old"))
    before = account.ids("Old")
    with Watch(account) as watch:
        account.deploy(moved_number(account, handler, "New", before))
    assert watch.answered(before["Line"])
    assert account.ids("New") == before
    assert account.ids("Old") == {}
    assert [one["E164PhoneNumber"] for one in account.state()["PhoneNumbers"]] == [before["Line"]]


def test_a_stack_deployed_under_another_name_answers_before_the_old_one_is_destroyed(account: Account, number: str):
    handler = account.function()

    def estate(name: str, adopt: str | None = None) -> cdk.Stack:
        stack = account.stack(name)
        application = SipMediaApplication(stack, "East", handler=handler)
        SipRule(stack, "Main", trigger=Trigger.phone_number(number), targets=[application], adopt=adopt)
        return stack

    account.deploy(estate("Old"))
    before = account.ids("Old")
    with Watch(account) as watch:
        account.deploy(estate("New", adopt=before["Main"]))
        account.destroy("Old")
    after = account.ids("New")
    assert watch.chains(number) == [(before["East"],), (after["East"],)]
    assert after["Main"] == before["Main"]
    assert [one["SipMediaApplicationId"] for one in account.state()["SipMediaApplications"]] == [after["East"]]
