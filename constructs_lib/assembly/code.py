"""The code of a Lambda function: where it lies in the assembly, and which version of it that is."""

from __future__ import annotations

import hashlib
from typing import Any

from constructs_lib.assembly.resolver import Resolver
from constructs_lib.assembly.stacks import Asset, Place


def folder_of(resolver: Resolver, place: Place, problems: list[str]) -> str:
    """The folder with the code that is uploaded; empty when there is none, with a problem when there should be."""
    if "S3Key" not in _declared(place):
        return ""  # written into the template, or a container image
    asset = _asset(resolver, place)
    path = asset.path if asset else None
    if path is None:
        where = "outside the assembly" if asset else "not among the assembly's assets"
        problems.append(f"the code of {place.label} is {where}")
        return ""
    if not path.exists():
        problems.append(f"the code of {place.label} is missing from the assembly: {path.name}")
    return str(path) if path.is_dir() else ""


def version_of(resolver: Resolver, place: Place) -> str:
    """Text that is another one when the code is; empty when it is not known."""
    code = _declared(place)
    if "S3Key" in code:
        asset = _asset(resolver, place)
        parts = [code["S3Key"], *([code["S3ObjectVersion"]] if "S3ObjectVersion" in code else [])]
        values = [resolver.value(place.stack, part) for part in parts]
        if asset:
            return asset.id
        return " ".join(value.text for value in values) if all(value.known for value in values) else ""
    if "ZipFile" in code:
        text = resolver.value(place.stack, code["ZipFile"])
        return "" if text.problems else hashlib.sha256(text.text.encode(errors="replace")).hexdigest()
    if "ImageUri" in code:
        image = resolver.value(place.stack, code["ImageUri"])
        # The CDK's image assets have their hash as tag. The registry before it may be known at deployment only.
        tag = image.text.rpartition("/")[2].rpartition(":")[2]
        return "" if image.problems or "<" in tag else tag
    return ""


def _declared(place: Place) -> dict[str, Any]:
    code = place.properties.get("Code")
    return code if isinstance(code, dict) else {}


def _asset(resolver: Resolver, place: Place) -> Asset | None:
    if place.metadata.get("aws:asset:property") == "Code":
        path = str(place.metadata.get("aws:asset:path"))
        return Asset(path.rpartition("/")[2].removeprefix("asset."), place.stack.folder, path)
    return place.stack.assets.get(resolver.value(place.stack, _declared(place)["S3Key"]).text)
