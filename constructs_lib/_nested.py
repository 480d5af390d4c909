"""References out of a nested stack, as far as the stack that is not nested.

The CDK does this by itself, but forgets on the way that a reference is to be weak (seen with aws-cdk-lib 2.275): an export
would hold the application in place, and into another Region there is no way then.
"""

from __future__ import annotations

import re

import aws_cdk as cdk


def outermost(stack: cdk.Stack) -> cdk.Stack:
    """The stack itself, or the one that it is nested in, however deeply."""
    outer = _outer(stack)
    return outermost(outer) if outer else stack


def out_of(stack: cdk.Stack, value: str) -> str:
    """A value of a stack as its outermost stack knows it: an output of each stack on the way."""
    outer = _outer(stack)
    if outer is None:
        return value
    holder = stack.nested_stack_resource
    assert holder is not None  # noqa: S101 - a nested stack has one
    # Named by what it is of, so that another reference changes nothing about this one.
    name = "Out" + re.sub(r"[^A-Za-z0-9]", "", str(stack.resolve(value)))
    output = stack.node.try_find_child(name)
    if not isinstance(output, cdk.CfnOutput):
        output = cdk.CfnOutput(stack, name, value=value)
    return out_of(outer, holder.get_att(f"Outputs.{output.logical_id}").to_string())


def _outer(stack: cdk.Stack) -> cdk.Stack | None:
    return stack.nested_stack_parent if isinstance(stack, cdk.NestedStack) else None
