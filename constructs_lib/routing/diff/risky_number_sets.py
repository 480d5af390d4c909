"""What becomes of numbers that are declared together: those that leave a set, and a set that asks for others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from constructs_lib.routing.diff.found import KEEP_NUMBER, QUEUE, Found
from constructs_lib.routing.diff.model import ResourceChange, Subject
from constructs_lib.routing.diff.pairing import NUMBER, NUMBERS
from constructs_lib.routing.model import Resource
from constructs_lib.routing.number_sets import asked_for, listed

_SEARCH = ("AreaCode", "City", "State", "TollFreePrefix", "Country", "PhoneNumberType")


def declared_numbers(resources: Iterable[Resource]) -> set[str]:
    """Every number that is declared by its digits."""
    return {
        number
        for resource in resources
        if resource.label in (NUMBER, NUMBERS)
        for number in (resource.identity, *listed(resource))
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
            before="declared",
            after="in the account, managed by nobody" if kept else QUEUE,
            remedy="adopt it in a construct of its own, or release it by hand when nobody calls it any more"
            if kept
            else KEEP_NUMBER,
        )
    if after and before.retained and not after.retained:
        yield Found(
            id="number-unprotected",
            subject=Subject(after.identity, after.origin),
            what="is no longer retained: numbers that leave it later are released",
            before="retained",
            after="released when they leave, or the set goes",
            remedy="give no removal policy: numbers are retained by default",
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
    numbers = listed(before)
    if numbers:
        yield from (number for number in numbers if number not in declared)
        return
    fewer = asked_for(before) - (asked_for(after) if after else 0)
    if fewer > 0:
        which = "all" if after is None else "the last"
        yield f"{which} {fewer} of {before.identity}"


def _search(resource: Resource) -> str:
    return ", ".join(f"{name} {value}" for name in _SEARCH if (value := resource.value(name)))
