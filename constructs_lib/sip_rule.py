"""SIP rules: which SIP media application answers a call, and which one when that cannot.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/understand-sip-data-models.html (one application a Region);
https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events.html (priorities, triggers, what fails over).
"""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Sequence
from typing import Any, Protocol

import aws_cdk as cdk
from chime_voice.contract import wire
from chime_voice.contract.checks import VOICE_REGIONS
from chime_voice.contract.phone_number import SIP_MEDIA_APPLICATION
from chime_voice.contract.sip_rule import REQUEST_URI_HOSTNAME, TO_PHONE_NUMBER, TargetApplication
from chime_voice.contract.sip_rule import SipRule as Contract
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._resource import declare
from constructs_lib._values import UNKNOWN, is_known
from constructs_lib.phone_number import IPhoneNumber, PhoneNumberPlan, default_home_region
from constructs_lib.sip_media_application import ISipMediaApplication
from constructs_lib.trigger import Trigger
from constructs_lib.voice_connector import IVoiceConnector

# The contract's words and the constructor's.
_WORDS = {"trigger_value": "trigger", "target_applications": "targets", "adopt_id": "adopt", "aws_region": "Region"}


class ISipRule(Protocol):
    """A SIP rule, declared here or elsewhere."""

    @property
    def sip_rule_id(self) -> str:
        """The service's id."""


@dataclasses.dataclass(frozen=True)
class SipRuleTarget:
    """A SIP media application of a rule with a priority of its own; 1 is tried first."""

    application: ISipMediaApplication
    _: dataclasses.KW_ONLY
    priority: int


class SipRule(Construct):
    """Define a SIP rule.

    A rule sends calls whose trigger matches to the first application whose function can be invoked, lowest priority
    number first. What the service does when a function can be invoked but fails is not documented.

    A change of the trigger replaces the rule. Everything else changes in place, without an outage.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id.
        trigger: a `PhoneNumber`, a `VoiceConnector` (its outbound host name), or a `Trigger` by value.
        targets: 1 to 25 SIP media applications, at most one a Region (so ten can be used); the first in the list is
            tried first. A `SipRuleTarget` has a priority of its own instead.
        name: 1 to 256 letters, digits, spaces, `_`, `.` or `-`. The construct's path by default.
        enabled: whether the rule takes calls; it does by default. An adopted rule keeps its name and this by default.
        home_region: the Region whose endpoint holds the rule; it can be changed only there. By default the phone
            number's; for a host name the stack's.
        adopt: take over the rule with this id, bring it to what is declared, and leave it in place on delete.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        trigger: IPhoneNumber | IVoiceConnector | Trigger,
        targets: Sequence[ISipMediaApplication | SipRuleTarget],
        name: str | None = None,
        enabled: bool | None = None,
        home_region: str | None = None,
        adopt: str | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        found, found_home = _read_trigger(problems, trigger, place)
        declared = Contract(
            # What an adopted rule has and nobody declared stays as it is.
            name=place.default_name if name is None and adopt is None else name,
            trigger_type=found.kind,
            trigger_value=found.value,
            target_applications=_read_targets(problems, targets, place),
            disabled=_is_disabled(problems, enabled, adopted=adopt is not None),
            home_region=found_home if home_region is None else home_region,
            adopt_id=adopt,
        )
        problems.check(declared)
        _check_home(problems, trigger, declared, found_home)
        claimed = _claim(trigger, found)
        _check_free(problems, claimed, place)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._place = place
        self._declared = declared
        self._resource = declare(self, place, declared, retain=adopt is not None)
        _TAKEN.setdefault(place.stack, {})[claimed] = place.path
        self._warn_of_many()
        if _speaks(trigger, "outbound_host_name"):
            self._warn_of_regions(trigger.aws_region)  # type: ignore[union-attr]

    @property
    def sip_rule_id(self) -> str:
        """The service's id."""
        return self._resource.ref

    @property
    def home_region(self) -> str:
        """The Region whose endpoint holds the rule."""
        return self._declared.home_region

    def add_target(self, application: ISipMediaApplication, *, priority: int | None = None) -> None:
        """Add an application that is tried after the present ones, or at the given priority.

        Raises:
            TelephonyError: the rule would have two targets in a Region, two of one priority, or more than 25; or none
                can come after a priority that is a token.
        """
        problems = Problems(Contract.SPEC.label, self._place.path, _WORDS)
        present = self._declared.target_applications
        if priority is None:
            if not all(is_known(target.priority) for target in present):
                problems.add("priority must be given where a present target has a token as its own")
            priority = max(target.priority for target in present) + 1
        added = _read_target(problems, application, priority, self._place)
        declared = dataclasses.replace(self._declared, target_applications=(*present, added))
        problems.check(declared)
        problems.done()
        self._declared = declared
        self._warn_of_many()
        documents = [wire.encode(target) for target in declared.target_applications]
        self._resource.add_property_override("TargetApplications", documents)

    def _warn_of_many(self) -> None:
        targets = len(self._declared.target_applications)
        if targets > len(VOICE_REGIONS):
            cdk.Annotations.of(self).add_warning_v2(
                "chime:rule-targets",
                f"the rule has {targets} targets, but takes one a Region and the service has {len(VOICE_REGIONS)} Regions",
            )

    def _warn_of_regions(self, of_connector: str) -> None:
        home = self._declared.home_region
        if is_known(of_connector) and is_known(home) and of_connector != home:
            cdk.Annotations.of(self).add_warning_v2(
                "chime:rule-home-region",
                f"the rule is held in {home}, the Voice Connector of its trigger is in {of_connector}; whether the "
                "service matches them is not documented",
            )

    @classmethod
    def from_sip_rule_id(cls, scope: Construct, id: str, sip_rule_id: str) -> ISipRule:  # noqa: A002
        """Refer to a rule that something else manages; nothing about it is changed.

        Args:
            scope: a stack or a construct in one.
            id: the construct's id.
            sip_rule_id: the service's id, or a token.

        Raises:
            TelephonyError: no id; a name is none.
        """
        problems = Problems(Contract.SPEC.label, Place.of(scope).child(id).path, _WORDS)
        problems.check_id("sip_rule_id", Contract, sip_rule_id)
        problems.done()
        return _Imported(scope, id, sip_rule_id)


class _Imported(Construct):
    def __init__(self, scope: Construct, id: str, rule_id: str) -> None:  # noqa: A002
        super().__init__(scope, id)
        self._id = rule_id

    @property
    def sip_rule_id(self) -> str:
        return self._id


# The triggers that the rules of a stack have taken, and by which rule. Rules of other stacks are seen by
# `chime-voice routes`, which looks at the whole assembly.
_TAKEN: weakref.WeakKeyDictionary[cdk.Stack, dict[Trigger, str]] = weakref.WeakKeyDictionary()


def _speaks(value: Any, attribute: str) -> bool:
    """Whether the value's class has an attribute; asking the value itself may be a round trip to Node."""
    return hasattr(type(value), attribute)


def _read_trigger(problems: Problems, given: Any, place: Place) -> tuple[Trigger, str]:
    """The trigger by value, and the Region whose endpoint should hold its rule."""
    if isinstance(given, Trigger):
        numbers = given.kind == TO_PHONE_NUMBER
        return given, default_home_region(place) if numbers else place.region
    if _speaks(given, "e164_phone_number"):
        # None where an adopted or imported number keeps what it has.
        product = getattr(given, "product_type", None)
        if product is not None and is_known(product) and product != SIP_MEDIA_APPLICATION:
            problems.add(f"trigger must be a number of product type {SIP_MEDIA_APPLICATION}, got one for {product}")
        return Trigger.phone_number(_value_in(place, given, "e164_phone_number")), given.home_region
    if _speaks(given, "outbound_host_name"):
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


def _read_targets(problems: Problems, given: Any, place: Place) -> tuple[TargetApplication, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        problems.add(f"targets must be a list of SipMediaApplication or SipRuleTarget, got {given!r}")
        return (_not_told(1),)
    read: list[TargetApplication] = []
    for at, item in enumerate(given, 1):
        application, priority = (item.application, item.priority) if isinstance(item, SipRuleTarget) else (item, at)
        read.append(_read_target(problems, application, priority, place))
    return tuple(read)


def _read_target(problems: Problems, application: Any, priority: int, place: Place) -> TargetApplication:
    if isinstance(application, type) or not _speaks(application, "sip_media_application_id"):
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


def _is_disabled(problems: Problems, enabled: Any, *, adopted: bool) -> bool | None:
    if enabled is None:
        return None if adopted else False
    if not isinstance(enabled, bool):
        problems.add(f"enabled must be True or False, got {enabled!r}")
    return not enabled


def _check_home(problems: Problems, trigger: Any, declared: Contract, home: str) -> None:
    if _speaks(trigger, "e164_phone_number") and declared.home_region != home:
        problems.add(
            f"home_region must be the phone number's, {home!r}, got {declared.home_region!r}; leave it out, or set it on "
            "the number"
        )


def _claim(given: Any, found: Trigger) -> Trigger:
    """The trigger with the number itself where its declaration says it: an object and a value may mean the same."""
    known = getattr(given, "declared_e164", None)
    return found if known is None else Trigger.phone_number(known)


def _check_free(problems: Problems, trigger: Trigger, place: Place) -> None:
    other = _TAKEN.get(place.stack, {}).get(trigger)
    if other is not None:
        shown = repr(trigger.value) if is_known(trigger.value) else "the same number or connector"
        problems.add(
            f"trigger must be another than that of rule {other!r}, got {shown}; add the targets to that rule instead"
        )
