"""The default calling name."""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract.checks import HOME_REGIONS
from chime_voice.contract.phone_number_settings import PhoneNumberSettings

from constructs_lib.estate.declaring import declared, given
from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

OPERATIONS = ("GetPhoneNumberSettings",)


def find(reading: Reading) -> Iterator[Found]:
    """The name, where there is one; numbers have settings only where they are managed."""
    if reading.region not in HOME_REGIONS:
        return
    settings = reading.answer("GetPhoneNumberSettings")
    if name := str(settings.get("CallingName") or ""):
        yield Found(
            type_name=PhoneNumberSettings.SPEC.type_name,
            id=name,
            region=reading.region,
            properties=declared(PhoneNumberSettings, AdoptId=name, HomeRegion=reading.region, CallingName=name),
            attributes={"CallingName": name},
            facts=given(CallingNameUpdatedTimestamp=settings.get("CallingNameUpdatedTimestamp")),
        )
