"""Phone numbers of the inventory, those in the deletion queue too."""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract.checks import HOME_REGIONS
from chime_voice.contract.phone_number import PhoneNumber

from constructs_lib.estate.declaring import declared, given, plain_name
from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

OPERATIONS = ("ListPhoneNumbers",)
_FACTS = ("Status", "Country", "Type", "Associations", "CallingNameStatus", "DeletionTimestamp", "OrderId", "Name")
_DECLARED = ("ProductType", "CallingName")


def find(reading: Reading) -> Iterator[Found]:
    """All numbers that the endpoint shows; they are managed in two Regions only."""
    for number in reading.every("ListPhoneNumbers", "PhoneNumbers") if reading.region in HOME_REGIONS else ():
        e164 = str(number["E164PhoneNumber"])
        yield Found(
            type_name=PhoneNumber.SPEC.type_name,
            id=e164,
            region=reading.region,
            # Its country and type are facts: declared, they would be a search.
            properties=declared(
                PhoneNumber,
                {name: number.get(name) for name in _DECLARED},
                AdoptId=e164,
                HomeRegion=reading.region,
                Name=plain_name(number.get("Name")),
            ),
            attributes={"PhoneNumberId": e164, "E164PhoneNumber": e164},
            facts=given(**{name: number.get(name) for name in _FACTS}),
        )
