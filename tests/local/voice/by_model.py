"""Parameters made from botocore's model."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from constructs_lib.local.voice.model import Operation, Shape

ANY_TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F), min_size=1, max_size=20)


def parameters(
    operation: Operation, known: Mapping[str, list[str]] | None = None, *, strict: bool = True
) -> st.SearchStrategy[dict[str, Any]]:
    """Requests that the model allows; members of the given names take the given values too, lists several of them.

    What is not strict keeps to the model's types only.
    """
    if operation.input is None:
        return st.just({})
    return _structure(operation.input, known or {}, strict)


def values(shape: Shape, known: Mapping[str, list[str]], strict: bool) -> st.SearchStrategy[Any]:  # noqa: PLR0911
    limits = shape.metadata
    match shape.type_name:
        case "structure":
            return _structure(shape, known, strict)
        case "list":
            low = limits.get("min", 0)
            return st.lists(
                values(shape.member, known, strict), min_size=low, max_size=max(low, min(limits.get("max", 3), 3))
            )
        case "map":
            return st.dictionaries(values(shape.key, known, strict), values(shape.value, known, strict), max_size=3)
        case "integer":
            return st.integers(limits.get("min", 0), limits.get("max", 1000))
        case "boolean":
            return st.booleans()
        case _ if not strict:
            return ANY_TEXT
        case _:
            return _text(
                limits.get("pattern"), tuple(limits.get("enum") or ()), limits.get("min", 0), limits.get("max", 60)
            )


def _structure(shape: Shape, known: Mapping[str, list[str]], strict: bool) -> st.SearchStrategy[dict[str, Any]]:
    required = set(shape.metadata.get("required", ()))
    members = {}
    for name, inner in shape.members.items():
        strategy = values(inner, known, strict)
        if name in known:
            one = st.sampled_from(known[name])
            low = max(inner.metadata.get("min", 0), 1)
            strategy = (st.lists(one, min_size=low, max_size=low + 2) if inner.type_name == "list" else one) | strategy
        members[name] = strategy
    return st.fixed_dictionaries(
        {name: strategy for name, strategy in members.items() if name in required},
        optional={name: strategy for name, strategy in members.items() if name not in required},
    )


@functools.cache
def _text(pattern: str | None, enum: tuple[str, ...], low: int, high: int) -> st.SearchStrategy[str]:
    if enum:
        return st.sampled_from(enum)
    # That of ClientRequestToken repeats an anchor, so it is no pattern.
    if pattern in (None, r".*\S.*", "^[-_a-zA-Z0-9]*${2,64}$"):
        return st.text(
            st.characters(min_codepoint=33, max_codepoint=0x17F), min_size=max(low, 1), max_size=min(high, 20)
        )
    return st.from_regex(str(pattern), fullmatch=True, alphabet=st.characters(codec="ascii")).filter(
        lambda text: low <= len(text) <= high and "\n" not in text
    )
