"""References in declared properties, followed to the resources of the account that they were found to mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.assembly.values import Text


class Unresolved(str):
    """A text that stands for what only the deployment knows."""

    __slots__ = ()


def is_known(value: Any) -> bool:
    """Whether a value is what the deployment will give."""
    return not isinstance(value, Unresolved)


def resolved(document: Any, values: Mapping[str, str]) -> Any:
    """The document with every reference followed as far as it can be.

    Args:
        document: declared properties, or a part of them.
        values: placeholder -> what it comes to in the account.
    """
    if isinstance(document, Mapping):
        return {name: resolved(member, values) for name, member in document.items()}
    if isinstance(document, list):
        return [resolved(item, values) for item in document]
    if not isinstance(document, Text) or document.value.known:
        return document
    parts = [part.text if part.known else values.get(part.text) for part in document.value.parts]
    if any(part is None for part in parts):
        return Unresolved(document)
    return "".join(part for part in parts if part is not None)
