"""Stacks with their templates, and resources by their place in them."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from constructs_lib.assembly.files import Folder, as_object
from constructs_lib.assembly.metadata import Declared, nested_stack_at, position
from constructs_lib.routing.model import Acknowledgement, Origin

Json = Mapping[str, Any]
NESTED_STACK = "AWS::CloudFormation::Stack"


@dataclasses.dataclass(frozen=True)
class Asset:
    """A file or folder that is uploaded before a deployment."""

    id: str
    """The hash of its content."""
    folder: Folder
    source: Any
    """As the asset manifest names it."""

    @property
    def path(self) -> Path | None:
        """Where it lies; None outside of the assembly."""
        return self.folder.find(self.source)


@dataclasses.dataclass(frozen=True, eq=False)
class Stack:
    """A stack with its template. Two are the same only if they are one object."""

    name: str
    """The name at CloudFormation; empty for a nested stack, which gets it at deployment."""
    path: str
    """The construct path."""
    label: str
    """What a reader calls it: its name, or the construct path where stacks share a name, and for a nested one."""
    environment: str
    """As in the manifest: `aws://ACCOUNT/REGION`."""
    template: Json
    folder: Folder
    declared: Mapping[str, Mapping[str, Declared]]
    """Where the resources of this and of nested stacks are declared, as in `Notes`."""
    assets: Mapping[str, Asset]
    """By object key."""
    acknowledgements: tuple[Acknowledgement, ...] = ()
    parent: Place | None = None
    """The resource that a nested stack is."""

    @functools.cached_property
    def account(self) -> str:
        """The account; empty when the stack does not name one."""
        return self._of_environment(0, "unknown-account")

    @functools.cached_property
    def region(self) -> str:
        """The Region; empty when the stack does not name one."""
        return self._of_environment(1, "unknown-region")

    def _of_environment(self, at: int, unknown: str) -> str:
        parts = self.environment.removeprefix("aws://").split("/")
        return parts[at] if len(parts) == 2 and parts[at] != unknown else ""

    def section(self, name: str) -> dict[str, Any]:
        """A section of the template, such as Outputs."""
        section = self.template.get(name)
        if isinstance(section, dict):
            return section
        return as_object(section, f"{name} of the template of stack {self.label}")

    @functools.cached_property
    def places(self) -> dict[str, Place]:
        """The resources by their logical ids, in the order of the template."""
        # What Fn::ForEach makes is no resource yet.
        declared = {name: each for name, each in self.section("Resources").items() if not name.startswith("Fn::")}
        return {name: Place(self, name, self._resource(name, each)) for name, each in declared.items()}

    def _resource(self, logical_id: str, declaration: Any) -> dict[str, Any]:
        if isinstance(declaration, dict):
            return declaration
        return as_object(declaration, f"resource {logical_id} of stack {self.label}")


@dataclasses.dataclass(frozen=True, eq=False)
class Place:
    """A resource by the stack that declares it and its logical id there; there is one for each."""

    stack: Stack
    logical_id: str
    declaration: dict[str, Any]
    """The resource as the template has it."""
    type_name: str = dataclasses.field(init=False)
    """The CloudFormation resource type."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "type_name", str(self.declaration.get("Type") or ""))

    @property
    def properties(self) -> dict[str, Any]:
        """The properties, with their expressions."""
        properties = self.declaration.get("Properties")
        return properties if isinstance(properties, dict) else as_object(properties, f"properties of {self.label}")

    @property
    def metadata(self) -> dict[str, Any]:
        """What stands beside the properties for tools; what is no object tells them nothing."""
        metadata = self.declaration.get("Metadata")
        return metadata if isinstance(metadata, dict) else {}

    @property
    def construct_path(self) -> str:
        """Where it stands in the construct tree, without the last `Resource`; empty when unknown."""
        return self.origin.construct_path

    @functools.cached_property
    def label(self) -> str:
        """What a reader calls it: stack and path in it, or logical id where the path is not known."""
        inner = self.construct_path.removeprefix(f"{self.stack.path}/")
        return f"{self.stack.label}/{inner or self.logical_id}"

    @functools.cached_property
    def origin(self) -> Origin:
        """Where it is declared."""
        noted = self.stack.declared.get(self.stack.path if self.stack.parent else "", {}).get(self.logical_id)
        # The CLI asks every resource to carry its path, for assemblies without the CDK's notes.
        path = noted.path if noted else str(self.metadata.get("aws:cdk:path") or "")
        file, line = position(noted.frames) if noted else ("", None)
        return Origin(
            construct_path=nested_stack_at(path) or path.removeprefix("/").removesuffix("/Resource"),
            stack=self.stack.name or self.stack.label,
            logical_id=self.logical_id,
            file=file,
            line=line,
        )


@dataclasses.dataclass(frozen=True)
class Assembly:
    """All stacks, each nested one behind the one that it is nested in."""

    stacks: tuple[Stack, ...]
    nested: Mapping[Place, Stack] = dataclasses.field(default_factory=dict)
    """The stack that a resource of type AWS::CloudFormation::Stack is."""
    problems: tuple[str, ...] = ()
    """What could not be read."""

    @functools.cached_property
    def places(self) -> tuple[Place, ...]:
        """All resources, in the order of the stacks and templates."""
        return tuple(place for stack in self.stacks for place in stack.places.values())

    def of_type(self, name: str) -> list[Place]:
        """The resources of a type."""
        return self._by_type.get(name, [])

    @functools.cached_property
    def _by_type(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.type_name, []).append(place)
        return found
