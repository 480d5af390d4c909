"""Intrinsic functions and references of templates, within a stack and between stacks.

Read: Ref, Fn::GetAtt, Fn::Sub, Fn::Join, Fn::ImportValue of an export, Fn::GetStackOutput (a weak reference), pseudo
parameters. Of other functions is told where they stand.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from constructs_lib.assembly import resources
from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.files import as_object
from constructs_lib.assembly.manifest import Stack
from constructs_lib.assembly.values import Place, Value

_NO_VALUE = {"Ref": "AWS::NoValue"}
_IN_SUB = re.compile(r"\$\{([^}]*)\}")


class Resolver:
    """Follows references over all stacks of an assembly."""

    def __init__(self, stacks: Sequence[Stack]) -> None:
        self._stacks = stacks
        self._exports: dict[tuple[str, str], tuple[Stack, str]] | None = None
        self._under_way: list[str] = []
        self._functions: dict[str, Callable[[Stack, Any], Value]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::ImportValue": self._import_value,
            "Fn::GetStackOutput": self._get_stack_output,
        }

    def value(self, stack: Stack, expression: Any) -> Value:
        """What an expression comes to.

        Raises:
            AssemblyError: the expression refers back to itself.
        """
        if isinstance(expression, bool):
            return Value.of(str(expression).lower())
        if isinstance(expression, str | int | float):
            return Value.of(str(expression))
        name = _function_name(expression)
        if name in self._functions:
            return self._functions[name](stack, expression[name])
        if name:
            return Value.lost(name, f"{name} is not followed")
        return Value.lost("?", f"a single value was expected, got {type(expression).__name__}")

    def plain(self, stack: Stack, document: Any, problems: list[str]) -> Any:
        """A document with every expression replaced by its text; what cannot be resolved is added to the problems."""
        if _function_name(document):
            value = self.value(stack, document)
            problems += value.problems
            return value.text
        if isinstance(document, dict):
            return {key: self.plain(stack, item, problems) for key, item in document.items() if item != _NO_VALUE}
        if isinstance(document, list):
            return [self.plain(stack, item, problems) for item in present(document)]
        return document

    def properties(self, place: Place, problems: list[str], *, without: Collection[str] = ()) -> dict[str, Any]:
        """A resource's properties, every expression replaced by its text."""
        return {
            name: self.plain(place.stack, value, problems)
            for name, value in place.properties.items()
            if value != _NO_VALUE and name not in without
        }

    @contextlib.contextmanager
    def following(self, step: str) -> Iterator[None]:
        """Guard against circles while a value is looked up elsewhere.

        Raises:
            AssemblyError: the same step is under way already.
        """
        if step in self._under_way:
            circle = [*self._under_way[self._under_way.index(step) :], step]
            raise AssemblyError(f"references run in a circle: {' -> '.join(circle)}")
        self._under_way.append(step)
        try:
            yield
        finally:
            self._under_way.pop()

    def _ref(self, stack: Stack, name: Any) -> Value:
        if str(name).startswith("AWS::"):
            return _pseudo(stack, str(name))
        if str(name) in stack.section("Resources"):
            return resources.attribute(self, Place(stack, str(name)), "Ref")
        parameter = stack.section("Parameters").get(str(name))
        if parameter is None:
            return Value.lost(str(name), f"stack {stack.label} has no resource or parameter {name!r}")
        return _parameter(stack, str(name), as_object(parameter, f"parameter {name} of stack {stack.label}"))

    def _get_att(self, stack: Stack, argument: Any) -> Value:
        logical_id, attribute = _pair(argument.split(".", 1) if isinstance(argument, str) else argument)
        if logical_id not in stack.section("Resources"):
            return Value.lost(logical_id, f"stack {stack.label} has no resource {logical_id!r}")
        return resources.attribute(self, Place(stack, logical_id), attribute)

    def _join(self, stack: Stack, argument: Any) -> Value:
        separator, items = argument if isinstance(argument, list) and len(argument) == 2 else ("", None)
        if not isinstance(separator, str) or not isinstance(items, list):
            return Value.lost("Fn::Join", "Fn::Join needs a separator and a list")
        values = [self.value(stack, item) for item in present(items)]
        between = Value.of(separator)
        return Value.joined(piece for value in values for piece in (between, value)[value is values[0] :])

    def _sub(self, stack: Stack, argument: Any) -> Value:
        text, variables = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
        if not isinstance(text, str) or not isinstance(variables, dict):
            return Value.lost("Fn::Sub", "Fn::Sub needs a text, or a text and an object")
        values: list[Value] = []
        for at, piece in enumerate(_IN_SUB.split(text)):
            if at % 2 == 0:
                values.append(Value.of(piece))
            elif piece.startswith("!"):
                values.append(Value.of(f"${{{piece[1:]}}}"))
            elif piece in variables:
                values.append(self.value(stack, variables[piece]))
            else:
                values.append(self.value(stack, {"Fn::GetAtt": piece} if "." in piece else {"Ref": piece}))
        return Value.joined(value for value in values if value.text)

    def _import_value(self, stack: Stack, argument: Any) -> Value:
        name = self.value(stack, argument)
        producer, output = self._export(stack.environment, name.text)
        if producer is None or not name.known:
            return Value.lost(
                f"export {name.text}", f"no stack of this assembly exports {name.text!r} in its environment"
            )
        return self._output(producer, output)

    def _export(self, environment: str, name: str) -> tuple[Stack | None, str]:
        if self._exports is None:
            self._exports = {}
            for stack in self._stacks:
                for output, declared in stack.section("Outputs").items():
                    what = f"output {output} of stack {stack.label}"
                    export = as_object(as_object(declared, what).get("Export"), f"export of {what}")
                    if export:
                        key = (stack.environment, self.value(stack, export.get("Name")).text)
                        self._exports.setdefault(key, (stack, output))
        return self._exports.get((environment, name), (None, ""))

    def _get_stack_output(self, stack: Stack, argument: Any) -> Value:
        wanted = as_object(argument, f"Fn::GetStackOutput in stack {stack.label}")
        name = self.value(stack, wanted.get("StackName")).text
        output = self.value(stack, wanted.get("OutputName")).text
        region = self.value(stack, wanted["Region"]).text if "Region" in wanted else stack.region
        # A stack that names no Region, or no account, may be deployed anywhere.
        found = [
            other
            for other in self._stacks
            if other.name == name
            and (not region or other.region in {region, ""})
            and (not stack.account or other.account in {stack.account, ""})
        ]
        where = f" in {region}" if region else ""
        placeholder = f"output {output} of stack {name}{where}"
        if len(found) != 1:
            which = "no stack" if not found else "more than one stack"
            return Value.lost(
                placeholder, f"this assembly has {which} {name!r}{where}, whose output {output!r} is read"
            )
        if output not in found[0].section("Outputs"):
            return Value.lost(placeholder, f"stack {found[0].label} has no output {output!r}")
        return self._output(found[0], output)

    def _output(self, stack: Stack, output: str) -> Value:
        step = f"output {output} of stack {stack.label}"
        with self.following(step):
            return self.value(stack, as_object(stack.section("Outputs")[output], step).get("Value"))


def present(items: Any) -> list[Any]:
    """The items of a list that are there: without `AWS::NoValue`."""
    return [item for item in items if item != _NO_VALUE] if isinstance(items, list) else []


def _function_name(expression: Any) -> str:
    """The intrinsic function that an expression calls, or nothing."""
    if isinstance(expression, dict) and len(expression) == 1:
        (name,) = expression
        if name == "Ref" or str(name).startswith("Fn::"):
            return str(name)
    return ""


def _pair(argument: Any) -> tuple[str, str]:
    if isinstance(argument, list) and len(argument) == 2:
        return str(argument[0]), str(argument[1])
    return str(argument), ""


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


def _parameter(stack: Stack, name: str, declared: dict[str, Any]) -> Value:
    default = declared.get("Default")
    if default is None or "AWS::SSM::" in str(declared.get("Type")):
        return Value.lost(f"parameter {name}", f"parameter {name!r} of stack {stack.label} is given at deployment")
    return Value(
        Value.of(str(default)).parts,
        (
            f"{str(default)!r} is the default of parameter {name!r} of stack {stack.label}; a deployment may give another",
        ),
    )
