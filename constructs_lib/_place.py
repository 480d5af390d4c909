"""Where a construct stands: its path, stack and Region, asked of jsii once a scope and kept."""

from __future__ import annotations

import dataclasses
import re
import weakref
from typing import Any

import aws_cdk as cdk
from constructs import Construct

from constructs_lib._nested import out_of, outermost
from constructs_lib._values import is_known
from constructs_lib.errors import TelephonyError


@dataclasses.dataclass(frozen=True)
class Place:
    """The place of a construct in the tree. The Region is a token where the stack does not name one."""

    path: str
    stack: cdk.Stack
    region: str

    @classmethod
    def of(cls, scope: Any) -> Place:
        """The place of a scope, from memory where somebody asked before.

        Raises:
            TelephonyError: the scope is not a construct, or stands in no stack.
        """
        place = _PLACES.get(scope) if isinstance(scope, Construct) else None
        if place is None:
            stack = _stack_of(scope)
            of_stack = _PLACES.get(stack)
            if of_stack is None:
                # A construct as text is its path: one round trip where `node.path` is two.
                of_stack = _PLACES[stack] = cls(stack.to_string(), stack, stack.region)
            place = of_stack if scope is stack else dataclasses.replace(of_stack, path=scope.to_string())
            _PLACES[scope] = place
        return place

    def child(self, construct_id: str) -> Place:
        """The place of a child that is about to be made."""
        return dataclasses.replace(self, path=f"{self.path}/{construct_id}")

    def keep(self, construct: Construct) -> None:
        """Remember that the construct stands here, so that its children need not ask."""
        _PLACES[construct] = self

    def refer(self, value: str, producer: Place, *, known: str | None, weak: bool) -> str:
        """A value of a construct that stands elsewhere, as a construct here refers to it.

        In the same stack that is the value itself. From another stack it is the plain text where that is known at
        synthesis, with the order of deployment kept; else a reference, weak (`Fn::GetStackOutput`) if asked for and
        always across Regions, where a strong one needs a writer and a reader function on each side.
        """
        if producer.stack is self.stack:
            return value
        if known is not None and is_known(known):
            self.stack.add_dependency(producer.stack)
            return known
        strength = (
            cdk.ReferenceStrength.WEAK if weak or producer.region != self.region else cdk.ReferenceStrength.STRONG
        )
        if strength is cdk.ReferenceStrength.WEAK and outermost(producer.stack) is not outermost(self.stack):
            value = out_of(producer.stack, value)
        return cdk.Stack.consume_reference(value, strength)

    @property
    def default_name(self) -> str:
        """The path as a name that the service takes: letters, digits, spaces, `_`, `.` and `-`, at most 256."""
        return re.sub(r"[^a-zA-Z0-9 _.-]", "-", self.path)[-256:].strip()


_PLACES: weakref.WeakKeyDictionary[Any, Place] = weakref.WeakKeyDictionary()


def _stack_of(scope: Any) -> cdk.Stack:
    if not isinstance(scope, Construct):
        raise TelephonyError("scope", str(scope), [f"must be a construct in a stack, got {scope!r}"])
    if isinstance(scope, cdk.App):
        raise TelephonyError("scope", "App", ["must be a stack or a construct in one, got the app; make a Stack first"])
    try:
        return cdk.Stack.of(scope)
    except RuntimeError as error:  # the CDK knows no gentler way to ask
        remedy = "make a Stack first; in a FailoverVoiceApp that is its routing_stack, or one of its stacks"
        problem = f"must be a stack or a construct in one, got a {type(scope).__name__} outside of any; {remedy}"
        raise TelephonyError("scope", scope.to_string(), [problem]) from error
