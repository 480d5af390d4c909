"""Phone numbers: ordered, adopted, or only referred to.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/provision-phone.html (products and types);
https://docs.aws.amazon.com/chime-sdk/latest/ag/delete-phone.html (what becomes of a released number);
https://docs.aws.amazon.com/chime-sdk/latest/dg/sdk-available-regions.html (Regions that manage numbers).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Protocol

import aws_cdk as cdk
from chime_voice.contract.checks import HOME_REGIONS
from chime_voice.contract.phone_number import SIP_MEDIA_APPLICATION
from chime_voice.contract.phone_number import PhoneNumber as Contract
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib._resource import declare, retains
from constructs_lib._values import UNKNOWN, is_known
from constructs_lib.errors import TelephonyError


class IPhoneNumber(Protocol):
    """A phone number, declared here or elsewhere."""

    @property
    def e164_phone_number(self) -> str:
        """The number in E.164 form."""

    @property
    def home_region(self) -> str:
        """The Region whose endpoint manages the number."""


@dataclasses.dataclass(frozen=True)
class PhoneNumberPlan:
    """A number that `FailoverVoiceApp.route` declares in its routing stack."""

    id: str
    props: Mapping[str, Any]


class PhoneNumber(Construct):
    """Define a phone number of the account's inventory.

    Exactly one of three ways says which number it is: a search (`area_code`, `city` with `state`, `toll_free_prefix`,
    `country`, `phone_number_type`, in the combinations that the service takes), one exact number
    (`e164_phone_number`), or one that the account has already (`adopt`). The first two order the number, which is
    billed from then on; an order takes seconds to many minutes. Several orders in a stack get distinct numbers.

    A number is never released by default: it stays in the inventory when the construct is removed, when it is
    replaced and when the stack is destroyed, since a released number can be bought by anybody after seven days.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id. Renaming it makes CloudFormation replace the resource; adopt the number then.
        area_code: search a local number by its three-digit area code (US and Canada).
        city: search a local number by city; needs `state`.
        state: search a local number by state.
        toll_free_prefix: search a toll-free number: 800, 833, 844, 855, 866, 877 or 888.
        country: search in a country, by its two-letter code. The service searches in the US by default.
        phone_number_type: search `Local` or `TollFree` numbers. The other criteria decide by default.
        e164_phone_number: order exactly this number, such as `+12065550100`.
        restore: take the exact number back from the deletion queue where it waits there, instead of refusing; for seven
            days after its release it can be had. Off by default. Another owner's number in the queue is taken too.
        adopt: take over this number of the inventory, bring it to what is declared, and leave it in place on delete.
        product_type: what the number is for: `SipMediaApplicationDialIn`, the default of an ordered number, which SIP
            rules need, or `VoiceConnector`. An adopted number keeps its own by default. Can be changed only while
            nothing uses the number: remove its SIP rule or association in a deployment of its own first.
        name: a name in the inventory. By default the construct's path for an ordered number; an adopted one keeps its.
        calling_name: the name shown to called parties, 2 to 15 letters, digits or spaces. Never touched unless
            declared: a change takes up to 72 hours, and the service takes no other meanwhile.
        home_region: the Region whose endpoint manages the number, us-east-1 or us-west-2. By default the stack's
            Region if it is one of them, else us-east-1.
        removal_policy: RETAIN by default. DESTROY releases the number: it waits seven days in the deletion queue and
            is then lost. Not for an adopted number.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        area_code: str | None = None,
        city: str | None = None,
        state: str | None = None,
        toll_free_prefix: str | None = None,
        country: str | None = None,
        phone_number_type: str | None = None,
        e164_phone_number: str | None = None,
        restore: bool = False,
        adopt: str | None = None,
        product_type: str | None = None,
        name: str | None = None,
        calling_name: str | None = None,
        home_region: str | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        # What an adopted number has and nobody declared stays as it is.
        ordered = adopt is None
        declared = Contract(
            product_type=SIP_MEDIA_APPLICATION if product_type is None and ordered else product_type,
            name=place.default_name if name is None and ordered else name,
            calling_name=calling_name,
            home_region=default_home_region(place) if home_region is None else home_region,
            e164_phone_number=e164_phone_number,
            restore=restore or None,
            country=country,
            phone_number_type=phone_number_type,
            area_code=area_code,
            city=city,
            state=state,
            toll_free_prefix=toll_free_prefix,
            adopt_id=adopt,
        )
        problems = Problems(Contract.SPEC.label, place.path, {"adopt_id": "adopt"})
        problems.check(declared)
        retain = retains(problems, adopted=not ordered, removal_policy=removal_policy, by_default=True)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._declared = declared
        resource = declare(self, place, declared, retain=retain)
        provider = Provider.of(place)
        if ordered:
            resource.add_resource_dependency(provider.orders_policy(Contract))
        # The service's id of a number is the number itself.
        self._e164 = resource.ref
        provider.report_id(self._e164)

    @property
    def e164_phone_number(self) -> str:
        """The number in E.164 form; a token, also where it was given."""
        return self._e164

    @property
    def home_region(self) -> str:
        """The Region whose endpoint manages the number."""
        return self._declared.home_region

    @property
    def product_type(self) -> str | None:
        """`SipMediaApplicationDialIn` or `VoiceConnector`; None where an adopted number keeps its own."""
        return self._declared.product_type

    @property
    def declared_e164(self) -> str | None:
        """The number where the declaration says it; None for one that a search finds."""
        return self._declared.adopt_id or self._declared.e164_phone_number

    @classmethod
    def order(
        cls,
        id: str,  # noqa: A002
        *,
        area_code: str | None = None,
        city: str | None = None,
        state: str | None = None,
        toll_free_prefix: str | None = None,
        country: str | None = None,
        phone_number_type: str | None = None,
        e164_phone_number: str | None = None,
        restore: bool = False,
        name: str | None = None,
        calling_name: str | None = None,
    ) -> PhoneNumberPlan:
        """Plan a number for `FailoverVoiceApp.route`, which declares it in the routing stack.

        The arguments are the constructor's.
        """
        props = {
            "area_code": area_code,
            "city": city,
            "state": state,
            "toll_free_prefix": toll_free_prefix,
            "country": country,
            "phone_number_type": phone_number_type,
            "e164_phone_number": e164_phone_number,
            "restore": restore,
            "name": name,
            "calling_name": calling_name,
        }
        return PhoneNumberPlan(id, props)

    @classmethod
    def adopt(
        cls,
        e164: str,
        *,
        id: str | None = None,  # noqa: A002
        name: str | None = None,
        calling_name: str | None = None,
    ) -> PhoneNumberPlan:
        """Plan the adoption of a number of the inventory, for `FailoverVoiceApp.route`.

        Args:
            e164: the number, such as `+12065550100`.
            id: the construct's id; the digits of the number by default, so a token needs an id.
            name: a name in the inventory; the present one by default.
            calling_name: the name shown to called parties; untouched by default.

        Raises:
            TelephonyError: a token without an id: its digits are others in every synthesis.
        """
        if id is None and not is_known(e164):
            problem = "id must be given for a number that is known only at deployment, since ids are made of digits"
            raise TelephonyError("phone number", "PhoneNumber.adopt", [problem])
        digits = "".join(character for character in str(e164) if character.isdigit())
        return PhoneNumberPlan(id or f"Number{digits}", {"adopt": e164, "name": name, "calling_name": calling_name})

    @classmethod
    def from_phone_number_e164(
        cls,
        scope: Construct,
        id: str,  # noqa: A002
        e164_phone_number: str,
        *,
        home_region: str | None = None,
    ) -> IPhoneNumber:
        """Refer to a number that something else manages; nothing about it is changed.

        Args:
            scope: a stack or a construct in one.
            id: the construct's id.
            e164_phone_number: the number, such as `+12065550100`, or a token.
            home_region: the Region whose endpoint manages it; as for a number declared here by default.

        Raises:
            TelephonyError: not a number in E.164 form, or a Region that manages no numbers.
        """
        place = Place.of(scope).child(id)
        region = default_home_region(place) if home_region is None else home_region
        problems = Problems(Contract.SPEC.label, place.path)
        problems.check_id("e164_phone_number", Contract, e164_phone_number)
        problems.check(Contract(adopt_id=UNKNOWN, home_region=region))
        problems.done()
        return _Imported(scope, id, e164_phone_number, region, place)


class _Imported(Construct):
    def __init__(self, scope: Construct, id: str, e164: str, home_region: str, place: Place) -> None:  # noqa: A002
        super().__init__(scope, id)
        place.keep(self)
        self._e164 = e164
        self._home_region = home_region

    @property
    def e164_phone_number(self) -> str:
        return self._e164

    @property
    def home_region(self) -> str:
        return self._home_region


def default_home_region(place: Place) -> str:
    """The stack's Region if numbers can be managed there, else us-east-1."""
    return place.region if place.region in HOME_REGIONS else HOME_REGIONS[0]
