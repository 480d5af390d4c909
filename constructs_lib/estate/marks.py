"""The resources of an account by what says whose they are: their ids, and the marks that this library leaves in names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chime_voice.contract.marker import Marker, short_hash

from constructs_lib.estate.model import Found

Owner = tuple[str, str]
"""Stack and logical id, as the marks in names have them."""


class Marks:
    """An index of resources. Numbers in the deletion queue are nobody's any more.

    Args:
        resources: of an account.
    """

    def __init__(self, resources: Iterable[Found]) -> None:
        self._by_id: dict[tuple[str, str], Found] = {}
        self._by_owner: dict[tuple[str, Owner], list[Found]] = {}
        self._by_logical_id: dict[tuple[str, str], list[Found]] = {}
        for each in resources:
            if "DeletionTimestamp" in each.facts:
                continue
            self._by_id[each.type_name, each.id] = each
            if mark := mark_of(each):
                self._by_owner.setdefault((each.type_name, (mark.stack, mark.logical_id)), []).append(each)
                self._by_logical_id.setdefault((each.type_name, mark.logical_id), []).append(each)

    def of_id(self, type_name: str, id_: str) -> Found | None:
        """The resource with this id."""
        return self._by_id.get((type_name, id_))

    def of_owner(self, type_name: str, owner: Owner) -> Sequence[Found]:
        """The resources with this owner's mark."""
        return self._by_owner.get((type_name, owner), ())

    def of_logical_id(self, type_name: str, logical_id: str) -> Sequence[Found]:
        """The resources with a mark of this logical id, of whatever stack.

        Args:
            type_name: of the resources.
            logical_id: as the marks have it.
        """
        return self._by_logical_id.get((type_name, logical_id), ())


def mark_of(found: Found) -> Marker | None:
    """The mark in the resource's name; None where there is none."""
    return Marker.read(str(found.facts.get("Name") or ""))


def stack_mark(region: str, account: str, stack: str) -> str:
    """How marks name a stack: by its ARN without the last part, which is new for each incarnation."""
    return short_hash(f"arn:aws:cloudformation:{region}:{account}:stack/{stack}")
