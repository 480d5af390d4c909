"""What the constructs of a stack declared, for those that look at all of it when the app is synthesized."""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Mapping, Sequence
from typing import Any

import aws_cdk as cdk
from chime_voice.contract.resource import Resource


@dataclasses.dataclass(frozen=True)
class Declaration:
    """A custom resource and what it was declared as."""

    path: str
    resource: cdk.CfnResource
    contract: type[Resource]
    properties: Mapping[str, Any]
    """With tokens."""


def note(stack: cdk.Stack, declaration: Declaration) -> None:
    """Remember a declaration."""
    _DECLARED.setdefault(stack, []).append(declaration)


def of(stack: cdk.Stack) -> Sequence[Declaration]:
    """All declarations of a stack so far, in their order."""
    return _DECLARED.get(stack, ())


_DECLARED: weakref.WeakKeyDictionary[cdk.Stack, list[Declaration]] = weakref.WeakKeyDictionary()
