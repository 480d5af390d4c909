"""What a single SIP rule and a set of them read alike: triggers, targets, and which triggers are taken."""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from chime_voice.contract.phone_number import SIP_MEDIA_APPLICATION
from chime_voice.contract.sip_rule import REQUEST_URI_HOSTNAME, TO_PHONE_NUMBER, TargetApplication
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import UNKNOWN, is_known
from constructs_lib.phone_number import PhoneNumberPlan, default_home_region
from constructs_lib.sip_media_application import ISipMediaApplication
from constructs_lib.trigger import Trigger

# The triggers that the rules of a stack have taken, and by which rule. Rules of other stacks are seen by
# `chime-voice routes`, which looks at the whole assembly.
_TAKEN: weakref.WeakKeyDictionary[cdk.Stack, dict[Trigger, str]] = weakref.WeakKeyDictionary()


@dataclasses.dataclass(frozen=True)
class SipRuleTarget:
    """A SIP media application of a rule with a priority of its own; 1 is tried first."""

    application: ISipMediaApplication
    _: dataclasses.KW_ONLY
    priority: int


def speaks(value: Any, attribute: str) -> bool:
    """Whether the value's class has an attribute; asking the value itself may be a round trip to Node."""
    return hasattr(type(value), attribute)


def read_trigger(problems: Problems, given: Any, place: Place) -> tuple[Trigger, str]:
    """The trigger by value, and the Region whose endpoint should hold its rule."""
    if isinstance(given, Trigger):
        numbers = given.kind == TO_PHONE_NUMBER
        return given, default_home_region(place) if numbers else place.region
    if speaks(given, "e164_phone_number"):
        # None where an adopted or imported number keeps what it has.
        product = getattr(given, "product_type", None)
        if product is not None and is_known(product) and product != SIP_MEDIA_APPLICATION:
            problems.add(f"trigger must be a number of product type {SIP_MEDIA_APPLICATION}, got one for {product}")
        return Trigger.phone_number(_value_in(place, given, "e164_phone_number")), given.home_region
    if speaks(given, "outbound_host_name"):
        return Trigger.request_uri(_value_in(place, given, "outbound_host_name")), place.region
    shown = f"{given!r}"
    if isinstance(given, PhoneNumberPlan):
        shown = f"the plan of number {given.id!r}, which is for FailoverVoiceApp.route; define a PhoneNumber instead"
    problems.add(
        "trigger must be a PhoneNumber, a VoiceConnector, Trigger.phone_number('+1…') or Trigger.request_uri(host), "
        f"got {shown}"
    )
    return Trigger(REQUEST_URI_HOSTNAME, UNKNOWN), place.region


def _value_in(place: Place, given: Any, attribute: str) -> str:
    """The trigger's value as the rule's own stack refers to it."""
    value: str = getattr(given, attribute)
    if is_known(value) or not isinstance(given, Construct):
        return value
    # Not weak in the same Region: another number behind the same reference would go unnoticed and unanswered. A strong
    # reference makes CloudFormation refuse that before anything changes.
    return place.refer(value, Place.of(given), known=getattr(given, "declared_e164", None), weak=False)


def read_targets(problems: Problems, given: Any, place: Place) -> tuple[TargetApplication, ...]:
    """The applications; the first in the list is tried first, unless each has a priority of its own."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        problems.add(f"targets must be a list of SipMediaApplication or SipRuleTarget, got {given!r}")
        return (_not_told(1),)
    read: list[TargetApplication] = []
    for at, item in enumerate(given, 1):
        application, priority = (item.application, item.priority) if isinstance(item, SipRuleTarget) else (item, at)
        read.append(read_target(problems, application, priority, place))
    return tuple(read)


def read_target(problems: Problems, application: Any, priority: int, place: Place) -> TargetApplication:
    """One application, as the place of the rule refers to it."""
    if isinstance(application, type) or not speaks(application, "sip_media_application_id"):
        problems.add(
            f"targets must be SipMediaApplication objects, got {application!r}; pass the object, or what "
            "SipMediaApplication.from_sip_media_application_attributes makes of an id"
        )
        return _not_told(priority)
    return TargetApplication(
        sip_media_application_id=application.id_for(place), priority=priority, aws_region=application.aws_region
    )


def _not_told(priority: int) -> TargetApplication:
    """In the place of a target about which everything has been said."""
    return TargetApplication(sip_media_application_id=UNKNOWN, priority=priority, aws_region=UNKNOWN)


def claim(given: Any, found: Trigger) -> Trigger:
    """The trigger with the number itself where its declaration says it: an object and a value may mean the same."""
    known = getattr(given, "declared_e164", None)
    return found if known is None else Trigger.phone_number(known)


def check_free(problems: Problems, trigger: Trigger, place: Place) -> None:
    """Note that the trigger has a rule already."""
    other = _TAKEN.get(place.stack, {}).get(trigger)
    if other is not None:
        shown = repr(trigger.value) if is_known(trigger.value) else "the same number or connector"
        problems.add(
            f"trigger must be another than that of rule {other!r}, got {shown}; add the targets to that rule instead"
        )


def take(trigger: Trigger, place: Place) -> None:
    """Remember that the trigger has a rule now."""
    _TAKEN.setdefault(place.stack, {})[trigger] = place.path


def is_disabled(problems: Problems, enabled: Any, *, adopted: bool) -> bool | None:
    """The contract's flag from the user's; None keeps what an adopted rule has."""
    if enabled is None:
        return None if adopted else False
    if not isinstance(enabled, bool):
        problems.add(f"enabled must be True or False, got {enabled!r}")
    return not enabled
