"""The files that declare something: a class a kind of resource, which keeps what others refer to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from constructs_lib.generate import tables
from constructs_lib.generate.code import Call, Name, calls_in, names_in, statement
from constructs_lib.generate.failover import VOICE
from constructs_lib.generate.kinds import Refer, call
from constructs_lib.generate.layout import Item, Layout, Stack


@dataclasses.dataclass(frozen=True)
class Module:
    """A file of the app."""

    file: str
    class_name: str
    says: str
    types: tuple[str, ...]
    """Modules of the types that it declares."""

    @property
    def variable(self) -> str:
        """What others call an object of the class."""
        return "numbers" if self.file == "phone_numbers" else self.file


MODULES = (
    Module("phone_numbers", "Numbers", "The numbers of the inventory.", ("phone_number",)),
    Module(
        "applications", "Applications", "What answers calls: a function in each Region.", ("sip_media_application",)
    ),
    Module("connectors", "Connectors", "The trunks to telephone systems.", ("voice_connector",)),
    Module("groups", "Groups", "Trunks that stand in for each other.", ("voice_connector_group",)),
    Module("carried", "Carried", "Which trunk or group carries which numbers.", ("phone_number_association",)),
    Module("domains", "Domains", "Where voice prints are kept.", ("voice_profile_domain",)),
    Module("settings", "Settings", "What the account has once.", ("global_settings", "phone_number_settings")),
    Module("routes", "Routes", "Who answers which call, and who does when they cannot.", ("sip_rule",)),
)
_HOLDERS = {type_: module.variable for module in MODULES for type_ in module.types}
_FUTURE = "from __future__ import annotations\n"


@dataclasses.dataclass(frozen=True)
class Written:
    """A file, and what an object of its class is made of."""

    module: Module
    text: str
    stacks: tuple[Stack, ...]
    uses: tuple[Module, ...]
    routes: bool
    """Whether it routes by the failover app."""


def write(layout: Layout) -> Iterator[Written]:
    """The files of a layout, in the order in which their classes are made."""
    for module in MODULES:
        items = layout.of(*module.types)
        table = tables.of(module.file, layout, referring(layout, None))
        if items or table:
            yield _write(module, items, layout, table)


def referring(layout: Layout, item: Item | None, *, holders: bool = True) -> Refer:
    """What names a resource in the declaration of another one.

    Args:
        layout: where all of them are.
        item: the one that refers; None for a table, which refers to applications alone.
        holders: whether the names are attributes of objects, or variables beside each other.
    """

    def refer(module: str, ident: str) -> Name | None:
        other = layout.item(module, ident)
        # A number of another stack is known by value; a reference would make routing stacks depend on each other.
        if other is None or (item is not None and module == "phone_number" and other.stack != item.stack):
            return None
        return Name(f"{_HOLDERS[module]}.{other.variable}" if holders else other.variable)

    return refer


def _write(module: Module, items: Sequence[Item], layout: Layout, table: tables.Table | None) -> Written:
    calls = [(item, call(item, referring(layout, item))) for item in items]
    named = {name for _, each in calls for name in names_in(each)} | set(table.names if table else ())
    uses = tuple(other for other in MODULES if any(name.startswith(f"{other.variable}.") for name in named))
    routes = any(item.routed for item in items)
    own = {item.stack for item in items if not item.routed}
    stacks = tuple(sorted(own | set(table.stacks if table else ())))
    parameters = [f"{stack.variable}: cdk.Stack" for stack in stacks]
    parameters += [f"{VOICE}: FailoverVoiceApp"] if routes else []
    parameters += [f"{other.variable}: {other.class_name}" for other in uses]
    body = "".join(
        statement(each, to=f"self.{item.variable}" if item.variable else "", indent=2) for item, each in calls
    )
    text = "\n".join(
        filter(
            None,
            (
                f'"""{module.says}"""\n',
                _FUTURE,
                *(["from typing import NamedTuple\n"] if table and "NamedTuple" in table.top else []),
                ("import aws_cdk as cdk\n" if stacks else "")
                + import_line(
                    {name for _, each in calls for name in constructs_in(each)}
                    | set(table.imports if table else ())
                    | ({"FailoverVoiceApp"} if routes else set())
                ),
                "".join(
                    f"from {other.file} import {other.class_name}\n" for other in sorted(uses, key=lambda m: m.file)
                ),
                table.top if table else "",
            ),
        )
    )
    text += f'\n\nclass {module.class_name}:\n    """{module.says}"""\n\n'
    text += signature(parameters) + body + (table.body if table else "")
    return Written(module, text, stacks, uses, routes)


def constructs_in(value: Call) -> Iterator[str]:
    """What a call needs of constructs_lib."""
    return (name for call in calls_in(value) if (name := call.partition(".")[0]) != VOICE)


def import_line(found: set[str]) -> str:
    """The import of these names, as formatters write it."""
    names = sorted(found)
    line = f"from constructs_lib import {', '.join(names)}\n"
    if len(line) <= 89:
        return line
    return "from constructs_lib import (\n" + "".join(f"    {name},\n" for name in names) + ")\n"


def signature(parameters: Sequence[str]) -> str:
    """The head of `__init__`."""
    line = f"    def __init__(self, {', '.join(parameters)}) -> None:\n"
    if len(line) <= 89:
        return line
    return (
        "    def __init__(\n        self,\n" + "".join(f"        {each},\n" for each in parameters) + "    ) -> None:\n"
    )
