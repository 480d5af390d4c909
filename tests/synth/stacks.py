"""Stacks to try constructs in, and what their templates hold."""

from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk.assertions import Template

ACCOUNT = "123456789012"
FOLDER = Path(__file__).parent / "handler"


def function_arn(region: str = "us-east-1", account: str = ACCOUNT) -> str:
    return f"arn:aws:lambda:{region}:{account}:function:answer"


def new_stack(region: str | None = "us-east-1", account: str | None = ACCOUNT, app: cdk.App | None = None) -> cdk.Stack:
    name = f"Test-{region}" if app else "Test"
    return cdk.Stack(app or cdk.App(), name, env=cdk.Environment(region=region, account=account))


def template_of(stack: cdk.Stack) -> dict[str, Any]:
    return dict(Template.from_stack(stack).to_json())


def resources(template: dict[str, Any], type_name: str) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in template["Resources"].items() if one["Type"] == type_name}


def only(stack: cdk.Stack, type_name: str) -> dict[str, Any]:
    """The one resource of a type in the stack's template."""
    (resource,) = resources(template_of(stack), type_name).values()
    return resource


def properties(stack: cdk.Stack, type_name: str) -> dict[str, Any]:
    """Properties of the one resource of a type, without what CloudFormation itself asks for."""
    declared = dict(only(stack, type_name)["Properties"])
    assert "Fn::GetAtt" in declared.pop("ServiceToken")
    assert 1 <= int(declared.pop("ServiceTimeout")) <= 3600
    return declared


def warnings_of(app: cdk.App) -> str:
    """All warnings of a synthesis, one a line."""
    return "\n".join(str(message.entry.data) for stack in app.synth().stacks for message in stack.messages)
