"""Which class provides which contract: the one of the same name, in the module of the same name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chime_voice.contract.registry import Registry
from chime_voice.provider.resource import ResourceProvider

PROVIDERS: Mapping[str, type[ResourceProvider[Any]]] = Registry("chime_voice.provider")
