"""Nested stacks: a resource of a template whose own template is an asset of the assembly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.resolver import Resolver
from constructs_lib.assembly.stacks import NESTED_STACK, Assembly, Asset, Place, Stack

# Templates that nest each other twice each would grow without end. An account's stacks hold fewer:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
_MOST_RESOURCES = 250_000


def expand(stacks: tuple[Stack, ...]) -> Assembly:
    """The assembly of these stacks and of all that are nested in them.

    Raises:
        AssemblyError: a template is missing or broken, leads out of the assembly, or is nested in itself.
    """
    return _Expansion(stacks).assembly()


class _Expansion:
    def __init__(self, stacks: tuple[Stack, ...]) -> None:
        self._stacks = stacks
        # Where a template lies says the stack itself; the other stacks are not needed for it.
        self._resolver = Resolver(Assembly(stacks))
        self._nested: dict[Place, Stack] = {}
        self._problems: list[str] = []
        self._resources = 0

    def assembly(self) -> Assembly:
        found = tuple(stack for outer in self._stacks for stack in self._with_nested(outer, ()))
        return Assembly(found, self._nested, tuple(self._problems))

    def _with_nested(self, stack: Stack, templates: tuple[Path, ...]) -> Iterator[Stack]:
        yield stack
        self._resources += len(stack.places)
        if self._resources > _MOST_RESOURCES:
            raise AssemblyError(f"the stacks, with those nested in them, have more than {_MOST_RESOURCES} resources")
        for place in stack.places.values():
            if place.type_name != NESTED_STACK:
                continue
            path = self._template_of(place)
            if path is None:
                self._problems.append(
                    f"{place.label} is a nested stack whose template is not in this assembly; what it declares is not read"
                )
                continue
            if path in templates:
                raise AssemblyError(f"{path} is the template of a stack that is nested in itself")
            inner = self._nested[place] = _stack(place, stack.folder.load(path))
            yield from self._with_nested(inner, (*templates, path))

    def _template_of(self, place: Place) -> Path | None:
        source: Any = place.metadata.get("aws:asset:path")
        if source is None:
            asset = self._asset(place)
            if asset is None:
                return None
            source = asset.source
        return place.stack.folder.within(source)

    def _asset(self, place: Place) -> Asset | None:
        """By the address of the template: `https://s3.REGION.amazonaws.com/BUCKET/KEY`."""
        address = self._resolver.value(place.stack, place.properties.get("TemplateURL"))
        # A placeholder may have slashes in it.
        text = "".join(part.text if part.known else "?" for part in address.parts)
        key = "/".join(text.split("/")[4:])
        return place.stack.assets.get(key)


def _stack(place: Place, template: dict[str, Any]) -> Stack:
    outer = place.stack
    path = place.construct_path or f"{outer.path}/{place.logical_id}"
    return Stack(
        name="",
        path=path,
        label=place.label,
        environment=outer.environment,
        template=template,
        folder=outer.folder,
        declared=outer.declared,
        assets=outer.assets,
        parent=place,
    )
