"""The reference to a secret: its ARN, as CloudFormation has it, where the emulator answers the name."""

from __future__ import annotations

import functools
from typing import Any

from constructs_lib.local.cloud import emulator
from constructs_lib.local.cloud.emulator import FORMATION

_TYPE = "AWS::SecretsManager::Secret"


def install() -> None:
    """Put the ARN where the name is answered, and the name where the emulator is asked."""
    handlers = emulator.of(f"{FORMATION}.provisioners", "_RESOURCE_HANDLERS")
    of_secrets = handlers[_TYPE]
    handlers[_TYPE] = {
        **of_secrets,
        "create": _with_arn(of_secrets["create"]),
        "update": _with_arn(_by_name(of_secrets["update"])),
        "delete": _by_name(of_secrets["delete"]),
    }


def _with_arn(original: Any) -> Any:
    @functools.wraps(original)
    def provision(*arguments: Any, **more: Any) -> tuple[str, dict[str, Any]]:
        _, attributes = original(*arguments, **more)
        return str(attributes["Arn"]), attributes

    return provision


def _by_name(original: Any) -> Any:
    @functools.wraps(original)
    def provision(physical_id: str, *arguments: Any, **more: Any) -> Any:
        # Six characters and a dash stand behind the name.
        return original(physical_id.rpartition(":")[2][:-7], *arguments, **more)

    return provision
