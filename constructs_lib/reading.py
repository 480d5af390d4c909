"""Who answers which call, from whatever says so: a cloud assembly (a folder) or an account's estate (a file)."""

from __future__ import annotations

from pathlib import Path

from constructs_lib import assembly, estate
from constructs_lib.routing.errors import SourceError
from constructs_lib.routing.model import RoutingTable

WHAT = "the folder that `cdk synth` writes, or the file that `chime-voice scan -o` writes"


def read(path: str | Path) -> RoutingTable:
    """Read who answers which call: once an assembly is deployed, or in an account when it was scanned.

    Args:
        path: a folder with a cloud assembly, by default `cdk.out`; or the file of an estate.

    Raises:
        SourceError: there is neither, or it cannot be read.
    """
    try:
        is_folder, exists = Path(path).is_dir(), Path(path).exists()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    if is_folder:
        return assembly.read(path)
    if not exists:
        raise SourceError(f"{path} does not exist; give {WHAT}")
    return estate.routing_table(estate.load(path))
