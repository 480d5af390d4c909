"""Rollbacks: a failed Create is followed by a Delete, and what could not be deleted stays in the stack.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-create.html
"""

from __future__ import annotations

import time
from typing import Any

from constructs_lib.local.cloud import emulator
from constructs_lib.local.cloud.emulator import FORMATION
from constructs_lib.local.cloud.formation.operations import STACKS, Operation, current
from constructs_lib.local.cloud.formation.requests import take_failed_create


def install() -> None:
    """Mend the rollbacks, and what a failure without rollback leaves in the stack."""
    emulator.replace(STACKS, "_roll_back_operation", _including_the_failed)
    emulator.replace(STACKS, "_deploy_stack_async", _holding_the_failed)


def _including_the_failed(original: Any) -> Any:
    async def roll_back(
        stack_name: str, stack_id: str, stack: dict[str, Any], operation: dict[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        _hold(stack_id, stack, operation)
        definitions = (operation.get("template") or {}).get("Resources") or {}
        token = current.set(Operation(stack, definitions))
        try:
            await original(stack_name, stack_id, stack, operation, *args, **kwargs)
        finally:
            current.reset(token)
        if stack["StackStatus"] == "ROLLBACK_FAILED":
            for name, record in stack.get("_rollback_failed", {}).items():
                stack["_resources"][name] = _record(name, "DELETE_FAILED", **record)

    return roll_back


def _holding_the_failed(original: Any) -> Any:
    stacks = emulator.of(FORMATION, "_stacks")

    async def deploy(stack_name: str, stack_id: str, *args: Any, **kwargs: Any) -> None:
        await original(stack_name, stack_id, *args, **kwargs)
        stack = stacks.get(stack_name)
        if stack and stack.get("_failed_operation"):
            _hold(stack_id, stack, stack["_failed_operation"])

    return deploy


def _hold(stack_id: str, stack: dict[str, Any], operation: dict[str, Any]) -> None:
    """Put the resource whose Create failed into the stack, as CREATE_FAILED, for whatever deletes it."""
    name = operation.get("failed_logical_id")
    failed = take_failed_create(stack_id, name)
    if failed is None or name in stack.get("_resources", {}):
        return
    stack.setdefault("_resources", {})[name] = _record(
        str(name),
        "CREATE_FAILED",
        PhysicalResourceId=failed.physical_id,
        ResourceType=failed.resource_type,
        Properties=failed.properties,
    )
    operation.setdefault("created", []).append(name)


def _record(logical_id: str, status: str, **fields: Any) -> dict[str, Any]:
    """A resource of a stack in the emulator's form."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    known = {"LogicalResourceId": logical_id, "ResourceStatus": status, "Attributes": {}, "Timestamp": now}
    return {**known, **fields, "ResourceStatus": status}
