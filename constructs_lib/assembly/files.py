"""JSON files inside the folder of a cloud assembly, and only inside it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from constructs_lib.assembly.errors import AssemblyError

_SHOWN = 80


@dataclasses.dataclass(frozen=True)
class Folder:
    """A folder of the assembly. Paths that the manifest names are taken from here and may not lead out of the root."""

    path: Path
    root: Path
    _documents: dict[Path, dict[str, Any]] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, given: str | Path) -> Folder:
        """The folder of a whole assembly.

        Raises:
            AssemblyError: it is no folder, or has no manifest.
        """
        path = Path(given)
        try:
            if not path.is_dir():
                what = "is a file, not a folder" if path.exists() else "does not exist"
                raise AssemblyError(f"{given} {what}; give the folder that `cdk synth` writes, by default cdk.out")
            if not (path / "manifest.json").is_file():
                raise AssemblyError(
                    f"{given} has no manifest.json; give the folder that `cdk synth` writes, by default cdk.out"
                )
            path = path.resolve()
        except OSError as error:
            raise AssemblyError(f"{given} cannot be read: {error.strerror or error}") from error
        return cls(path, path)

    def find(self, name: Any) -> Path | None:
        """The path that a document names, or None if it leads out of the assembly."""
        try:
            found = (self.path / str(name)).resolve()
        except (OSError, ValueError, RuntimeError):  # a null character, a circle of links
            return None
        return found if found.is_relative_to(self.root) else None

    def within(self, name: Any) -> Path:
        """The path that a document names.

        Raises:
            AssemblyError: it leads out of the assembly.
        """
        found = self.find(name)
        if found is None:
            raise AssemblyError(f"{self.path} names {str(name)[:_SHOWN]!r}, which leads out of the assembly")
        return found

    def enter(self, name: Any) -> Folder:
        """The folder of a nested assembly."""
        return dataclasses.replace(self, path=self.within(name))

    def load(self, name: Any) -> dict[str, Any]:
        """A JSON object; a file that is named again is not read again.

        Raises:
            AssemblyError: the file is missing, leads out of the assembly, or does not hold a JSON object.
        """
        path = self.within(name)
        if path not in self._documents:
            self._documents[path] = _read(path)
        return self._documents[path]


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes().decode())
    except OSError as error:
        raise AssemblyError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise AssemblyError(f"{path} is not valid JSON ({error}); run `cdk synth` again") from error
    return as_object(document, str(path))


def as_object(value: Any, what: str) -> dict[str, Any]:
    """The value if it is a JSON object; nothing counts as an empty one.

    Raises:
        AssemblyError: it is something else.
    """
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise AssemblyError(f"{what} must hold a JSON object, got {type(value).__name__}")
    return value
