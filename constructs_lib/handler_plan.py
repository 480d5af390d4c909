"""What a call handler is to be, before there is a function: a value that can be declared once and bound in many Regions."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandlerPlan:
    """The code, entry and settings of a call handler. Made by `CallHandler.template` and `CallHandler.from_folder`."""

    template: str | None = None
    """A bundled template; None for a folder."""
    parameters: Mapping[str, object] = dataclasses.field(default_factory=dict)
    """What the template takes, or a copy of one in a folder: text, whole numbers, lists, mappings, buckets, a secret."""
    folder: Path | None = None
    """The user's own code; None for a template."""
    entry: str
    """Module and function, such as `app.handler`."""
    environment: Mapping[str, str]
    """Environment variables besides those of the parameters."""
    timeout: int
    """Seconds, 1 to 20."""
    memory_size: int
    """Megabytes, 128 to 10240."""
    provisioned_concurrency: int | None = None
    """How many instances are kept warm; None for none."""


def variables(parameters: Mapping[str, object]) -> dict[str, str]:
    """The environment variables that parameters become: lists and mappings as JSON, in which a token stays as it is."""
    return {f"CHIME_VOICE_{name.upper()}": _as_text(value) for name, value in parameters.items()}


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False, default=repr)
    if isinstance(value, Sequence):
        return json.dumps(list(value), ensure_ascii=False, default=repr)
    return str(value)
