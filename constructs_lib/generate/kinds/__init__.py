"""How a resource of each type is written, one file a type: `call` answers the constructor's call."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from chime_voice.contract.registry import MODULES

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.layout import Item

Refer = Callable[[str, str], Name | None]
"""From a type's module and an id to what the code calls that resource; None for what it has no name for."""

WRITTEN_AS: dict[str, str] = {
    "Custom::ChimePhoneNumbers": "numbers of an account are taken over one by one",
    "Custom::ChimeSipRuleSet": "rules are taken over one by one; a table of many is a set",
    "Custom::ChimeTerminationCredentials": "passwords are never told",
}
"""The types without a file, each with the reason."""

TYPES = tuple(name for name in MODULES if name not in WRITTEN_AS)
"""Those that code is generated for."""


def call(item: Item, refer: Refer) -> Call:
    """What declares a resource, or refers to it."""
    module = importlib.import_module(f"{__name__}.{item.module}")
    if item.routed:
        route: Call = module.route(item.declared, refer)
        return route
    stack = Name(item.stack.variable)
    made: Call = (
        module.reference(stack, item) if item.declared is None else module.call(stack, item.id, item.declared, refer)
    )
    return made
