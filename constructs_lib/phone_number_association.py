"""Numbers of a Voice Connector or a group: inbound calls reach the PBX behind it, which may call with these numbers.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/assign-to-cvc.html (product type; one connector or group a number).
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from chime_voice.contract.phone_number import VOICE_CONNECTOR
from chime_voice.contract.phone_number_association import PhoneNumberAssociation as Contract
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._resource import declare, retains
from constructs_lib._values import UNKNOWN, is_known
from constructs_lib.phone_number import IPhoneNumber
from constructs_lib.voice_connector import IVoiceConnector
from constructs_lib.voice_connector_group import IVoiceConnectorGroup

# The contract's words and the constructor's.
_WORDS = {
    "e164_phone_numbers": "numbers",
    "voice_connector_group_id": "group",
    "voice_connector_id": "voice_connector",
    "aws_region": "Region",
    "force_associate": "force",
}


class PhoneNumberAssociation(Construct):
    """Associate phone numbers with a Voice Connector or a Voice Connector group.

    Numbers are added and removed in place, and only those that differ. Another connector or group takes the numbers
    over in one step, without a moment in which nobody has them. On delete, the numbers that this construct brought are
    disassociated; they stay in the inventory.

    A number is with one connector or group at a time. It is never taken away from another one, or from a SIP rule,
    unless `force` says so.

    Args:
        scope: a stack or a construct in one, of the connector's Region.
        id: the construct's id. Neither it nor the scope can be changed in one deployment: the deletion of the old one
            would take the numbers away.
        numbers: 1 to 500 `PhoneNumber` objects of the product type `VoiceConnector`, or numbers in E.164 form. Those
            of a `PhoneNumbers` are its `numbers`.
        voice_connector: the connector, or
        group: the group that carries the numbers.
        force: take numbers away from what they are associated with now. Off by default: the deployment then fails and
            names them.
        adopt: take over associations that exist already, and leave all of them in place on delete. Off by default: a
            deployment that finds one when it begins is refused.
        removal_policy: RETAIN leaves the associations in place when the construct is removed. They go by default,
            unless adopted.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        numbers: Sequence[IPhoneNumber | str],
        voice_connector: IVoiceConnector | None = None,
        group: IVoiceConnectorGroup | None = None,
        force: bool = False,
        adopt: bool = False,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        connector_id, group_id, region = _read_carrier(problems, voice_connector, group, place)
        read = _read_numbers(problems, numbers, place)
        declared = Contract(
            aws_region=region,
            voice_connector_id=connector_id,
            voice_connector_group_id=group_id,
            e164_phone_numbers=tuple(read),
            # What is not said is left out of the template.
            force_associate=force or None,
            adopt=adopt or None,
        )
        problems.check(declared)
        retain = retains(problems, adopted=adopt is True, removal_policy=removal_policy)
        _check_free(problems, read, place)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        declare(self, place, declared, retain=retain)
        _TAKEN.setdefault(place.stack, {}).update(dict.fromkeys(read, place.path))
        _warn_of_regions(self, numbers, region)


# The numbers that the associations of a stack have taken, and by which one.
_TAKEN: weakref.WeakKeyDictionary[cdk.Stack, dict[str, str]] = weakref.WeakKeyDictionary()


def _read_carrier(problems: Problems, connector: Any, group: Any, place: Place) -> tuple[str | None, str | None, str]:
    """The id of the connector, or of the group, and the Region of its endpoint."""
    connector_id = group_id = None
    region = place.region
    if connector is not None:
        if isinstance(connector, type) or not hasattr(type(connector), "voice_connector_id"):
            problems.add(f"voice_connector must be a VoiceConnector object, got {connector!r}")
            return UNKNOWN, None, UNKNOWN
        connector_id, region = connector.id_for(place), connector.aws_region
        if is_known(region) and is_known(place.region) and region != place.region:
            problems.add(
                f"scope must be in a stack of the connector's Region {region!r}, got one in {place.region!r}; the "
                f"provider of a stack may change connectors of its own Region only"
            )
    if group is not None:
        if isinstance(group, type) or not hasattr(type(group), "voice_connector_group_id"):
            problems.add(f"group must be a VoiceConnectorGroup object, got {group!r}")
            return None, UNKNOWN, UNKNOWN
        group_id, region = group.id_for(place), group.home_region
    return connector_id, group_id, region


def _read_numbers(problems: Problems, given: Any, place: Place) -> list[str]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        problems.add(f"numbers must be a list of PhoneNumber objects or of numbers in E.164 form, got {given!r}")
        return [UNKNOWN]
    return [_read_number(problems, number, place) for number in given]


def _read_number(problems: Problems, number: Any, place: Place) -> str:
    if isinstance(number, str):
        return number
    if isinstance(number, type) or not hasattr(type(number), "e164_phone_number"):
        problems.add(f"numbers must be PhoneNumber objects or numbers in E.164 form, got {number!r}")
        return UNKNOWN
    # None where an adopted or imported number keeps what it has.
    product = getattr(number, "product_type", None)
    if product is not None and is_known(product) and product != VOICE_CONNECTOR:
        problems.add(f"numbers must be of product type {VOICE_CONNECTOR}, got one for {product}")
    value: str = number.e164_phone_number
    if is_known(value) or not isinstance(number, Construct):
        return value
    return place.refer(value, Place.of(number), known=getattr(number, "declared_e164", None), weak=False)


def _check_free(problems: Problems, numbers: Sequence[str], place: Place) -> None:
    taken = _TAKEN.get(place.stack, {})
    for other in dict.fromkeys(taken[number] for number in numbers if number in taken):
        shown = ", ".join(n if is_known(n) else "a PhoneNumber" for n in numbers if taken.get(n) == other)
        problems.add(
            f"numbers must be others than those of association {other!r}, got {shown}; a number is in one only"
        )


def _warn_of_regions(scope: Construct, numbers: Sequence[Any], region: str) -> None:
    homes = {home for number in numbers if is_known(home := getattr(number, "home_region", region))}
    if is_known(region) and homes - {region}:
        cdk.Annotations.of(scope).add_warning_v2(
            "chime:association-home-region",
            f"the numbers are managed in {', '.join(sorted(homes))}, what carries them in {region}; whether the service "
            "brings them together is not documented",
        )
