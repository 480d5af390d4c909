"""The stacks and assets that the manifest of a cloud assembly lists, those of nested assemblies (stages) included."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.files import Folder, as_object

Json = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, eq=False)
class Stack:
    """A stack with its template. Two are the same only if they are one object."""

    name: str
    path: str
    """The construct path."""
    environment: str
    """As in the manifest: `aws://ACCOUNT/REGION`."""
    template: Json
    construct_paths: Mapping[str, str]
    """Logical id -> construct path."""
    assets: Mapping[str, Path | None]
    """Object key -> file or folder of the assembly; None where it lies outside."""
    unique_name: bool = True

    @property
    def account(self) -> str:
        """The account; empty when the stack does not name one."""
        return self._of_environment(0, "unknown-account")

    @property
    def region(self) -> str:
        """The Region; empty when the stack does not name one."""
        return self._of_environment(1, "unknown-region")

    def _of_environment(self, at: int, unknown: str) -> str:
        parts = self.environment.removeprefix("aws://").split("/")
        return parts[at] if len(parts) == 2 and parts[at] != unknown else ""

    @property
    def label(self) -> str:
        """The name as in CloudFormation's console; the construct path where stacks share a name."""
        return self.name if self.unique_name else self.path

    def section(self, name: str) -> dict[str, Any]:
        """A section of the template, such as Resources."""
        return as_object(self.template.get(name), f"{name} of the template of stack {self.label}")

    def construct_path(self, logical_id: str) -> str:
        """Where a resource stands in the construct tree, without the last `Resource`; empty when unknown."""
        return self.construct_paths.get(logical_id, "").removeprefix("/").removesuffix("/Resource")

    def label_of(self, logical_id: str) -> str:
        """What a reader calls a resource: stack and path in it, or logical id where the path is not known."""
        path = self.construct_path(logical_id)
        inner = path.removeprefix(f"{self.path}/") if path.startswith(f"{self.path}/") else path
        return f"{self.label}/{inner or logical_id}"


def load(folder: Folder) -> tuple[Stack, ...]:
    """All stacks, in the manifest's order, those of nested assemblies after the assembly's own.

    Raises:
        AssemblyError: a file is missing or broken.
    """
    stacks = tuple(_stacks(folder, ()))
    names = Counter(stack.name for stack in stacks)
    return tuple(dataclasses.replace(stack, unique_name=names[stack.name] == 1) for stack in stacks)


def _stacks(folder: Folder, seen: tuple[Path, ...]) -> Iterator[Stack]:
    if folder.path in seen:
        raise AssemblyError(f"{folder.path} is a nested assembly of itself")
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
    assets: dict[str, Path | None] = {}
    for name in of_type["cdk:asset-manifest"]:
        assets |= _assets(folder, properties[name].get("file"))
    for name in of_type["aws:cloudformation:stack"]:
        yield _stack(folder, name, artifacts[name], properties[name], assets)
    for name in of_type["cdk:cloud-assembly"]:
        yield from _stacks(folder.enter(properties[name].get("directoryName")), (*seen, folder.path))


def _stack(folder: Folder, name: str, artifact: Json, properties: Json, assets: Mapping[str, Path | None]) -> Stack:
    template = folder.load(properties.get("templateFile"))
    metadata = as_object(artifact.get("metadata"), f"metadata of artifact {name}")
    if "additionalMetadataFile" in artifact:
        metadata = {**folder.load(artifact["additionalMetadataFile"]), **metadata}
    return Stack(
        name=str(properties.get("stackName") or name),
        path=str(artifact.get("displayName") or name),
        environment=str(artifact.get("environment") or ""),
        template=template,
        construct_paths=_paths_in_template(template) | _paths_in_metadata(metadata),
        assets=assets,
    )


def _paths_in_metadata(metadata: Json) -> dict[str, str]:
    found = {}
    for path, entries in metadata.items():
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and entry.get("type") == "aws:cdk:logicalId":
                found[str(entry.get("data"))] = path
    return found


def _paths_in_template(template: Json) -> dict[str, str]:
    """What the CLI asks every resource to carry."""
    found = {}
    resources = template.get("Resources")
    for logical_id, resource in resources.items() if isinstance(resources, dict) else ():
        metadata = resource.get("Metadata") if isinstance(resource, dict) else None
        if isinstance(metadata, dict) and "aws:cdk:path" in metadata:
            found[logical_id] = str(metadata["aws:cdk:path"])
    return found


def _assets(folder: Folder, file: Any) -> dict[str, Path | None]:
    found = {}
    files = as_object(folder.load(file).get("files"), f"files in {folder.path / str(file)}")
    for asset_id, listed in files.items():
        what = f"asset {asset_id} in {folder.path / str(file)}"
        asset = as_object(listed, what)
        source = as_object(asset.get("source"), f"source of {what}")
        for destination in as_object(asset.get("destinations"), f"destinations of {what}").values():
            key = as_object(destination, f"destination of {what}").get("objectKey")
            if "path" in source:
                found[str(key)] = folder.find(source["path"])
    return found
