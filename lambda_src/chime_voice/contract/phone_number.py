"""A phone number of the account's inventory: ordered by search, ordered exactly, or adopted.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/provision-phone.html
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import IsKnown, Permission, Resource, Spec, prop

SIP_MEDIA_APPLICATION = "SipMediaApplicationDialIn"
VOICE_CONNECTOR = "VoiceConnector"
LOCAL = "Local"
TOLL_FREE = "TollFree"
TOLL_FREE_PREFIXES = ("800", "833", "844", "855", "866", "877", "888")

SEARCH_FIELDS = ("area_code", "city", "state", "toll_free_prefix", "country", "phone_number_type")


@dataclasses.dataclass(frozen=True, kw_only=True)
class PhoneNumber(Resource):
    """The properties of `Custom::ChimePhoneNumber`: exactly one of a search, `e164_phone_number` and `adopt_id`."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimePhoneNumber",
        label="phone number",
        id_attribute="PhoneNumberId",
        attributes=("PhoneNumberId", "E164PhoneNumber"),
        replaces_on=frozenset(
            {
                "E164PhoneNumber",
                "AreaCode",
                "City",
                "State",
                "TollFreePrefix",
                "Country",
                "PhoneNumberType",
                "HomeRegion",
                "AdoptId",
            }
        ),
        create_operation="CreatePhoneNumberOrder",
        update_operation="UpdatePhoneNumber",
        permissions=(
            Permission(
                operations=(
                    "SearchAvailablePhoneNumbers",
                    "CreatePhoneNumberOrder",
                    "GetPhoneNumberOrder",
                    "ListPhoneNumberOrders",
                    "GetPhoneNumber",
                    "ListPhoneNumbers",
                    "UpdatePhoneNumber",
                    "DeletePhoneNumber",
                    "RestorePhoneNumber",
                )
            ),
        ),
        # An order takes seconds to many minutes; an hour is what CloudFormation waits at most.
        service_timeout=3600,
    )

    product_type: str | None = prop(checks.one_of(SIP_MEDIA_APPLICATION, VOICE_CONNECTOR), default=None)
    """None leaves an adopted number as it is; an ordered one is for SIP media applications."""
    name: str | None = prop(
        checks.length(0, 256),
        checks.matches(checks.PHONE_NUMBER_NAME, "letters, digits, spaces, comma, . _ or -"),
        default=None,
    )
    calling_name: str | None = prop(
        checks.matches(checks.CALLING_NAME, "2 to 15 letters, digits or spaces"), default=None
    )
    home_region: str = prop(checks.one_of(*checks.HOME_REGIONS))
    """The Region whose endpoint manages the number."""
    e164_phone_number: str | None = prop(checks.e164(), default=None)
    country: str | None = prop(checks.matches(r"[A-Z]{2}", "a two-letter country code such as US"), default=None)
    phone_number_type: str | None = prop(checks.one_of(LOCAL, TOLL_FREE), default=None)
    area_code: str | None = prop(checks.matches(r"[2-9]\d{2}", "a three-digit area code such as 206"), default=None)
    city: str | None = prop(checks.length(1, 256), default=None)
    state: str | None = prop(checks.length(1, 256), default=None)
    toll_free_prefix: str | None = prop(checks.one_of(*TOLL_FREE_PREFIXES), default=None)
    restore: bool | None = prop(default=None)
    """Take the exact number back from the deletion queue, where it waits there."""
    adopt_id: str | None = prop(checks.e164(), default=None)
    """Take over this number of the inventory instead of ordering one; it is left in place on delete."""

    @property
    def searches(self) -> dict[str, str]:
        """The search criteria that are set."""
        return {name: value for name in SEARCH_FIELDS if (value := getattr(self, name)) is not None}

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:
        """One way to get the number; criteria that the service can combine."""
        ways = [
            way
            for way, used in (
                ("adopt_id", self.adopt_id is not None),
                ("e164_phone_number", self.e164_phone_number is not None),
                ("a search", bool(self.searches)),
            )
            if used
        ]
        if len(ways) != 1:
            got = " and ".join(ways) or "none"
            yield f"exactly one of adopt_id, e164_phone_number and a search must say which number it is, got {got}"
        if self.restore and self.e164_phone_number is None:
            yield "restore is for an exact number; give e164_phone_number, or leave restore out"
        local_only = [name for name in ("area_code", "city", "state") if getattr(self, name) is not None]
        if self.toll_free_prefix is not None and local_only:
            yield f"toll_free_prefix cannot be combined with {', '.join(local_only)}; search by one of them"
        if self.phone_number_type == TOLL_FREE and local_only:
            yield f"phone_number_type TollFree cannot be combined with {', '.join(local_only)}"
        if self.phone_number_type == LOCAL and self.toll_free_prefix is not None:
            yield "phone_number_type Local cannot be combined with toll_free_prefix"
        if self.city is not None and self.state is None:
            yield f"city needs state too, got city {self.city!r} alone"
        if self.area_code in TOLL_FREE_PREFIXES:
            yield f"area_code must be a local one, got {self.area_code!r}; search toll-free numbers by toll_free_prefix"
        given = self.adopt_id or self.e164_phone_number
        number = given if isinstance(given, str) and is_known(given) else ""
        foreign = (self.country not in (None, "US") and is_known(self.country)) or number[:2] not in ("", "+1")
        if foreign and self.product_type == VOICE_CONNECTOR:
            yield (
                f"product_type must be {SIP_MEDIA_APPLICATION} outside the US, got {self.product_type!r} for "
                f"{number or self.country!r}; the service gives Voice Connectors US numbers only"
            )
        toll_free = self.toll_free_prefix is not None or self.phone_number_type == TOLL_FREE
        if self.calling_name and (toll_free or number[:5] in {f"+1{prefix}" for prefix in TOLL_FREE_PREFIXES}):
            yield "calling_name is for local numbers; a toll-free number has none, leave it out"
