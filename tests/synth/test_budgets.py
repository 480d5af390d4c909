"""What the constructs cost, counted at the border to Node: such a count does not depend on the machine."""

import subprocess
import sys
from collections.abc import Callable

import aws_cdk as cdk
import pytest
from jsii._kernel.providers import process

from constructs_lib import PhoneNumber, SipMediaApplication, SipRule, Trigger, VoiceConnector
from tests.synth.stacks import function_arn, new_stack

Trips = Callable[[Callable[[], object]], int]


@pytest.fixture
def trips(monkeypatch) -> Trips:
    """Round trips to Node that an action makes."""
    made = [0]
    send = process._NodeProcess.send

    def counting(self, request, response_type):
        made[0] += 1
        return send(self, request, response_type)

    monkeypatch.setattr(process._NodeProcess, "send", counting)

    def count(action: Callable[[], object]) -> int:
        before = made[0]
        action()
        return made[0] - before

    return count


def test_a_rule_costs_three_round_trips(trips):
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=function_arn())
    numbers = [PhoneNumber(stack, f"N{at}", area_code="206", removal_policy=None) for at in range(3)]
    costs = [
        trips(lambda at=at, number=number: SipRule(stack, f"R{at}", trigger=number, targets=[application]))
        for at, number in enumerate(numbers)
    ]
    # The first one brings the policy of its type.
    assert costs == [4, 3, 3]


def test_a_rule_by_value_with_targets_in_other_stacks_costs_three_round_trips_too(trips):
    app = cdk.App()
    applications = [
        SipMediaApplication(new_stack(region, app=app), "Sma", handler=function_arn(region))
        for region in ("us-west-2", "eu-west-2")
    ]
    stack = new_stack("us-east-1", app=app)

    def rule(at: int) -> None:
        SipRule(stack, f"R{at}", trigger=Trigger.phone_number(f"+1206555010{at}"), targets=applications)

    rule(0)
    assert [trips(lambda at=at: rule(at)) for at in (1, 2)] == [3, 3]


def test_a_refused_rule_costs_nothing(trips):
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=function_arn())

    def refused() -> None:
        with pytest.raises(ValueError, match="trigger must be a phone number"):
            SipRule(stack, "Rule", trigger=Trigger.phone_number("Main"), targets=[application])

    assert trips(refused) == 0


def test_a_stack_with_every_type_costs_at_most_forty_round_trips_besides_its_resources(trips):
    def first_of_each() -> cdk.Stack:
        stack = new_stack()
        application = SipMediaApplication(stack, "Sma", handler=function_arn())
        number = PhoneNumber(stack, "Main", area_code="206")
        VoiceConnector(stack, "Pbx")
        SipRule(stack, "Rule", trigger=number, targets=[application])
        return stack

    def second_of_each(stack: cdk.Stack) -> None:
        application = SipMediaApplication(stack, "Sma2", handler=function_arn())
        number = PhoneNumber(stack, "Main2", area_code="206")
        VoiceConnector(stack, "Pbx2")
        SipRule(stack, "Rule2", trigger=number, targets=[application])

    stacks: list[cdk.Stack] = []
    first = trips(lambda: stacks.append(first_of_each()))
    own = trips(lambda: second_of_each(stacks[0]))
    app = stacks[0].node.root
    assert isinstance(app, cdk.App)
    synthesis = trips(app.synth)
    # Node asks each of the four that can be tagged for its tags (tests/synth/test_tags.py holds how often).
    tagging = 4 * 5
    assert first - own + synthesis - tagging <= 40


WHOLE_STACK = f"""
import aws_cdk as cdk
from constructs_lib import PhoneNumber, SipMediaApplication, SipRule, VoiceConnector
stack = cdk.Stack(cdk.App(), "S", env=cdk.Environment(region="us-east-1"))
sma = SipMediaApplication(stack, "Sma", handler={function_arn()!r}, message_logging=True)
SipRule(stack, "R", trigger=PhoneNumber(stack, "N", area_code="206"), targets=[sma])
SipRule(stack, "H", trigger=VoiceConnector(stack, "V"), targets=[sma])
stack.node.root.synth()
"""


@pytest.mark.parametrize(
    ("program", "absent"),
    [
        ("import constructs_lib", ["aws_cdk", "jsii", "constructs", "boto3"]),
        ("from constructs_lib import TelephonyError, Trigger", ["aws_cdk", "jsii", "boto3"]),
        (
            WHOLE_STACK,
            [
                *(f"aws_cdk.{name}" for name in ("aws_iam", "aws_lambda", "aws_logs", "aws_s3_assets")),
                "aws_cdk.custom_resources",
                "boto3",
            ],
        ),
    ],
    ids=["package", "errors and triggers", "whole stack"],
)
def test_loads_nothing_that_it_does_not_need(program, absent):
    check = f"{program}\nimport sys; print([name for name in {absent!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_only_public_names_are_offered():
    import constructs_lib

    assert sorted(constructs_lib.__all__) == sorted(constructs_lib._MODULES) == sorted(dir(constructs_lib))
    assert all(getattr(constructs_lib, name) for name in constructs_lib.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'SipRul'"):
        _ = constructs_lib.SipRul
