"""A deployment that fails half-way through: the number answers as before, and nothing is left over."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from constructs import Construct

from constructs_lib import PhoneNumber, SipMediaApplication, SipRule, Trigger
from tests.local.assemblies import Account
from tests.local.refactors.watch import Watch

NOT_OURS = "+12065550199"


def fail_after(construct: Construct) -> None:
    """Something that cannot be made, tried when the construct is done."""
    wrong = PhoneNumber(cdk.Stack.of(construct), "Wrong", adopt=NOT_OURS)
    wrong.node.add_dependency(construct)


def support(
    account: Account, number: str, handler: str, *, name: str = "Main", broken: bool = False, **rule: Any
) -> cdk.Stack:
    stack = account.stack()
    application = SipMediaApplication(stack, "East", handler=handler)
    main = SipRule(stack, name, trigger=Trigger.phone_number(number), targets=[application], **rule)
    if broken:
        fail_after(main)
    return stack


@pytest.fixture
def number(account: Account) -> str:
    return account.number()


def test_a_failed_creation_says_why_and_leaves_nothing_but_the_number(account: Account, number: str):
    handler = account.function()
    refusal = account.refused(support(account, number, handler, broken=True))
    assert f"cannot adopt '{NOT_OURS}'" in refusal
    after = account.state()
    assert (after["SipRules"], after["SipMediaApplications"]) == ([], [])
    assert [one["E164PhoneNumber"] for one in after["PhoneNumbers"]] == [number]
    account.deploy(support(account, number, handler))
    assert len(account.state()["SipRules"]) == 1


def test_a_number_bought_by_a_failed_creation_is_taken_by_the_next(account: Account):
    handler = account.function()

    def estate(*, broken: bool) -> cdk.Stack:
        stack = account.stack()
        line = PhoneNumber(stack, "Line", area_code="206")
        application = SipMediaApplication(stack, "East", handler=handler)
        rule = SipRule(stack, "Main", trigger=line, targets=[application])
        if broken:
            fail_after(rule)
        return stack

    account.refused(estate(broken=True))
    (bought,) = account.state()["PhoneNumbers"]
    account.deploy(estate(broken=False))
    assert account.ids()["Line"] == bought["E164PhoneNumber"]
    assert len(account.state()["PhoneNumbers"]) == 1


def test_a_failed_update_is_undone_and_the_number_answers_throughout(account: Account, number: str):
    blue, green = account.function("blue"), account.function("green")
    account.deploy(support(account, number, blue))
    before, ids = account.state(), account.ids()
    with Watch(account) as watch:
        account.refused(support(account, number, green, broken=True, enabled=True))
    assert watch.chains(number) == [(ids["East"],)]
    assert watch.operations == ["UpdateSipMediaApplication"] * 2
    assert account.ids() == ids
    assert account.state()["SipMediaApplications"][0]["Endpoints"] == before["SipMediaApplications"][0]["Endpoints"]


def test_a_replacement_that_is_undone_removes_the_new_rule_and_keeps_the_old(account: Account, number: str):
    handler, other = account.function(), account.number(1)
    account.deploy(support(account, number, handler))
    ids = account.ids()
    with Watch(account) as watch:
        account.refused(support(account, other, handler, broken=True))
    assert watch.chains(number) == [(ids["East"],)]
    assert watch.chains(other) == [(), (ids["East"],), ()]
    assert account.ids() == ids
    assert [one["SipRuleId"] for one in account.state()["SipRules"]] == [ids["Main"]]


def test_an_adoption_that_is_undone_leaves_the_rule_answering_under_its_old_construct(account: Account, number: str):
    handler = account.function()
    account.deploy(support(account, number, handler))
    ids = account.ids()
    with Watch(account) as watch:
        account.refused(support(account, number, handler, name="Hotline", adopt=ids["Main"], broken=True))
    assert watch.chains(number) == [(ids["East"],)]
    assert account.ids() == ids


def test_after_an_adoption_that_was_undone_the_old_construct_still_goes_with_its_stack(account: Account, number: str):
    handler = account.function()
    account.deploy(support(account, number, handler))
    account.refused(support(account, number, handler, name="Hotline", adopt=account.ids()["Main"], broken=True))
    account.destroy()
    assert account.state()["SipRules"] == []


def test_after_an_adoption_that_was_undone_the_next_one_works(account: Account, number: str):
    handler = account.function()
    account.deploy(support(account, number, handler))
    ids = account.ids()
    account.refused(support(account, number, handler, name="Hotline", adopt=ids["Main"], broken=True))
    with Watch(account) as watch:
        account.deploy(support(account, number, handler, name="Hotline", adopt=ids["Main"]))
    assert watch.chains(number) == [(ids["East"],)]
    assert account.ids() == {"East": ids["East"], "Hotline": ids["Main"]}


def test_a_swap_by_adoption_that_is_undone_leaves_both_numbers_answering(account: Account, number: str):
    handler, other = account.function(), account.number(1)

    def estate(first: str, second: str, *, broken: bool = False, **adopt: str) -> cdk.Stack:
        stack = account.stack()
        east = SipMediaApplication(stack, "East", handler=handler)
        for name, trigger in (("First", first), ("Second", second)):
            rule = SipRule(stack, name, trigger=Trigger.phone_number(trigger), targets=[east], adopt=adopt.get(name))
        if broken:
            fail_after(rule)
        return stack

    account.deploy(estate(number, other))
    ids = account.ids()
    with Watch(account) as watch:
        account.refused(estate(other, number, broken=True, First=ids["Second"], Second=ids["First"]))
    assert watch.answered(number)
    assert watch.answered(other)
    assert account.ids() == ids
    account.destroy()
    assert account.state()["SipRules"] == []
