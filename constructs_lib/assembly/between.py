"""What stacks publish for each other: exports, outputs by the stack's name, parameters written for another Region."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from constructs_lib.assembly.files import as_object
from constructs_lib.assembly.stacks import Place, Stack
from constructs_lib.assembly.values import Value

if TYPE_CHECKING:
    from constructs_lib.assembly.resolver import Resolver

_WRITER = "Custom::CrossRegionExportWriter"


class Between:
    """Indexes over all stacks, each made when it is first asked for."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._exports: dict[tuple[str, str], tuple[Stack, str]] | None = None

    def export(self, environment: str, name: str) -> tuple[Stack | None, str]:
        """The stack that exports a name in an environment, and the output that does."""
        if self._exports is None:
            self._exports = {}  # at once: the name of an export may itself ask for one
            for stack in self._resolver.assembly.stacks:
                for output, declared in stack.section("Outputs").items():
                    what = f"output {output} of stack {stack.label}"
                    export = as_object(as_object(declared, what).get("Export"), f"export of {what}")
                    if export:
                        key = (stack.environment, self._resolver.value(stack, export.get("Name")).text)
                        self._exports.setdefault(key, (stack, output))
        return self._exports.get((environment, name), (None, ""))

    def stacks_named(self, name: str) -> list[Stack]:
        """The stacks of that name at CloudFormation."""
        return self._by_name.get(name, [])

    def written(self, reader: Place, name: str) -> Value:
        """What a stack of another Region writes for this reader of the CDK's."""
        region = reader.stack.region
        found = self._written.get((reader.stack.account, region, name), [])
        if len(found) != 1:
            which = "more than one stack" if found else "no stack"
            told = f"{which} of this assembly writes {name!r} for {region or reader.stack.label}, where it is read"
            return Value.lost(f"parameter {name}", told)
        writer, expression = found[0]
        return self._resolver.value(writer.stack, expression)

    @functools.cached_property
    def _by_name(self) -> dict[str, list[Stack]]:
        found: dict[str, list[Stack]] = {}
        for stack in self._resolver.assembly.stacks:
            if stack.parent is None:
                found.setdefault(stack.name, []).append(stack)
        return found

    @functools.cached_property
    def _written(self) -> dict[tuple[str, str, str], list[tuple[Place, Any]]]:
        found: dict[tuple[str, str, str], list[tuple[Place, Any]]] = {}
        for writer in self._resolver.assembly.of_type(_WRITER):
            written = as_object(writer.properties.get("WriterProps"), f"WriterProps of {writer.label}")
            region = self._resolver.value(writer.stack, written.get("region")).text
            for name, expression in as_object(written.get("exports"), f"exports of {writer.label}").items():
                found.setdefault((writer.stack.account, region, name), []).append((writer, expression))
        return found
