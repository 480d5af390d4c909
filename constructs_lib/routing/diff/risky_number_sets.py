"""What becomes of numbers that are declared together: those that leave a set, and a set that asks for others."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator

from constructs_lib.routing.diff.found import KEEP_NUMBER, QUEUE, Found
from constructs_lib.routing.diff.model import ResourceChange, Subject
from constructs_lib.routing.diff.pairing import NUMBER, NUMBERS
from constructs_lib.routing.model import Resource

_SEARCH = ("AreaCode", "City", "State", "TollFreePrefix", "Country", "PhoneNumberType")


def declared_numbers(resources: Iterable[Resource]) -> set[str]:
    """Every number that is declared by its digits."""
    return {
        number
        for resource in resources
        if resource.label in (NUMBER, NUMBERS)
        for number in (resource.identity, *_exact(resource))
    }


def of_number_set(change: ResourceChange, declared: Collection[str]) -> Iterator[Found]:
    """The risks of a set of numbers.

    Args:
        change: of the set.
        declared: the numbers that the new table declares by their digits.
    """
    before, after = change.before, change.after
    if before is None:
        return
    kept = before.retained and (after is None or after.retained)
    for name in _dropped(before, after, declared):
        yield Found(
            id="number-left-behind" if kept else "number-released",
            subject=Subject(name, before.origin),
            what="is no longer declared. It is retained: it stays in the account and on the bill"
            if kept
            else "is no longer declared and not retained: it is released",
            before=f"declared at {before.origin.construct_path or before.identity}",
            after="in the account, managed by nobody" if kept else QUEUE,
            remedy="adopt it in a construct of its own, or release it by hand when nobody calls it any more"
            if kept
            else KEEP_NUMBER,
        )
    if after and _search(before) and _search(after) and _search(before) != _search(after):
        yield Found(
            id="number-replaced",
            subject=Subject(before.identity, before.origin),
            what="asks for other numbers: those of today that do not fit leave, and callers do not know the new ones",
            before=_search(before),
            after=_search(after),
            remedy="declare the other numbers as a set of their own, and move callers before the old ones go",
        )


def _dropped(before: Resource, after: Resource | None, declared: Collection[str]) -> Iterator[str]:
    exact = _exact(before)
    if exact:
        yield from (number for number in exact if number not in declared)
        return
    fewer = _count(before) - (_count(after) if after else 0)
    if fewer > 0:
        which = "all" if after is None else "the last"
        yield f"{which} {fewer} of {before.identity}"


def _exact(resource: Resource) -> list[str]:
    """The numbers that a set lists."""
    try:
        listed = json.loads(resource.value("E164PhoneNumbers") or "[]")
    except ValueError:
        return []
    return [str(number) for number in listed] if isinstance(listed, list) else []


def _count(resource: Resource) -> int:
    count = resource.value("Count")
    return int(count) if count.isascii() and count.isdecimal() and len(count) < 6 else 0


def _search(resource: Resource) -> str:
    return ", ".join(f"{name} {value}" for name in _SEARCH if (value := resource.value(name)))
