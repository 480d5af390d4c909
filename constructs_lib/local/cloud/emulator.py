"""The emulator's private names that the extension uses: all of them, in one table, and one way to replace them.

The emulator is a fast-moving beta and its version is pinned; a new pin is checked by `missing()`, which names what
moved, before anything goes wrong in a quieter way.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import sys
from collections.abc import Callable
from typing import Any

from constructs_lib.local.errors import LocalCloudError

VERSION = "1.5.33"
FORMATION = "ministack.services.cloudformation"

# Module, name, and the parameters that our replacement or call relies on (None: not a function).
NAMES: tuple[tuple[str, str, str | None], ...] = (
    ("ministack.app", "app", "scope receive send"),
    ("ministack.core.responses", "get_region", ""),
    ("ministack.core.responses", "set_request_region", "region"),
    ("ministack.core.concurrency", "run_reentrant", "fn args thread_name"),
    ("ministack.core.lambda_runtime", "reset", ""),
    ("ministack.services.lambda_svc", "_execute_function", "func event"),
    ("ministack.services.lambda_svc", "_execute_function_with_config_scope", "func event"),
    ("ministack.services.lambda_svc", "invoke_async_with_retry", "func event"),
    (FORMATION, "_stacks", None),
    (FORMATION, "_stack_events", None),
    (f"{FORMATION}.engine", "_resolve_refs", "value resources params conditions mappings stack_name stack_id"),
    (f"{FORMATION}.engine", "_topological_sort", "resources conditions"),
    (f"{FORMATION}.changesets", "_find_change_set", "cs_name stack_name"),
    (f"{FORMATION}.handlers", "_ACTION_HANDLERS", None),
    (
        f"{FORMATION}.custom_resource",
        "invoke_custom_resource",
        "request_type logical_id props stack_name stack_id resource_type physical_id old_props",
    ),
    (f"{FORMATION}.custom_resource", "register_token", "token"),
    (f"{FORMATION}.custom_resource", "deliver_response", "token response"),
    (f"{FORMATION}.provisioners", "_RESOURCE_HANDLERS", None),
    (f"{FORMATION}.stacks", "_add_event", "stack_id stack_name logical_id resource_type status reason physical_id"),
    (f"{FORMATION}.stacks", "_delete_resource", "resource_type physical_id props stack_name logical_id"),
    (f"{FORMATION}.stacks", "_runs_on_worker_thread", "resource_type"),
    (f"{FORMATION}.stacks", "_with_dependencies", "logical_ids res_defs remaining"),
    (
        f"{FORMATION}.stacks",
        "_deploy_stack_async",
        "stack_name stack_id template param_values disable_rollback tags is_update previous_stack",
    ),
    (f"{FORMATION}.stacks", "_delete_stack_async", "stack_name stack_id"),
    (f"{FORMATION}.stacks", "_roll_back_operation", "stack_name stack_id stack operation"),
)


def missing() -> list[str]:
    """What of the table is not as we know it, in words; empty when all is well."""
    found = []
    for module, name, parameters in NAMES:
        try:
            value = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            found.append(f"{module}.{name} is gone")
            continue
        if parameters is None:
            continue
        actual = list(inspect.signature(value).parameters)
        expected = parameters.split()
        if actual[: len(expected)] != expected:
            found.append(f"{module}.{name} takes ({', '.join(actual)}), not ({', '.join(expected)})")
    return found


def check() -> None:
    """Refuse an emulator that is not the one we know.

    Raises:
        LocalCloudError: names everything that is different.
    """
    problems = missing()
    if problems:
        version = importlib.metadata.version("ministack")
        raise LocalCloudError(
            f"the local cloud extends ministack {VERSION}, but this is {version}: {'; '.join(problems)}. "
            "Run `chime-voice local clean` and start again."
        )


def of(module: str, name: str) -> Any:
    """One of the names in the table."""
    return getattr(importlib.import_module(module), name)


def replace(module: str, name: str, wrap: Callable[[Any], Any]) -> None:
    """Put `wrap(original)` in the original's place, in its module and wherever else it was imported by name."""
    original = of(module, name)
    replacement = wrap(original)
    for other_name, other in list(sys.modules.items()):
        if other_name.split(".")[0] == "ministack" and getattr(other, name, None) is original:
            setattr(other, name, replacement)
