"""Numbers on offer: fictitious ones only, the same in every run.

555-0100 to 555-0199 of every North American area code are set aside for fiction, and so are +44 20 7946 0000 to 0999
(https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

TOLL_FREE_PREFIXES = ("800", "833", "844", "855", "866", "877", "888")
COUNTRIES: dict[str, tuple[str, ...]] = {"US": ("Local", "TollFree"), "CA": ("Local",), "GB": ("Local",)}
_PER_AREA = 100

# Area code -> (country, state or province, city). Other area codes have numbers too, without a place.
_PLACES = {
    "206": ("US", "WA", "Seattle"),
    "425": ("US", "WA", "Bellevue"),
    "253": ("US", "WA", "Tacoma"),
    "503": ("US", "OR", "Portland"),
    "415": ("US", "CA", "San Francisco"),
    "213": ("US", "CA", "Los Angeles"),
    "619": ("US", "CA", "San Diego"),
    "702": ("US", "NV", "Las Vegas"),
    "602": ("US", "AZ", "Phoenix"),
    "303": ("US", "CO", "Denver"),
    "512": ("US", "TX", "Austin"),
    "214": ("US", "TX", "Dallas"),
    "713": ("US", "TX", "Houston"),
    "612": ("US", "MN", "Minneapolis"),
    "312": ("US", "IL", "Chicago"),
    "313": ("US", "MI", "Detroit"),
    "216": ("US", "OH", "Cleveland"),
    "615": ("US", "TN", "Nashville"),
    "404": ("US", "GA", "Atlanta"),
    "305": ("US", "FL", "Miami"),
    "202": ("US", "DC", "Washington"),
    "703": ("US", "VA", "Arlington"),
    "215": ("US", "PA", "Philadelphia"),
    "212": ("US", "NY", "New York"),
    "617": ("US", "MA", "Boston"),
    "416": ("CA", "ON", "Toronto"),
    "514": ("CA", "QC", "Montreal"),
    "604": ("CA", "BC", "Vancouver"),
}
_NORTH_AMERICAN = re.compile(r"\+1([2-9][0-8]\d)55501\d\d")
_BRITISH = re.compile(r"\+4420794600\d\d")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Offer:
    """A number that can be ordered."""

    number: str
    country: str
    type: str
    area_code: str = ""
    state: str = ""
    city: str = ""


def look_up(number: str) -> Offer | None:
    """What a number of the catalog is, or None when it is not in it."""
    if _BRITISH.fullmatch(number):
        return Offer(number=number, country="GB", type="Local", city="London")
    found = _NORTH_AMERICAN.fullmatch(number)
    if not found or found[1].endswith("11"):
        return None
    area = found[1]
    if area in TOLL_FREE_PREFIXES:
        return Offer(number=number, country="US", type="TollFree", area_code=area)
    country, state, city = _PLACES.get(area, ("US", "", ""))
    return Offer(number=number, country=country, type="Local", area_code=area, state=state, city=city)


def offers(area_code: str | None = None) -> Iterator[Offer]:
    """The catalog in its order, or one area code of it; codes without a place are found by their code only."""
    areas = [area_code] if area_code is not None else [*_PLACES, *TOLL_FREE_PREFIXES]
    numbers = [f"+1{area}555{100 + i:04}" for area in areas for i in range(_PER_AREA)]
    if area_code is None:
        numbers += [f"+44207946{i:04}" for i in range(_PER_AREA)]
    yield from (offer for number in numbers if (offer := look_up(number)) is not None)
