"""The resource types as an account shows them, one file a type; the contract's registry lists the types.

A file has `OPERATIONS`, the calls that it makes, and `find`, which yields what one endpoint has. A type of which the
service shows nothing by itself has `derive` instead: it yields what all endpoints together tell.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

from chime_voice.contract.registry import MODULES

from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

Lister = Callable[[Reading], Iterator[Found]]
Deriver = Callable[[Sequence[Found]], Iterator[Found]]

SEEN_AS: dict[str, str] = {
    "Custom::ChimePhoneNumbers": "its members are found one by one, as phone numbers",
    "Custom::ChimeSipRuleSet": "its members are found one by one, as SIP rules",
    "Custom::ChimeTerminationCredentials": "passwords are never told; the user names are facts of the Voice Connector",
}
"""The types without a file, each with the reason."""


def lister(type_name: str) -> Lister | None:
    """What finds all resources of a type at one endpoint; None for a type that the service has no sight of its own."""
    found: Lister | None = getattr(_module(type_name), "find", None)
    return found


def deriver(type_name: str) -> Deriver | None:
    """What tells the resources of a type from those of other types; None for a type that has a lister."""
    found: Deriver | None = getattr(_module(type_name), "derive", None)
    return found


def operations() -> list[str]:
    """All calls to the service that finding everything takes."""
    return sorted({each for type_name in MODULES for each in getattr(_module(type_name), "OPERATIONS", ())})


def _module(type_name: str) -> ModuleType | None:
    name = f"{__name__}.{MODULES[type_name]}"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None
