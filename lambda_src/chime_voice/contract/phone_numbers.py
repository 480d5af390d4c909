"""Several phone numbers as one resource: exact ones, or as many as wanted of those that a search finds.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/provision-phone.html
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar

from chime_voice.contract import checks
from chime_voice.contract.phone_number import (
    LOCAL,
    SEARCH_FIELDS,
    SIP_MEDIA_APPLICATION,
    TOLL_FREE,
    TOLL_FREE_PREFIXES,
    VOICE_CONNECTOR,
    PhoneNumber,
)
from chime_voice.contract.resource import IsKnown, Permission, Resource, Spec, prop

# All of them, three times over, must fit into the 4,096 bytes that CloudFormation takes as an answer.
MOST = 50
# A number's own name adds its position, the search and the owner's mark.
_NAME = 200


def nth(index: int) -> str:
    """The attribute of the number at this index, from 0."""
    return f"Number{index}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class PhoneNumbers(Resource):
    """The properties of `Custom::ChimePhoneNumbers`: either `e164_phone_numbers`, or `count` and a search."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimePhoneNumbers",
        label="phone numbers",
        id_attribute="PhoneNumbersId",
        attributes=("PhoneNumbersId", "Numbers", "Retained", *(nth(index) for index in range(MOST))),
        replaces_on=frozenset({"HomeRegion"}),
        create_operation="CreatePhoneNumberOrder",
        update_operation=None,
        permissions=(
            Permission(
                operations=(
                    "SearchAvailablePhoneNumbers",
                    "CreatePhoneNumberOrder",
                    "GetPhoneNumberOrder",
                    "ListPhoneNumberOrders",
                    "GetPhoneNumber",
                    "ListPhoneNumbers",
                    "BatchUpdatePhoneNumber",
                    "BatchDeletePhoneNumber",
                    "RestorePhoneNumber",
                )
            ),
        ),
        service_timeout=3600,
    )

    product_type: str = prop(checks.one_of(SIP_MEDIA_APPLICATION, VOICE_CONNECTOR))
    name: str = prop(
        checks.length(0, _NAME),
        checks.matches(checks.PHONE_NUMBER_NAME, "letters, digits, spaces, comma, . _ or -"),
    )
    """The first part of each number's name in the inventory."""
    home_region: str = prop(checks.one_of(*checks.HOME_REGIONS))
    """The Region whose endpoint manages the numbers."""
    e164_phone_numbers: tuple[str, ...] | None = prop(
        checks.length(1, MOST, "numbers"), default=None, each=checks.e164()
    )
    count: int | None = prop(checks.between(1, MOST), default=None)
    country: str | None = prop(checks.matches(r"[A-Z]{2}", "a two-letter country code such as US"), default=None)
    phone_number_type: str | None = prop(checks.one_of(LOCAL, TOLL_FREE), default=None)
    area_code: str | None = prop(checks.matches(r"[2-9]\d{2}", "a three-digit area code such as 206"), default=None)
    city: str | None = prop(checks.length(1, 256), default=None)
    state: str | None = prop(checks.length(1, 256), default=None)
    toll_free_prefix: str | None = prop(checks.one_of(*TOLL_FREE_PREFIXES), default=None)
    restore: bool | None = prop(default=None)
    """Take numbers back from the deletion queue before others are ordered."""

    release_dropped: bool | None = prop(default=None)
    """Release what is no longer of the set when the deployment is complete; it stays in the inventory by default."""

    @property
    def searches(self) -> dict[str, str]:
        """The search criteria that are set."""
        return {name: value for name in SEARCH_FIELDS if (value := getattr(self, name)) is not None}

    def one(self) -> PhoneNumber:
        """What is wanted of each number that a search finds."""
        criteria: dict[str, Any] = dict(self.searches)
        return PhoneNumber(home_region=self.home_region, product_type=self.product_type, **criteria)

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:
        """One way to get the numbers; a search that a single number could have too; every exact number once."""
        if self.e164_phone_numbers is None:
            if self.count is None or not self.searches:
                got = "none" if self.count is None and not self.searches else "only one of the two"
                yield f"count and a search must say how many numbers and which, got {got}; or list e164_phone_numbers"
            if self.searches:
                yield from self.one().cross_problems(is_known)
            return
        for name in ("count", *self.searches):
            if getattr(self, name) is not None:
                yield f"{name} cannot be combined with e164_phone_numbers, which say all; leave one of them out"
        known = [number for number in self.e164_phone_numbers if is_known(number)]
        for number, times in Counter(known).items():
            if times > 1:
                yield f"e164_phone_numbers must name a number once, got {number!r} {times} times"
            if self.product_type == VOICE_CONNECTOR and not number.startswith("+1"):
                yield (
                    f"product_type must be {SIP_MEDIA_APPLICATION} outside the US, got {VOICE_CONNECTOR!r} for {number}; "
                    f"the service gives Voice Connectors US numbers only"
                )
