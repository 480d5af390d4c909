"""Several phone numbers as one construct, bought together, each usable on its own.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/provision-phone.html (products and types);
https://docs.aws.amazon.com/chime-sdk/latest/ag/delete-phone.html (what becomes of released numbers).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from chime_voice.contract.phone_number import SIP_MEDIA_APPLICATION
from chime_voice.contract.phone_numbers import PhoneNumbers as Contract
from chime_voice.contract.phone_numbers import nth
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib._resource import declare, retains
from constructs_lib.errors import TelephonyError
from constructs_lib.phone_number import IPhoneNumber, default_home_region

# A number's own name adds its position, the search and the owner's mark.
_NAME = 200


class PhoneNumbers(Construct):
    """Define several phone numbers of the account's inventory.

    Either `e164_phone_numbers` lists exactly which, or `count` says how many of those that a search finds (`area_code`,
    `city` with `state`, `toll_free_prefix`, `country`, `phone_number_type`). They are ordered in batches and billed from
    then on. Numbers keep their place: a larger count orders the difference and adds it at the end, a smaller one drops
    the last ones, and when it grows again those come back before any other is bought.

    A number is never released by default: what is dropped, replaced or left by a destroyed stack stays in the inventory,
    and the attribute `retained` names it. With `removal_policy=DESTROY`, dropped numbers are released at the end of
    the deployment, and all of them with the stack, but never one that something still uses. Numbers that an earlier
    stack of the name had retained are released only after a further deployment has confirmed them.

    An account has five numbers by default; the quota can be raised.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id. It cannot be renamed: the provider refuses to buy the numbers once more.
        count: how many, 1 to 50.
        area_code: search local numbers by their three-digit area code (US and Canada).
        city: search local numbers by city; needs `state`.
        state: search local numbers by state.
        toll_free_prefix: search toll-free numbers: 800, 833, 844, 855, 866, 877 or 888.
        country: search in a country, by its two-letter code. The service searches in the US by default.
        phone_number_type: search `Local` or `TollFree` numbers. The other criteria decide by default.
        e164_phone_numbers: order exactly these, 1 to 50, in this order. All must be on offer, else none is bought.
        restore: take numbers back from the deletion queue where they wait there, for seven days after their release: the
            exact ones, or those that this set had. Off by default.
        product_type: what the numbers are for: `SipMediaApplicationDialIn`, the default, which SIP rules need, or
            `VoiceConnector`. Can be changed only while nothing uses the numbers.
        name: the first part of each number's name in the inventory, up to 200 characters; the construct's path by
            default.
        home_region: the Region whose endpoint manages the numbers, us-east-1 or us-west-2. By default the stack's
            Region if it is one of them, else us-east-1. A change replaces all of them.
        removal_policy: RETAIN by default. DESTROY releases what is dropped, and all with the construct: released numbers
            wait seven days in the deletion queue and are then lost.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        count: int | None = None,
        area_code: str | None = None,
        city: str | None = None,
        state: str | None = None,
        toll_free_prefix: str | None = None,
        country: str | None = None,
        phone_number_type: str | None = None,
        e164_phone_numbers: Sequence[str] | None = None,
        restore: bool = False,
        product_type: str = SIP_MEDIA_APPLICATION,
        name: str | None = None,
        home_region: str | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path)
        declared = Contract(
            product_type=product_type,
            name=place.default_name[-_NAME:].strip() if name is None else name,
            home_region=default_home_region(place) if home_region is None else home_region,
            e164_phone_numbers=_as_tuple(e164_phone_numbers),
            count=count,
            country=country,
            phone_number_type=phone_number_type,
            area_code=area_code,
            city=city,
            state=state,
            toll_free_prefix=toll_free_prefix,
            restore=restore or None,
            release_dropped=True if removal_policy is cdk.RemovalPolicy.DESTROY else None,
        )
        problems.check(declared)
        retain = retains(problems, adopted=False, removal_policy=removal_policy, by_default=True)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._place = place
        self._declared = declared
        self._resource = declare(self, place, declared, retain=retain)
        provider = Provider.of(place)
        self._resource.add_resource_dependency(provider.orders_policy(Contract))
        provider.report_id(self._resource.ref)
        self._members: dict[int, _Member] = {}
        if not retain:
            self._warn_of_releases()

    @property
    def count(self) -> int:
        """How many there are."""
        return self._declared.count or len(self._declared.e164_phone_numbers or ())

    @property
    def numbers(self) -> list[IPhoneNumber]:
        """Each of them, in order: for rules, associations and routes."""
        return [self.number(index) for index in range(self.count)]

    @property
    def retained(self) -> str:
        """The numbers that the set had and that stay in the inventory, with commas between; a token."""
        return self._resource.get_att("Retained").to_string()

    @property
    def home_region(self) -> str:
        """The Region whose endpoint manages the numbers."""
        return self._declared.home_region

    @property
    def product_type(self) -> str:
        """`SipMediaApplicationDialIn` or `VoiceConnector`."""
        return self._declared.product_type

    def number(self, index: int) -> IPhoneNumber:
        """One of them; the first is 0.

        Raises:
            TelephonyError: there are not so many.
        """
        if type(index) is not int or index not in range(self.count):
            problem = f"number(index) must be a whole number from 0 to {self.count - 1}, got {index!r}"
            raise TelephonyError(Contract.SPEC.label, self._place.path, [problem])
        if index not in self._members:
            exact = self._declared.e164_phone_numbers
            known = exact[index] if exact is not None else None
            self._members[index] = _Member(self, index, self._resource, known)
        return self._members[index]

    def _warn_of_releases(self) -> None:
        exact = self._declared.e164_phone_numbers
        which = (
            f"a number that is taken out of the list ({', '.join(exact)})" if exact else "what a smaller count drops"
        )
        cdk.Annotations.of(self).add_warning_v2(
            "chime:numbers-released",
            f"removal_policy is DESTROY: {which} is released once nothing uses it, and so are all numbers with the "
            "construct; after seven days in the deletion queue they are lost",
        )


class _Member(Construct):
    """One number of a set."""

    def __init__(self, numbers: PhoneNumbers, index: int, resource: cdk.CfnResource, known: str | None) -> None:
        name = nth(index)
        super().__init__(numbers, name)
        Place.of(numbers).child(name).keep(self)
        self._numbers = numbers
        self._e164 = resource.get_att(name).to_string()
        self._known = known

    @property
    def e164_phone_number(self) -> str:
        """The number in E.164 form; a token."""
        return self._e164

    @property
    def home_region(self) -> str:
        """The Region whose endpoint manages the number."""
        return self._numbers.home_region

    @property
    def product_type(self) -> str:
        """`SipMediaApplicationDialIn` or `VoiceConnector`."""
        return self._numbers.product_type

    @property
    def declared_e164(self) -> str | None:
        """The number where the declaration says it; None for one that a search finds."""
        return self._known


def _as_tuple(given: Any) -> Any:
    """A list as the contract has it; anything else is told by the checks."""
    is_list = isinstance(given, Sequence) and not isinstance(given, str)
    return tuple(given) if is_list else given
