"""The project's folder: complete, or not there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from constructs_lib.generate.errors import GenerateError


def write(files: Mapping[str, str], folder: Path) -> None:
    """Make the folder with these files.

    Args:
        files: name -> text. Names are plain: none leads out of the folder.
        folder: must not exist, or be empty. Folders above it are made.

    Raises:
        GenerateError: it has something in it, or cannot be made; nothing was written.
    """
    if odd := [name for name in files if Path(name).name != name]:
        raise AssertionError(f"{odd} would be elsewhere")
    try:
        if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
            raise GenerateError(
                f"{str(folder)!r} is there already, and nothing is overwritten; choose another folder, and compare the two"
            )
        folder.parent.mkdir(parents=True, exist_ok=True)
        half_done = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for name, text in files.items():
                (half_done / name).write_text(text, encoding="utf-8")
            half_done.chmod(0o755)  # a temporary folder is its user's alone
            half_done.rename(folder)
        finally:
            shutil.rmtree(half_done, ignore_errors=True)
    except (OSError, ValueError) as error:
        raise GenerateError(f"{str(folder)!r} cannot be made: {getattr(error, 'strerror', None) or error}") from error
