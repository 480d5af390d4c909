"""Phone numbers of the inventory, those in the deletion queue too."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading, given, plain_name

FACTS = ("Status", "Country", "Type", "Associations", "CallingNameStatus", "DeletionTimestamp", "OrderId")


def find(reading: Reading) -> Iterator[Found]:
    """All numbers that the endpoint shows."""
    for number in reading.every("ListPhoneNumbers", "PhoneNumbers"):
        e164 = str(number["E164PhoneNumber"])
        yield Found(
            type_name="Custom::ChimePhoneNumber",
            id=e164,
            region=reading.region,
            properties=given(
                AdoptId=e164,
                HomeRegion=reading.region,
                ProductType=number.get("ProductType"),
                Name=plain_name(number.get("Name")),
                CallingName=number.get("CallingName"),
            ),
            attributes={"PhoneNumberId": e164, "E164PhoneNumber": e164},
            facts=given(**{name: number.get(name) for name in FACTS}, Name=number.get("Name")),
        )
