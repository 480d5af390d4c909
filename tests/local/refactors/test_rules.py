"""Rules and applications under everyday changes of code: the number answers all the time, or nothing happens."""

from __future__ import annotations

import re

import aws_cdk as cdk
import pytest

from constructs_lib import SipMediaApplication, SipRule, Trigger
from tests.local.assemblies import Account
from tests.local.refactors.watch import Watch


def adopted_id(refusal: str) -> str:
    """The id in the remedy that a refusal names."""
    (found,) = set(re.findall(r"adopt='([^']+)'", refusal))
    return found


@pytest.fixture
def number(account: Account) -> str:
    return account.number()


def support(account: Account, number: str, handler: str, *, rule: str = "Main", adopt: str | None = None) -> cdk.Stack:
    stack = account.stack()
    application = SipMediaApplication(stack, "East", handler=handler)
    SipRule(stack, rule, trigger=Trigger.phone_number(number), targets=[application], adopt=adopt)
    return stack


def test_a_renamed_rule_is_refused_and_the_remedy_of_the_refusal_keeps_it_answering(account: Account, number: str):
    handler = account.function()
    account.deploy(support(account, number, handler))
    rule = account.ids()["Main"]
    with Watch(account) as refused:
        refusal = account.refused(support(account, number, handler, rule="Hotline"))
    print(refusal)
    assert refused.operations == []
    with Watch(account) as remedied:
        account.deploy(support(account, number, handler, rule="Hotline", adopt=adopted_id(refusal)))
    assert remedied.answered(number)
    assert account.ids() == {"East": account.ids()["East"], "Hotline": rule}
