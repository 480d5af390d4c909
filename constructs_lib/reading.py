"""Who answers which call, from whatever says so: a cloud assembly (a folder) or an account's estate (a file)."""

from __future__ import annotations

from pathlib import Path

from constructs_lib import assembly, estate
from constructs_lib.estate.beside import beside
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
    return assembly.read(path) if _is_folder(path) else estate.routing_table(estate.load(path))


def read_both(base: str | Path, head: str | Path) -> tuple[RoutingTable, RoutingTable]:
    """Read two sources to compare them; where one is an account, as what the other declares means it.

    Args:
        base: what is there, as in `read`.
        head: what is to be, as in `read`.

    Raises:
        SourceError: one of them cannot be read.
    """
    if _is_folder(base) == _is_folder(head):
        return read(base), read(head)
    if _is_folder(head):
        return beside(estate.load(base), assembly.read(head))
    account, declarations = beside(estate.load(head), assembly.read(base))
    return declarations, account


def _is_folder(path: str | Path) -> bool:
    try:
        is_folder, exists = Path(path).is_dir(), Path(path).exists()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    if not exists:
        raise SourceError(f"{path} does not exist; give {WHAT}")
    return is_folder
