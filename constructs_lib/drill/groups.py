"""Triggers that fared alike, told once."""

from __future__ import annotations

import dataclasses

from constructs_lib.drill.model import VERDICTS, Drill, Fared
from constructs_lib.routing.model import Origin, Target


def groups(drill: Drill) -> tuple[tuple[Fared, ...], ...]:
    """Those that fared worst first; within one kind in the order of the table."""
    found: dict[object, list[Fared]] = {}
    for fared in drill.fared:
        found.setdefault(_key(fared), []).append(fared)
    order = list(VERDICTS)
    return tuple(map(tuple, sorted(found.values(), key=lambda alike: order.index(alike[0].verdict))))


def _key(fared: Fared) -> object:
    rings = tuple(
        dataclasses.replace(
            ring,
            answered_by=ring.answered_by and _anywhere(ring.answered_by),
            tried=tuple(dataclasses.replace(each, target=_anywhere(each.target)) for each in ring.tried),
        )
        for ring in fared.rings
    )
    return fared.verdict, rings, bool(fared.rivals)


def _anywhere(target: Target) -> Target:
    return dataclasses.replace(target, origin=Origin())
