"""Deletes: in the order of the dependencies, after the update they belong to, and never under what still stands.

CloudFormation deletes what an update replaced or removed only when the update is complete
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html), and
never what a resource depends on that could not be deleted: its provider, for instance, is still there for the retry.
"""

from __future__ import annotations

from typing import Any

from constructs_lib.local.cloud import emulator
from constructs_lib.local.cloud.emulator import FORMATION
from constructs_lib.local.cloud.formation.operations import (
    CLEANUP_TRIES,
    STACKS,
    Deferred,
    KeptError,
    Operation,
    current,
)


def install() -> None:
    """Mend the deletes."""
    emulator.replace(STACKS, "_delete_resource", _guarded)
    emulator.replace(STACKS, "_delete_stack_async", _keeping_what_is_needed)
    emulator.replace(STACKS, "_deploy_stack_async", _cleaning_up)


def _guarded(original: Any) -> Any:
    def delete(
        resource_type: str,
        physical_id: str,
        props: dict[str, Any],
        stack_name: str | None = None,
        logical_id: str | None = None,
    ) -> None:
        operation, name = current.get(), str(logical_id)
        if operation is None:
            original(resource_type, physical_id, props, stack_name, logical_id)
        elif operation.status == "UPDATE_IN_PROGRESS":
            operation.deferred.append(Deferred(resource_type, physical_id, props, name))
        elif name in operation.needed:
            operation.kept.add(name)
            raise KeptError(f"{name} stays: what depends on it could not be deleted")
        else:
            tries = CLEANUP_TRIES if operation.status.endswith("CLEANUP_IN_PROGRESS") else 1
            _try(original, tries, operation, (resource_type, physical_id, props, stack_name, logical_id))

    return delete


def _try(original: Any, tries: int, operation: Operation, arguments: tuple[Any, ...]) -> None:
    for left in reversed(range(tries)):
        try:
            original(*arguments)
        except Exception:
            if left == 0:
                operation.failed(str(arguments[-1]))
                raise
        else:
            return


def _keeping_what_is_needed(original: Any) -> Any:
    stacks = emulator.of(FORMATION, "_stacks")
    events = emulator.of(FORMATION, "_stack_events")

    async def delete_stack(stack_name: str, stack_id: str, *args: Any, **kwargs: Any) -> None:
        stack = stacks.get(stack_name)
        if not stack:
            return
        operation = Operation(stack, (stack.get("_template") or {}).get("Resources") or {})
        before = {name: record.get("ResourceStatus") for name, record in stack.get("_resources", {}).items()}
        past = len(events.get(stack_id) or [])
        token = current.set(operation)
        try:
            await original(stack_name, stack_id, *args, **kwargs)
        finally:
            current.reset(token)
        if operation.kept:
            _forget_attempts(stack, events[stack_id], past, operation.kept, before)

    return delete_stack


def _forget_attempts(
    stack: dict[str, Any], events: list[dict[str, Any]], past: int, kept: set[str], before: dict[str, Any]
) -> None:
    """What was kept was never tried: no event of it, its status as it was, no part in the reason."""
    events[past:] = [event for event in events[past:] if event["LogicalResourceId"] not in kept]
    for name in kept & stack["_resources"].keys():
        stack["_resources"][name]["ResourceStatus"] = before[name]
    failed = sorted(
        name for name, record in stack["_resources"].items() if record.get("ResourceStatus") == "DELETE_FAILED"
    )
    stack["StackStatusReason"] = f"The following resource(s) failed to delete: [{', '.join(failed)}]. "
    events[-1]["ResourceStatusReason"] = stack["StackStatusReason"]


def _cleaning_up(original: Any) -> Any:
    stacks = emulator.of(FORMATION, "_stacks")

    async def deploy(stack_name: str, stack_id: str, template: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        previous = kwargs.get("previous_stack") or {}
        old = (previous.get("_template") or {}).get("Resources") or {}
        operation = Operation(stacks[stack_name], {**(template.get("Resources") or {}), **old})
        token = current.set(operation)
        try:
            await original(stack_name, stack_id, template, *args, **kwargs)
            if operation.deferred:
                await _clean_up(stack_name, stack_id, operation, previous)
        finally:
            current.reset(token)

    return deploy


async def _clean_up(stack_name: str, stack_id: str, operation: Operation, previous: dict[str, Any]) -> None:
    """Delete what the update replaced or removed, dependents first. A failure does not fail the update."""
    add_event = emulator.of(STACKS, "_add_event")
    delete = emulator.of(STACKS, "_delete_resource")
    blocks = emulator.of(STACKS, "_runs_on_worker_thread")
    run = emulator.of("ministack.core.concurrency", "run_reentrant")
    events = emulator.of(FORMATION, "_stack_events")[stack_id]
    stack = operation.stack
    # The update's last word was spoken too early: nothing has run since, so nobody has heard it.
    events.pop()

    def turn(status: str) -> None:
        stack["StackStatus"] = status
        add_event(stack_id, stack_name, stack_name, "AWS::CloudFormation::Stack", status, "", stack_id)

    turn("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    for item in _dependents_first(operation, previous):
        add_event(stack_id, stack_name, item.logical_id, item.resource_type, "DELETE_IN_PROGRESS", "", item.physical_id)
        arguments = (item.resource_type, item.physical_id, item.properties, stack_name, item.logical_id)
        try:
            if blocks(item.resource_type):
                await run(delete, *arguments)
            else:
                delete(*arguments)
            status, reason = "DELETE_COMPLETE", ""
        except Exception as error:  # noqa: BLE001 - whatever a provider does, the update is complete
            status, reason = "DELETE_FAILED", str(error)
            if item.logical_id not in stack["_resources"]:
                record = previous["_resources"][item.logical_id]
                stack["_resources"][item.logical_id] = {**record, "ResourceStatus": status}
        add_event(stack_id, stack_name, item.logical_id, item.resource_type, status, reason, item.physical_id)
    turn("UPDATE_COMPLETE")


def _dependents_first(operation: Operation, previous: dict[str, Any]) -> list[Deferred]:
    sort = emulator.of(f"{FORMATION}.engine", "_topological_sort")
    old = (previous.get("_template") or {}).get("Resources") or {}
    try:
        order = sort(old, previous.get("_conditions") or {})
    except ValueError:
        order = []
    place = {name: index for index, name in enumerate(order)}
    return sorted(operation.deferred, key=lambda item: place.get(item.logical_id, len(place)), reverse=True)
