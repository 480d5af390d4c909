"""What a call handler is to be, before there is a function: a value that can be declared once and bound in many Regions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandlerPlan:
    """The code, entry and settings of a call handler. Made by `CallHandler.template` and `CallHandler.from_folder`."""

    template: str | None = None
    parameters: Mapping[str, str] = dataclasses.field(default_factory=dict)
    folder: Path | None = None
    entry: str
    environment: Mapping[str, str]
    timeout: int
    memory_size: int
