"""Rules and applications under everyday changes of code: the number answers all the time, or nothing happens."""

from __future__ import annotations

import re

import aws_cdk as cdk
import pytest
from constructs import Construct

from constructs_lib import SipMediaApplication, SipRule, Trigger
from tests.local.assemblies import WEST, Account
from tests.local.refactors.watch import Watch, adopted_id


@pytest.fixture
def number(account: Account) -> str:
    return account.number()


def support(account: Account, number: str, handler: str, *, rule: str = "Main", adopt: str | None = None) -> cdk.Stack:
    """An application and a rule; a rule called `Office/Main` stands in a construct called Office."""
    stack = account.stack()
    application = SipMediaApplication(stack, "East", handler=handler)
    scope, _, id_ = rule.rpartition("/")
    place = Construct(stack, scope) if scope else stack
    SipRule(place, id_, trigger=Trigger.phone_number(number), targets=[application], adopt=adopt)
    return stack


@pytest.mark.parametrize("changed", ["Hotline", "Office/Main"])
def test_a_renamed_or_moved_rule_is_refused_and_the_remedy_in_the_refusal_keeps_it_answering(
    account: Account, number: str, changed: str
):
    handler = account.function()
    account.deploy(support(account, number, handler))
    before = account.ids()
    with Watch(account) as refused:
        refusal = account.refused(support(account, number, handler, rule=changed))
    assert refused.operations == []
    logical_id = changed.replace("/", "")
    assert re.match(rf"{logical_id}\w{{8}}: SIP rule 'Support-Main' \({before['Main']}\)", refusal)
    assert f"already answers {number}" in refusal
    with Watch(account) as remedied:
        account.deploy(support(account, number, handler, rule=changed, adopt=adopted_id(refusal)))
    assert remedied.chains(number) == [(before["East"],)]
    assert account.ids() == {"East": before["East"], logical_id: before["Main"]}


def test_an_adopted_rule_goes_on_answering_when_adopt_is_dropped_and_goes_with_its_stack(account: Account, number: str):
    handler = account.function()
    account.deploy(support(account, number, handler))
    rule = account.ids()["Main"]
    account.deploy(support(account, number, handler, rule="Hotline", adopt=rule))
    with Watch(account) as dropped:
        account.deploy(support(account, number, handler, rule="Hotline"))
    assert dropped.answered(number)
    assert account.ids()["Hotline"] == rule
    account.destroy()
    assert account.state()["SipRules"] == []


def test_a_changed_trigger_is_answered_before_the_old_one_is_let_go(account: Account, number: str):
    handler, other = account.function(), account.number(1)
    account.deploy(support(account, number, handler))
    east = account.ids()["East"]
    with Watch(account) as watch:
        account.deploy(support(account, other, handler))
    assert watch.chains(number) == [(east,), ()]
    assert watch.chains(other) == [(), (east,)]
    assert all(moment.chain(number) or moment.chain(other) for moment in watch.moments)


def two_rules(account: Account, first: str, second: str, handler: str, **adopt: str) -> cdk.Stack:
    stack = account.stack()
    east = SipMediaApplication(stack, "East", handler=handler)
    for name, number in (("First", first), ("Second", second)):
        SipRule(stack, name, trigger=Trigger.phone_number(number), targets=[east], adopt=adopt.get(name))
    return stack


def test_triggers_swapped_between_two_rules_are_refused_and_both_go_on_answering(account: Account, number: str):
    handler, other = account.function(), account.number(1)
    account.deploy(two_rules(account, number, other, handler))
    with Watch(account) as refused:
        refusal = account.refused(two_rules(account, other, number, handler))
    assert refused.operations == []
    assert "a trigger has one rule" in refusal


def test_triggers_are_swapped_by_adopting_each_others_rules(account: Account, number: str):
    handler, other = account.function(), account.number(1)
    account.deploy(two_rules(account, number, other, handler))
    before = account.ids()
    with Watch(account) as watch:
        account.deploy(two_rules(account, other, number, handler, First=before["Second"], Second=before["First"]))
    assert watch.answered(number)
    assert watch.answered(other)
    assert account.ids() == {"East": before["East"], "First": before["Second"], "Second": before["First"]}


def test_a_handler_is_swapped_in_place(account: Account, number: str):
    account.deploy(support(account, number, account.function("blue")))
    before = account.ids()
    green = account.function("green")
    with Watch(account) as watch:
        account.deploy(support(account, number, green))
    assert watch.operations == ["UpdateSipMediaApplication"]
    assert account.ids() == before
    assert account.state()["SipMediaApplications"][0]["Endpoints"] == [{"LambdaArn": green}]


def test_a_function_replaced_by_another_is_deleted_once_the_application_calls_the_new_one(
    account: Account, number: str
):
    def estate(name: str) -> cdk.Stack:
        stack = account.stack()
        properties = {
            "FunctionName": name,
            "Runtime": "python3.12",
            "Handler": "index.handler",
            "Role": f"arn:aws:iam::{account.id}:role/any",
            "Code": {"ZipFile": "def handler(event, context): pass"},
        }
        function = cdk.CfnResource(stack, name, type="AWS::Lambda::Function", properties=properties)
        application = SipMediaApplication(stack, "East", handler=function.get_att("Arn").to_string())
        SipRule(stack, "Main", trigger=Trigger.phone_number(number), targets=[application])
        return stack

    account.deploy(estate("Blue"))
    with Watch(account) as watch:
        account.deploy(estate("Green"))
    assert watch.operations == ["UpdateSipMediaApplication"]
    happened = [(re.sub(r"\w{8}$", "", logical_id), status) for logical_id, status, _ in account.events()]
    assert happened.index(("East", "UPDATE_COMPLETE")) < happened.index(("Blue", "DELETE_IN_PROGRESS"))


def test_a_renamed_application_answers_before_the_old_one_goes(account: Account, number: str):
    handler = account.function()

    def estate(name: str) -> cdk.Stack:
        stack = account.stack()
        application = SipMediaApplication(stack, name, handler=handler)
        SipRule(stack, "Main", trigger=Trigger.phone_number(number), targets=[application])
        return stack

    account.deploy(estate("East"))
    before = account.ids()
    with Watch(account) as watch:
        account.deploy(estate("Primary"))
    after = account.ids()
    assert watch.chains(number) == [(before["East"],), (after["Primary"],)]
    assert after["Main"] == before["Main"]
    assert [one["SipMediaApplicationId"] for one in account.state()["SipMediaApplications"]] == [after["Primary"]]


def regions(account: Account, number: str, handlers: dict[str, str], order: list[str]) -> cdk.App:
    """One stack a Region, and the rule in a stack of its own, which refers to the applications weakly."""
    app = account.app()
    applications = {
        region: SipMediaApplication(account.stack(f"Voice-{region}", region=region, app=app), "App", handler=handler)
        for region, handler in handlers.items()
    }
    routing = account.stack("Routing", app=app)
    targets = [applications[region] for region in order]
    SipRule(routing, "Main", trigger=Trigger.phone_number(number), targets=targets)
    return app


def test_a_region_is_added_swapped_and_removed_between_stacks(account: Account, number: str):
    east = {"us-east-1": account.function()}
    both = {**east, WEST: account.function(region=WEST)}
    account.deploy(regions(account, number, east, ["us-east-1"]))
    first = account.ids("Voice-us-east-1")["App"]
    with Watch(account) as watch:
        account.deploy(regions(account, number, both, ["us-east-1", WEST]))
        second = account.ids(f"Voice-{WEST}", WEST)["App"]
        account.deploy(regions(account, number, both, [WEST, "us-east-1"]))
        account.deploy(regions(account, number, both, [WEST]))
        account.destroy("Voice-us-east-1")
    assert watch.chains(number) == [(first,), (first, second), (second, first), (second,)]
    assert watch.operations.count("UpdateSipRule") == 3
