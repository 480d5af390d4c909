"""One running stack operation, as far as what it deletes is concerned."""

from __future__ import annotations

import contextvars
import dataclasses
from typing import Any

from constructs_lib.local.cloud import emulator
from constructs_lib.local.cloud.emulator import FORMATION

STACKS = f"{FORMATION}.stacks"
CLEANUP_TRIES = 3
"""CloudFormation tries a delete three times in the clean-up before it goes on without it,
https://repost.aws/knowledge-center/cloudformation-stack-cleanup-stuck"""


class KeptError(Exception):
    """Not deleted, since something that could not be deleted depends on it."""


@dataclasses.dataclass(frozen=True)
class Deferred:
    """A delete that belongs into the clean-up after an update."""

    resource_type: str
    physical_id: str
    properties: dict[str, Any]
    logical_id: str


@dataclasses.dataclass
class Operation:
    """What is deleted in one stack operation.

    Args:
        stack: the emulator's record of the stack.
        definitions: the template's resources that the deletes are about.
    """

    stack: dict[str, Any]
    definitions: dict[str, Any]
    deferred: list[Deferred] = dataclasses.field(default_factory=list)
    needed: set[str] = dataclasses.field(default_factory=set)
    kept: set[str] = dataclasses.field(default_factory=set)

    @property
    def status(self) -> str:
        """The stack's."""
        return str(self.stack.get("StackStatus", ""))

    def failed(self, logical_id: str) -> None:
        """A delete failed: what it depends on has to stay."""
        with_dependencies = emulator.of(STACKS, "_with_dependencies")
        self.needed |= with_dependencies([logical_id], self.definitions, set(self.definitions)) - {logical_id}


current: contextvars.ContextVar[Operation | None] = contextvars.ContextVar("stack_operation", default=None)
