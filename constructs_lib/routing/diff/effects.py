"""What a deployment does to a resource whose declaration changed, or how it differs from what an account has.

Facts: docs/resources.md, the contract's word for each property, and how the provider goes about `adopt`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator

from constructs_lib.routing.diff.model import Effect, PropertyChange, ResourceChange
from constructs_lib.routing.diff.pairing import is_declared, is_known, place
from constructs_lib.routing.model import Resource

ADOPT = "AdoptId"


def change_of(before: Resource | None, after: Resource | None, stacks: Collection[str]) -> ResourceChange | None:
    """The change between two declarations of a resource; None when nothing differs.

    Args:
        before: as it was declared.
        after: as it is declared.
        stacks: the stacks that declare something of the service now.
    """
    if after is None:
        last = before is not None and before.origin.stack not in stacks
        return ResourceChange(before=before, after=after, effect="removed", last_of_stack=last)
    if before is None:
        return ResourceChange(before=before, after=after, effect="taken over" if after.adopted else "added")
    properties = tuple(_properties(before, after))
    declared = is_declared(before.origin) and is_declared(after.origin)
    renamed = declared and place(before.origin) != place(after.origin)
    flags = (before.adopted, before.retained) != (after.adopted, after.retained)
    # A connector's identity is its host, whatever id it is adopted by; of a table without properties it is all there is.
    if not (properties or renamed or flags or before.identity != after.identity):
        return None
    return ResourceChange(
        before=before, after=after, effect=_effect(before, after, properties, renamed), properties=properties
    )


def difference_of(before: Resource | None, after: Resource | None) -> ResourceChange | None:
    """The difference of a resource from what an account has; None when nothing differs.

    Args:
        before: as it was, or as it is declared.
        after: as the account has it.
    """
    if before is None or after is None:
        return ResourceChange(before=before, after=after, effect="new" if after else "gone")
    properties = tuple(dataclasses.replace(each, effect="different") for each in _properties(before, after))
    if not properties and before.identity == after.identity:
        return None
    return ResourceChange(before=before, after=after, effect="different", properties=properties)


def _properties(before: Resource, after: Resource) -> Iterator[PropertyChange]:
    old = {each.name: each for each in before.properties}
    new = {each.name: each for each in after.properties}
    stays = _stays(before, after)
    for name in sorted(old | new):
        was, becomes = old.get(name), new.get(name)
        declared = becomes or was
        if declared is None or (was and becomes and was.value == becomes.value):
            continue
        effect: Effect = declared.on_change
        if effect == "replacement" and stays:
            effect = "in place"
        elif name == ADOPT and becomes:
            effect = "taken over"
        yield PropertyChange(
            name=name, before=was.value if was else None, after=becomes.value if becomes else None, effect=effect
        )


def _stays(before: Resource, after: Resource) -> bool:
    """Whether it is the same resource of the service by its own name, however it is declared."""
    return is_known(before.identity) and before.identity == after.identity


def _effect(before: Resource, after: Resource, properties: tuple[PropertyChange, ...], renamed: bool) -> Effect:
    effects = {each.effect for each in properties}
    if after.adopted and (renamed or not before.adopted):
        return "taken over"
    if renamed:
        return "renamed"
    # `adopt` taken out of the code again: the same resource goes on.
    let_go = {each.name for each in properties if each.effect == "replacement"} == {ADOPT} and not after.adopted
    if ("replacement" in effects or "taken over" in effects) and not let_go:
        return "replacement"
    return "no effect" if effects == {"no effect"} else "in place"
