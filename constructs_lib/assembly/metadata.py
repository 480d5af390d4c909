"""What the CDK notes beside a template: where each resource is declared, and which findings somebody accepts.

Lines of a Python app are noted where it runs with `JSII_HOST_STACK_TRACES=1` (seen with aws-cdk-lib 2.275).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from constructs_lib.routing.model import Acknowledgement

_LOGICAL_ID = "aws:cdk:logicalId"
_STACK_TRACE = "aws:cdk:creationStack"
# What `Validations.of(construct).acknowledge(…)` of aws-cdk-lib writes; seen with 2.275.
_ACKNOWLEDGED = "aws:cdk:acknowledged-rules"
# The CDK sets who tells it in front: a plugin, or an annotation of a construct.
_OURS = ("chime::", "Annotation::chime:")
# Deeper trees are no app's; the steps up from each construct stay few.
_DEEPEST = 500
_OF_NESTED = ".NestedStackResource"


@dataclasses.dataclass(frozen=True)
class Declared:
    """Where a resource is declared."""

    path: str
    """The construct path as the CDK has it: `/Stack/Construct/Resource`."""
    frames: Sequence[Any] = ()
    """The calls that led there, innermost first."""


@dataclasses.dataclass(frozen=True)
class Notes:
    """The notes to a stack and to the stacks nested in it."""

    declared: Mapping[str, Mapping[str, Declared]]
    """Path of the nested stack, or nothing for the stack itself -> logical id -> where it is declared."""
    acknowledgements: tuple[Acknowledgement, ...]


def read(metadata: Mapping[str, Any]) -> Notes:
    """The notes in the metadata of a stack: construct path -> entries."""
    nested = {f"/{inner}" for inner in map(nested_stack_at, metadata) if inner}
    declared: dict[str, dict[str, Declared]] = {}
    acknowledged: list[Acknowledgement] = []
    for path, entries in metadata.items():
        logical_id: str | None = None
        frames: Sequence[Any] = ()
        for kind, data, trace in _entries(entries):
            if kind == _LOGICAL_ID:
                logical_id, frames = str(data), frames or trace
            elif kind == _STACK_TRACE and isinstance(data, list):
                frames = data
            elif kind == _ACKNOWLEDGED and isinstance(data, dict):
                acknowledged += _acknowledgements(path, data)
        if logical_id is not None:
            owner = _owner(path, nested) if nested else ""
            declared.setdefault(owner, {})[logical_id] = Declared(path, frames)
    return Notes(declared, tuple(acknowledged))


def nested_stack_at(path: str) -> str:
    """The construct path of a nested stack by the path of the resource that the CDK makes for it, else nothing."""
    if not path.endswith(_OF_NESTED):
        return ""
    outer, _, inner = path.removesuffix(_OF_NESTED).rpartition(".NestedStack/")
    return outer.removeprefix("/") if outer.rpartition("/")[2] == inner else ""


def position(frames: Sequence[Any]) -> tuple[str, int | None]:
    """File and line of the innermost call that is the user's own, as far as the frames tell."""
    for frame in frames:
        call, parenthesis, place = str(frame).rpartition(" (")
        if not (call and parenthesis and place.endswith(")")):
            continue
        file, _, line = place[:-1].rpartition(":")
        further, _, column = file.rpartition(":")
        if column.isdecimal() and further:  # Node tells the column too
            file, line = further, column
        if file and line.isdecimal() and len(line) < 10 and not _is_foreign(file):
            return file, int(line)
    return "", None


def _entries(entries: Any) -> Iterator[tuple[Any, Any, Any]]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            trace = entry.get("trace")
            yield entry.get("type"), entry.get("data"), trace if isinstance(trace, list) else ()


def _acknowledgements(path: str, rules: Mapping[str, Any]) -> Iterator[Acknowledgement]:
    for rule, reason in rules.items():
        for prefix in _OURS:
            if rule.startswith(prefix):
                where = path.removeprefix("/").removesuffix("/Resource")
                yield Acknowledgement(id=rule.removeprefix(prefix), reason=str(reason), construct_path=where)


def _owner(path: str, nested: set[str]) -> str:
    """The innermost nested stack that a construct stands in."""
    if path.count("/") > _DEEPEST:
        return ""
    while path:
        path = path.rpartition("/")[0]
        if path in nested:
            return path.removeprefix("/")
    return ""


def _is_foreign(file: str) -> bool:
    """Whether a file is a library's, this one's or Python's own."""
    plain = file.replace("\\", "/")
    folders = ("/site-packages/", "/dist-packages/", "/node_modules/", "/constructs_lib/", "/lib/python3")
    return plain.startswith(("<", "node:")) or any(folder in plain for folder in folders)
