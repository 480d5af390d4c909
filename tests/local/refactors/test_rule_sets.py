"""Sets of rules through CloudFormation: every number that stays answers all the time, whatever else is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
import pytest

from constructs_lib import SipMediaApplication, SipRule, SipRuleSet, Trigger
from tests.local.assemblies import Account
from tests.local.refactors.watch import Watch


@pytest.fixture
def handler(account: Account) -> str:
    return account.function()


@pytest.fixture
def numbers(account: Account) -> list[str]:
    """As many as an account may have by default, bought some time ago."""
    return [account.number(index) for index in range(5)]


def lines(
    account: Account, handler: str, numbers: Sequence[str], *, single: str = "", adopt: Mapping[str, str] | None = None
) -> cdk.Stack:
    """A set of rules for the numbers; and a rule for a single number, that the set gives way to."""
    stack = account.stack()
    application = SipMediaApplication(stack, "East", handler=handler)
    rules = SipRuleSet(stack, "Lines")
    rules.add([Trigger.phone_number(number) for number in numbers], targets=[application], adopt=adopt)
    if single:
        number, _, adopted = single.partition(" ")
        rule = SipRule(
            stack, "Single", trigger=Trigger.phone_number(number), targets=[application], adopt=adopted or None
        )
        rules.node.add_dependency(rule)
    return stack


def rule_ids(account: Account) -> dict[str, str]:
    return {rule["TriggerValue"]: rule["SipRuleId"] for rule in account.state()["SipRules"]}


def test_a_set_is_made_changed_and_destroyed(account: Account, handler: str, numbers: list[str]):
    account.deploy(lines(account, handler, numbers[:4]))
    made = rule_ids(account)
    assert set(made) == set(numbers[:4])
    with Watch(account) as changed:
        account.deploy(lines(account, handler, numbers[1:]))
    assert {number: made[number] for number in numbers[1:4]}.items() <= rule_ids(account).items()
    assert set(rule_ids(account)) == set(numbers[1:])
    assert all(changed.answered(number) for number in numbers[1:4])
    # One is made; one is disabled, then deleted; nobody touches the others.
    assert sorted(changed.operations) == ["CreateSipRule", "DeleteSipRule", "UpdateSipRule"]
    account.destroy()
    assert account.state()["SipRules"] == []


def test_a_deployment_that_fails_names_the_rules_that_did_and_leaves_all_as_they_were(
    account: Account, handler: str, numbers: list[str]
):
    account.deploy(lines(account, handler, numbers[:2]))
    before = rule_ids(account)
    east = account.ids()["East"]
    taken = account.by_hand_rule("By hand", numbers[2], east)
    with Watch(account) as failed:
        refusal = account.refused(lines(account, handler, numbers[1:]))
    assert f"{numbers[2]}: SIP rule 'By hand' ({taken}), made by another tool, already answers {numbers[2]}" in refusal
    # What another chunk had removed by then was made again; nobody touched the others.
    after = rule_ids(account)
    assert (set(after), after[numbers[1]], after[numbers[2]]) == (set(numbers[:3]), before[numbers[1]], taken)
    assert failed.answered(numbers[1])
    account.deploy(lines(account, handler, numbers[1:], adopt={numbers[2]: taken}))
    assert rule_ids(account)[numbers[2]] == taken
    account.deploy(lines(account, handler, numbers[1:2]))
    assert set(rule_ids(account)) == set(numbers[1:3])


def test_a_rule_moves_out_of_a_set_and_back_without_a_moment_of_silence(
    account: Account, handler: str, numbers: list[str]
):
    moving = numbers[0]
    account.deploy(lines(account, handler, numbers[:3]))
    before = rule_ids(account)
    with Watch(account) as out:
        account.deploy(lines(account, handler, numbers[1:3], single=f"{moving} {before[moving]}"))
    assert out.answered(moving)
    # The rule is the construct's now: without `adopt` it goes on, and goes with its construct.
    account.deploy(lines(account, handler, numbers[1:3], single=moving))
    with Watch(account) as back:
        account.deploy(lines(account, handler, numbers[:3], adopt={moving: before[moving]}))
    assert back.answered(moving)
    assert rule_ids(account) == before
