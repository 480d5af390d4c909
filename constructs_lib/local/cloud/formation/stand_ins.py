"""Resource types that templates of ours use and the emulator does not have: accepted, and nothing comes of them.

The policy of a Lex bot is one: there are no bots here, and the calls that the cloud plays ask no policy. Saved queries
are another: nobody runs them here. How long a log is kept that the service makes is the third: the CDK's own function says
it with an SDK that is not here, and the service makes no logs here.
"""

from __future__ import annotations

from typing import Any

from constructs_lib.local.cloud import emulator
from constructs_lib.local.cloud.emulator import FORMATION

TYPES = ("AWS::Lex::ResourcePolicy", "AWS::Logs::QueryDefinition", "Custom::LogRetention")


def install() -> None:
    """Register them, where the emulator has none of its own."""
    handlers = emulator.of(f"{FORMATION}.provisioners", "_RESOURCE_HANDLERS")
    for name in TYPES:
        handlers.setdefault(name, {"create": _create, "update": _update, "delete": _delete})


def _create(logical_id: str, props: dict[str, Any], stack_name: str) -> tuple[str, dict[str, Any]]:  # noqa: ARG001
    return f"{stack_name}-{logical_id}", {}


def _update(
    physical_id: str,
    old_props: dict[str, Any],  # noqa: ARG001
    new_props: dict[str, Any],  # noqa: ARG001
    stack_name: str,  # noqa: ARG001
) -> tuple[str, dict[str, Any]]:
    return physical_id, {}


def _delete(physical_id: str, props: dict[str, Any]) -> None:
    pass
