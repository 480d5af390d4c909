"""What can be ordered: SearchAvailablePhoneNumbers and ListSupportedPhoneNumberCountries."""

from __future__ import annotations

from constructs_lib.local.voice import catalog
from constructs_lib.local.voice.families.family import Family
from constructs_lib.local.voice.records import Wire


class NumberSearch(Family):
    """The catalog of numbers, without what somebody has."""

    def search_available_phone_numbers(
        self,
        *,
        area_code: str | None = None,
        city: str | None = None,
        country: str | None = None,
        state: str | None = None,
        toll_free_prefix: str | None = None,
        phone_number_type: str | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Wire:
        """Numbers that fit all criteria, in the catalog's order; US numbers unless another country is asked for."""
        self.scene.need_pstn_region()
        wanted = {
            "country": country or "US",
            "state": state,
            "city": city,
            "area_code": area_code or toll_free_prefix,
            "type": phone_number_type or ("TollFree" if toll_free_prefix else None),
        }
        found = [
            offer.number
            for offer in catalog.offers(area_code or toll_free_prefix)
            if all(value in (None, getattr(offer, name)) for name, value in wanted.items())
            and toll_free_prefix in (None, offer.area_code)
            and not self.scene.world.held(offer.number)
        ]
        return self.scene.page("E164PhoneNumbers", found, max_results, next_token)

    def list_supported_phone_number_countries(self, *, product_type: str) -> Wire:
        """The countries of the local catalog; outside the US only numbers for SIP media applications."""
        countries = catalog.COUNTRIES if product_type == "SipMediaApplicationDialIn" else {"US": ("Local", "TollFree")}
        return {
            "PhoneNumberCountries": [
                {"CountryCode": code, "SupportedPhoneNumberTypes": list(types)} for code, types in countries.items()
            ]
        }
