"""Code for Lambda as small folders with exactly the listed files.

The folder is built beside the other assets of the cloud assembly, never in the package or the working directory. Its
content does not depend on how the package was installed, so neither does its hash: caches and compiled files, which a
checkout, an editable install and a wheel have different ones of, are left out.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import cast

import aws_cdk as cdk
import chime_voice

from constructs_lib._place import Place

RUNTIME_ROOT = Path(chime_voice.__file__).parent
"""The run-time package, wherever it is installed."""

Copy = Callable[[Path, Path], object]
_LEFT_OUT = frozenset({"__pycache__", "node_modules"})


@dataclasses.dataclass(frozen=True)
class Folder:
    """Files for an asset by their place in it, and one hash over both."""

    files: Mapping[str, Path]

    @property
    def hash(self) -> str:
        """SHA-256 over places and contents, in order."""
        digest = hashlib.sha256()
        for name, source in sorted(self.files.items()):
            content = source.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def copy_to(self, target: Path, copy: Copy = shutil.copyfile) -> None:
        """Write the folder, complete or not at all: another synthesis may look for it at the same time."""
        if target.exists():
            return
        half_done = target.with_name(f"{target.name}.{os.getpid()}")
        for name, source in self.files.items():
            place = half_done / name
            place.parent.mkdir(parents=True, exist_ok=True)
            copy(source, place)
        half_done.rename(target)


def runtime_part(*parts: str) -> dict[str, Path]:
    """Python files of the run-time package: its root module and the given sub-packages or single files."""
    files = {"chime_voice/__init__.py": RUNTIME_ROOT / "__init__.py"}
    for part in parts:
        files |= {f"chime_voice/{name}": source for name, source in _python_files(part)}
    return files


def user_folder(folder: Path) -> dict[str, Path]:
    """Everything in a user's folder but caches, compiled Python, hidden files and tests."""
    return {
        source.relative_to(folder).as_posix(): source
        for source in folder.rglob("*")
        if source.is_file() and source.suffix != ".pyc" and not _is_left_out(source.relative_to(folder).parts)
    }


def upload(place: Place, folder: Folder, copy: Copy = shutil.copyfile) -> tuple[str, str]:
    """Add the folder to the stack's file assets, zipped by the CLI; answers bucket and key where it will be."""
    target = _target(place, f"asset.{folder.hash}")
    folder.copy_to(target.path, copy)
    try:
        location = place.stack.synthesizer.add_file_asset(
            source_hash=folder.hash,
            file_name=target.relative,
            packaging=cdk.FileAssetPackaging.ZIP_DIRECTORY,
            display_name="code",
        )
    except RuntimeError as error:
        # Each stack has a copy of a synthesizer that was given to the whole app, and jsii takes the copy for the
        # original, which is bound to no stack. An asset construct finds the right one by itself, for more round trips.
        if "BoundStackFirst" not in str(error):
            raise
        return _upload_by_construct(place, folder, target.path)
    return location.bucket_name, location.object_key


def _upload_by_construct(place: Place, folder: Folder, path: Path) -> tuple[str, str]:
    from aws_cdk import aws_s3_assets

    name = f"ChimeVoiceCode{folder.hash[:8]}"
    asset = cast("aws_s3_assets.Asset | None", place.stack.node.try_find_child(name))
    asset = asset or aws_s3_assets.Asset(place.stack, name, path=str(path), asset_hash=folder.hash)
    return asset.s3_bucket_name, asset.s3_object_key


@dataclasses.dataclass(frozen=True)
class _Target:
    path: Path
    relative: str


def _target(place: Place, name: str) -> _Target:
    """A place among the assets of the whole assembly, also as seen from the stage that the stack belongs to."""
    assembly = cast("cdk.Stage", cdk.Stage.of(place.stack))  # a stack made without an app gets one of its own
    path = Path(assembly.asset_outdir) / name
    return _Target(path, os.path.relpath(path, assembly.outdir))


def _python_files(part: str) -> Iterable[tuple[str, Path]]:
    source = RUNTIME_ROOT / part
    if source.is_file():
        return [(part, source)]
    return [
        (path.relative_to(RUNTIME_ROOT).as_posix(), path)
        for path in source.rglob("*.py")
        if not _is_left_out(path.relative_to(RUNTIME_ROOT).parts)
    ]


def _is_left_out(parts: tuple[str, ...]) -> bool:
    is_test = parts[-1].startswith("test_") and parts[-1].endswith(".py")
    return is_test or any(part in _LEFT_OUT or part.startswith(".") for part in parts)
