"""What only a deployment knows of functions' variables, for calls through an assembly while the local cloud runs."""

from __future__ import annotations

import dataclasses

import pytest

from constructs_lib.local import LocalCloud, deployed
from constructs_lib.local.variables import ACCOUNT
from constructs_lib.routing.model import Function, Origin, Route, RoutingTable, Target, Trigger
from tests.local.stacks import ROLE, Stacks

EAST = "us-east-1"


@pytest.fixture
def stack(stacks: Stacks) -> str:
    """A stack with one function that has variables."""
    values = {"PINS": "pins-of-this-deployment", "ARN": "arn:of-it", "TEXT": "<speak>Old</speak>", "PLAIN": "old"}
    function = {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": "python3.12",
            "Handler": "index.handler",
            "Role": ROLE,
            "Code": {"ZipFile": "def handler(event, context): pass"},
            "Environment": {"Variables": values},
        },
    }
    assert stacks.deploy("Desk", stacks.template(Handler=function)) == "CREATE_COMPLETE"
    assert stacks.cloud.account == ACCOUNT
    return "Desk"


def table(stack: str, **variables: str) -> RoutingTable:
    origin = Origin(construct_path=f"{stack}/Handler", stack=stack, logical_id="Handler")
    function = Function(name="f", region=EAST, arn="arn", environment=tuple(variables.items()), origin=origin)
    target = Target(priority=1, region=EAST, application_id="x", application_name="x", function=function)
    route = Route(name="r", trigger=Trigger(kind="ToPhoneNumber", value="+12065550100"), targets=(target,))
    return RoutingTable(routes=(route,), applications=(dataclasses.replace(target, priority=0),))


def variables(completed: RoutingTable) -> dict[str, str]:
    (route,), (application,) = completed.routes, completed.applications
    assert route.targets[0].function == application.function
    assert application.function is not None
    return dict(application.function.environment)


def test_placeholders_are_what_they_became_and_all_else_is_as_in_the_assembly(local_cloud: LocalCloud, stack: str):
    given = {
        "PINS": "<Desk/Pins>",
        "ARN": "<Arn of Desk/Pins>",
        "TEXT": '<speak>New <break time="1s"/> <sub alias="a/b">x</sub><break/></speak>',
        "PLAIN": "new",
        "LATER": "<Desk/Later>",
    }
    completed = variables(deployed.completed(table(stack, **given), local_cloud.url))
    assert completed == given | {"PINS": "pins-of-this-deployment", "ARN": "arn:of-it"}


def test_what_is_not_deployed_stays_as_it_is(local_cloud: LocalCloud):
    given = table("NeverDeployed", PINS="<NeverDeployed/Pins>")
    assert deployed.completed(given, local_cloud.url) == given


def test_nobody_is_asked_where_nothing_is_missing():
    given = table("Desk", TEXT="<speak>Hello</speak>")
    assert deployed.completed(given, "http://127.0.0.1:1") == given


def test_a_cloud_that_is_gone_by_now_knows_nothing():
    given = table("Desk", PINS="<Desk/Pins>")
    assert deployed.completed(given, "http://127.0.0.1:1") == given
