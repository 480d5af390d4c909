"""Applications and rules in nested stacks: who answers is known, and no export holds an application in place."""

from pathlib import Path

import aws_cdk as cdk
import pytest

from constructs_lib import SipMediaApplication, SipRule, Trigger
from constructs_lib.testing import assert_routes
from tests.synth.stacks import function_arn, new_stack

NUMBERS = ["+12065550100", "+12065550101"]


def nested(stack: cdk.Stack, depth: int) -> cdk.Stack:
    for level in range(depth):
        stack = cdk.NestedStack(stack, f"Level{level}")
    return stack


def synthesized(producer: int, consumer: int, region: str) -> Path:
    """Two rules, so deep in us-east-1, of one application that is so deep in another stack."""
    app = cdk.App()
    home = cdk.Stack(app, "Routing", env=cdk.Environment(region="us-east-1"))
    desk = SipMediaApplication(nested(new_stack(region, None, app), producer), "Desk", handler=function_arn(region))
    rules = nested(home, consumer)
    for number in NUMBERS:
        SipRule(rules, number, trigger=Trigger.phone_number(number), targets=[desk])
    return Path(app.synth().directory)


@pytest.mark.parametrize("region", ["us-east-1", "us-west-2"])
@pytest.mark.parametrize(("producer", "consumer"), [(1, 0), (0, 1), (2, 2)])
def test_a_reference_between_nested_stacks_is_weak_and_leads_to_the_application(producer, consumer, region):
    folder = synthesized(producer, consumer, region)
    templates = "".join(path.read_text() for path in folder.glob("*.template.json"))
    assert "Fn::GetStackOutput" in templates
    assert "Fn::ImportValue" not in templates
    assert '"Export"' not in templates
    for number in NUMBERS:
        assert assert_routes(folder, number) == [region]


def test_within_one_stack_a_nested_one_is_referred_to_by_its_outputs():
    stack = new_stack()
    desk = SipMediaApplication(nested(stack, 1), "Desk", handler=function_arn())
    SipRule(stack, "Rule", trigger=Trigger.phone_number(NUMBERS[0]), targets=[desk])
    app = cdk.App.of(stack)
    assert isinstance(app, cdk.App)
    folder = Path(app.synth().directory)
    assert "Fn::GetStackOutput" not in (folder / "Test.template.json").read_text()
    assert assert_routes(folder, NUMBERS[0]) == ["us-east-1"]
