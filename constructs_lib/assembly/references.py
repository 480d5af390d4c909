"""References, within a stack and between stacks: Ref, Fn::GetAtt, Fn::ImportValue, Fn::GetStackOutput.

Nested stacks are followed through their parameters and outputs, the CDK's references between Regions through what its
export writer and reader hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from constructs_lib.assembly import conditions, resources
from constructs_lib.assembly.expressions import NO_VALUE, pair
from constructs_lib.assembly.files import as_object
from constructs_lib.assembly.stacks import NESTED_STACK, Place, Stack
from constructs_lib.assembly.values import Value

if TYPE_CHECKING:
    from constructs_lib.assembly.resolver import Resolver

_READER = "Custom::CrossRegionExportReader"


def _ref(resolver: Resolver, stack: Stack, argument: Any) -> Value:
    name = str(argument)
    if name.startswith("AWS::"):
        return _pseudo(stack, name)
    place = stack.places.get(name)
    if place is not None:
        return attribute(resolver, place, "Ref")
    if name not in stack.section("Parameters"):
        return Value.lost(name, f"stack {stack.label} has no resource or parameter {name!r}")
    return resolver.once(
        ("parameter", stack, name),
        lambda: f"parameter {name} of stack {stack.label}",
        lambda: _parameter(resolver, stack, name),
    )


def _get_att(resolver: Resolver, stack: Stack, argument: Any) -> Value:
    logical_id, name = map(str, argument.partition(".")[::2] if isinstance(argument, str) else pair(argument))
    place = stack.places.get(logical_id)
    if place is None:
        return Value.lost(logical_id, f"stack {stack.label} has no resource {logical_id!r}")
    return attribute(resolver, place, name)


def attribute(resolver: Resolver, place: Place, name: str) -> Value:
    """What an attribute of a resource, or `Ref`, comes to, if the resource is there."""
    return resolver.once(
        ("attribute", place, name),
        lambda: f"{name} of {place.label}",
        lambda: _look_up(resolver, place, name),
    )


def _look_up(resolver: Resolver, place: Place, name: str) -> Value:
    decision = conditions.of_place(resolver, place)
    if decision.holds is False:
        told = f"{place.label} is left out, since its condition does not hold"
        return Value.lost(place.label, told, *decision.problems)
    if place.type_name == NESTED_STACK and name.startswith("Outputs."):
        value = _nested_output(resolver, place, name.removeprefix("Outputs."))
    elif place.type_name == _READER:
        value = resolver.between.written(place, name)
    else:
        value = resources.attribute(resolver, place, name)
    return value.noting(*decision.problems) if decision.problems else value


def _nested_output(resolver: Resolver, place: Place, name: str) -> Value:
    nested = resolver.assembly.nested.get(place)
    if nested is None:
        return Value.lost(f"output {name} of {place.label}", f"the template of {place.label} is not in this assembly")
    return output(resolver, nested, name)


def _import_value(resolver: Resolver, stack: Stack, argument: Any) -> Value:
    name = resolver.value(stack, argument)
    producer, exported = resolver.between.export(stack.environment, name.text)
    if producer is None or not name.known:
        told = f"no stack of this assembly exports {name.text!r} in its environment"
        return Value.lost(f"export {name.text}", *name.problems, told)
    return output(resolver, producer, exported)


def _get_stack_output(resolver: Resolver, stack: Stack, argument: Any) -> Value:
    wanted = as_object(argument, f"Fn::GetStackOutput in stack {stack.label}")
    name, exported, region = (_text(resolver, stack, wanted.get(key)) for key in ("StackName", "OutputName", "Region"))
    return resolver.once(
        ("weak", stack, name, exported, region),
        lambda: f"output {exported} of stack {name}",
        lambda: _weak(resolver, stack, name, exported, region or stack.region),
    )


def _text(resolver: Resolver, stack: Stack, expression: Any) -> str:
    if expression is None or isinstance(expression, str):
        return expression or ""
    return resolver.value(stack, expression).text


def _weak(resolver: Resolver, stack: Stack, name: str, exported: str, region: str) -> Value:
    # A stack that names no Region, or no account, may be deployed anywhere.
    found = [
        other
        for other in resolver.between.stacks_named(name)
        if (not region or other.region in {region, ""}) and (not stack.account or other.account in {stack.account, ""})
    ]
    where = f" in {region}" if region else ""
    if len(found) != 1:
        which = "no stack" if not found else "more than one stack"
        told = f"this assembly has {which} {name!r}{where}, whose output {exported!r} is read"
        return Value.lost(f"output {exported} of stack {name}{where}", told)
    return output(resolver, found[0], exported).read_from(found[0])


FUNCTIONS: dict[str, Callable[[Resolver, Stack, Any], Value]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::ImportValue": _import_value,
    "Fn::GetStackOutput": _get_stack_output,
}


def output(resolver: Resolver, stack: Stack, name: str) -> Value:
    """What an output of a stack comes to."""
    step = f"output {name} of stack {stack.label}"
    if name not in stack.section("Outputs"):
        return Value.lost(step, f"stack {stack.label} has no output {name!r}")

    def look_up() -> Value:
        declared = as_object(stack.section("Outputs")[name], step)
        problems: tuple[str, ...] = ()
        if declared.get("Condition") is not None:
            decision = conditions.named(resolver, stack, declared["Condition"])
            problems = decision.problems
            if decision.holds is False:
                return Value.lost(step, f"{step} is left out, since its condition does not hold", *problems)
        return resolver.value(stack, declared.get("Value")).noting(*problems)

    return resolver.once(("output", stack, name), lambda: step, look_up)


def _parameter(resolver: Resolver, stack: Stack, name: str) -> Value:
    declared = as_object(stack.section("Parameters")[name], f"parameter {name} of stack {stack.label}")
    default = declared.get("Default")
    if stack.parent is not None:
        given = as_object(stack.parent.properties.get("Parameters"), f"parameters of {stack.parent.label}")
        argument, problems = conditions.chosen(resolver, stack.parent.stack, given.get(name, NO_VALUE))
        if argument != NO_VALUE:
            joined = {"Fn::Join": [",", argument]} if isinstance(argument, list) else argument
            return resolver.value(stack.parent.stack, joined).noting(*problems)
    if "AWS::SSM::" in str(declared.get("Type")) or default is None:
        when = "is not given by its parent" if stack.parent and default is None else "is given at deployment"
        return Value.lost(f"parameter {name}", f"parameter {name!r} of stack {stack.label} {when}")
    value = resolver.value(stack, default)
    if stack.parent is not None:
        return value
    told = f"{value.text!r} is the default of parameter {name!r} of stack {stack.label}; a deployment may give another"
    return value.noting(told)


def _pseudo(stack: Stack, name: str) -> Value:
    # The partition is a fact of the Region: https://docs.aws.amazon.com/general/latest/gr/rande.html
    partition = {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(re.sub(r"-[a-z]+-\d+$", "", stack.region), "aws")
    values = {
        "AWS::Region": stack.region,
        "AWS::AccountId": stack.account,
        "AWS::StackName": stack.name,
        "AWS::Partition": partition if stack.region else "",
    }
    known = values.get(name)
    return Value.of(known) if known else Value.later(f"{name.removeprefix('AWS::')} of stack {stack.label}")
