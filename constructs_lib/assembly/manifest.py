"""The stacks and assets that the manifest of a cloud assembly lists, those of nested assemblies (stages) included."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from constructs_lib.assembly import metadata
from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.files import Folder, as_object
from constructs_lib.assembly.stacks import Asset, Json, Stack


def load(folder: Folder) -> tuple[Stack, ...]:
    """All stacks, in the manifest's order, those of nested assemblies after the assembly's own.

    Raises:
        AssemblyError: a file is missing or broken.
    """
    stacks = tuple(_stacks(folder, set()))
    names = Counter(stack.name for stack in stacks)
    return tuple(stack if names[stack.name] == 1 else dataclasses.replace(stack, label=stack.path) for stack in stacks)


def _stacks(folder: Folder, seen: set[Path]) -> Iterator[Stack]:
    if folder.path in seen:
        raise AssemblyError(f"{folder.path} is a nested assembly of itself, or listed twice")
    seen.add(folder.path)
    manifest = folder.load("manifest.json")
    where = str(folder.path / "manifest.json")
    artifacts = {
        name: as_object(artifact, f"artifact {name} in {where}")
        for name, artifact in as_object(manifest.get("artifacts"), f"artifacts in {where}").items()
    }
    properties = {
        name: as_object(artifact.get("properties"), f"properties of artifact {name} in {where}")
        for name, artifact in artifacts.items()
    }
    of_type = {
        kind: [name for name, artifact in artifacts.items() if artifact.get("type") == kind]
        for kind in ("cdk:asset-manifest", "aws:cloudformation:stack", "cdk:cloud-assembly")
    }
    assets: dict[str, Asset] = {}
    for name in of_type["cdk:asset-manifest"]:
        assets |= _assets(folder, properties[name].get("file"))
    for name in of_type["aws:cloudformation:stack"]:
        yield _stack(folder, name, artifacts[name], properties[name], assets)
    for name in of_type["cdk:cloud-assembly"]:
        yield from _stacks(folder.enter(properties[name].get("directoryName")), seen)


def _stack(folder: Folder, name: str, artifact: Json, properties: Json, assets: Mapping[str, Asset]) -> Stack:
    noted = as_object(artifact.get("metadata"), f"metadata of artifact {name}")
    if "additionalMetadataFile" in artifact:
        noted = {**folder.load(artifact["additionalMetadataFile"]), **noted}
    notes = metadata.read(noted)
    stack_name = str(properties.get("stackName") or name)
    return Stack(
        name=stack_name,
        path=str(artifact.get("displayName") or name),
        label=stack_name,
        environment=str(artifact.get("environment") or ""),
        template=folder.load(properties.get("templateFile")),
        folder=folder,
        declared=notes.declared,
        assets=assets,
        acknowledgements=notes.acknowledgements,
    )


def _assets(folder: Folder, file: Any) -> dict[str, Asset]:
    found = {}
    files = as_object(folder.load(file).get("files"), f"files in {folder.path / str(file)}")
    for asset_id, listed in files.items():
        what = f"asset {asset_id} in {folder.path / str(file)}"
        asset = as_object(listed, what)
        source = as_object(asset.get("source"), f"source of {what}")
        for destination in as_object(asset.get("destinations"), f"destinations of {what}").values():
            key = as_object(destination, f"destination of {what}").get("objectKey")
            if "path" in source:
                found[str(key)] = Asset(asset_id, folder, source["path"])
    return found
