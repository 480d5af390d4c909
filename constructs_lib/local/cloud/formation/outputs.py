"""Outputs: read from a stack in another Region, and worth a deployment by themselves."""

from __future__ import annotations

from typing import Any

from constructs_lib.local.cloud import emulator
from constructs_lib.local.cloud.emulator import FORMATION

NO_CHANGES = "The submitted information didn't contain changes."


def install() -> None:
    """Honour `Region` in Fn::GetStackOutput; let a change set change nothing but Outputs."""
    emulator.replace(f"{FORMATION}.engine", "_resolve_refs", _with_region)
    actions = emulator.of(f"{FORMATION}.handlers", "_ACTION_HANDLERS")
    actions["CreateChangeSet"] = _with_outputs(actions["CreateChangeSet"])


def _with_region(original: Any) -> Any:
    get_region = emulator.of("ministack.core.responses", "get_region")
    set_region = emulator.of("ministack.core.responses", "set_request_region")

    def resolve(value: Any, *context: Any) -> Any:
        spec = value.get("Fn::GetStackOutput") if isinstance(value, dict) else None
        if not isinstance(spec, dict) or "Region" not in spec:
            return original(value, *context)
        # The parts are resolved here, where the reference stands; only the look-up happens in the other Region.
        parts = {name: original(part, *context) for name, part in spec.items()}
        here = get_region()
        set_region(str(parts.pop("Region")))
        try:
            return original({"Fn::GetStackOutput": parts}, *context)
        finally:
            set_region(here)

    return resolve


def _with_outputs(original: Any) -> Any:
    stacks = emulator.of(FORMATION, "_stacks")
    find = emulator.of(f"{FORMATION}.changesets", "_find_change_set")

    def create(params: dict[str, Any]) -> Any:
        answer = original(params)
        name = params.get("ChangeSetName", [""])[0]
        stack_name = params.get("StackName", [""])[0].rpartition("stack/")[2].split("/")[0]
        change_set = find(name, stack_name)[1]
        if change_set and str(change_set["StatusReason"]).startswith(NO_CHANGES):
            deployed = (stacks.get(stack_name) or {}).get("_template") or {}
            if (change_set["_template"].get("Outputs") or {}) != (deployed.get("Outputs") or {}):
                change_set.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")
        return answer

    return create
