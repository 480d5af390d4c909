"""SIP rules: which SIP media application answers a call, and which one when that cannot.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/understand-sip-data-models.html (one application a Region);
https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events.html (priorities, triggers, what fails over).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Protocol

import aws_cdk as cdk
from chime_voice.contract import wire
from chime_voice.contract.checks import VOICE_REGIONS
from chime_voice.contract.sip_rule import SipRule as Contract
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._resource import declare
from constructs_lib._values import is_known
from constructs_lib.phone_number import IPhoneNumber
from constructs_lib.sip_media_application import ISipMediaApplication
from constructs_lib.sip_rule_parts import (
    SipRuleTarget,
    check_free,
    claim,
    is_disabled,
    read_target,
    read_targets,
    read_trigger,
    speaks,
    take,
)
from constructs_lib.trigger import Trigger
from constructs_lib.voice_connector import IVoiceConnector

# The contract's words and the constructor's.
_WORDS = {"trigger_value": "trigger", "target_applications": "targets", "adopt_id": "adopt", "aws_region": "Region"}


class ISipRule(Protocol):
    """A SIP rule, declared here or elsewhere."""

    @property
    def sip_rule_id(self) -> str:
        """The service's id."""


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
        found, found_home = read_trigger(problems, trigger, place)
        declared = Contract(
            # What an adopted rule has and nobody declared stays as it is.
            name=place.default_name if name is None and adopt is None else name,
            trigger_type=found.kind,
            trigger_value=found.value,
            target_applications=read_targets(problems, targets, place),
            disabled=is_disabled(problems, enabled, adopted=adopt is not None),
            home_region=found_home if home_region is None else home_region,
            adopt_id=adopt,
        )
        problems.check(declared)
        _check_home(problems, trigger, declared, found_home)
        claimed = claim(trigger, found)
        check_free(problems, claimed, place)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._place = place
        self._declared = declared
        self._resource = declare(self, place, declared, retain=adopt is not None)
        take(claimed, place)
        self._warn_of_many()
        if speaks(trigger, "outbound_host_name"):
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
        added = read_target(problems, application, priority, self._place)
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


def _check_home(problems: Problems, trigger: Any, declared: Contract, home: str) -> None:
    if speaks(trigger, "e164_phone_number") and declared.home_region != home:
        problems.add(
            f"home_region must be the phone number's, {home!r}, got {declared.home_region!r}; leave it out, or set it on "
            "the number"
        )
