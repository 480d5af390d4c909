"""The resource types as an account shows them, one file a type; the contract's registry lists the types."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

from chime_voice.contract.registry import MODULES

from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

Lister = Callable[[Reading], Iterator[Found]]


def lister(type_name: str) -> Lister | None:
    """What finds all resources of a type at one endpoint; None for a type that the service has no sight of its own."""
    try:
        module = importlib.import_module(f"{__name__}.{MODULES[type_name]}")
    except ModuleNotFoundError:
        return None
    found: Lister = module.find
    return found
