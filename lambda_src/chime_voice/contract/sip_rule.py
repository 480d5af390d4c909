"""A SIP rule: a trigger and the SIP media applications that answer it, by priority.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/understand-sip-data-models.html;
https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events.html
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import IsKnown, Permission, Resource, Spec, made_needs, prop

TO_PHONE_NUMBER = "ToPhoneNumber"
REQUEST_URI_HOSTNAME = "RequestUriHostname"


def comparable(trigger_value: str) -> str:
    """A trigger's value as the service compares it."""
    return trigger_value.lower().lstrip("+")


@dataclasses.dataclass(frozen=True, kw_only=True)
class TargetApplication:
    """One SIP media application of a rule; priority 1 is tried first."""

    sip_media_application_id: str = prop(checks.matches(checks.SERVICE_ID, "the service's id, no name or ARN"))
    priority: int = prop(checks.at_least(1))
    aws_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))


@dataclasses.dataclass(frozen=True, kw_only=True)
class SipRule(Resource):
    """The properties of `Custom::ChimeSipRule`."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimeSipRule",
        label="SIP rule",
        id_attribute="SipRuleId",
        attributes=("SipRuleId",),
        replaces_on=frozenset({"TriggerType", "TriggerValue", "HomeRegion", "AdoptId"}),
        create_operation="CreateSipRule",
        update_operation="UpdateSipRule",
        permissions=(
            Permission(
                operations=("CreateSipRule", "GetSipRule", "UpdateSipRule", "DeleteSipRule", "ListSipRules"),
            ),
        ),
        service_timeout=900,
    )

    trigger_type: str = prop(checks.one_of(TO_PHONE_NUMBER, REQUEST_URI_HOSTNAME))
    trigger_value: str = prop()
    target_applications: tuple[TargetApplication, ...] = prop(checks.length(1, 25, "targets"))
    disabled: bool | None = prop(default=None)
    """None leaves an adopted rule as it is; a new one takes calls."""
    home_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))
    """The Region whose endpoint holds the rule: a rule can be changed only where it was made."""
    name: str | None = prop(
        checks.length(1, 256),
        checks.matches(checks.RESOURCE_NAME, "letters, digits, spaces, _ . or -"),
        default=None,
    )
    """None keeps the name of an adopted one; whatever is made has one."""
    adopt_id: str | None = prop(checks.matches(checks.SERVICE_ID, "the service's id, no name or ARN"), default=None)
    """Take over this existing rule instead of making one; it is left in place on delete."""

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:
        """Trigger value by trigger type; one target a Region; distinct priorities."""
        yield from made_needs(self, "name")
        if is_known(self.trigger_type) and is_known(self.trigger_value):
            yield from self._trigger_problems(is_known)
        # The service takes one application a Region in a rule. That priorities must differ is not written anywhere,
        # but two equal ones leave the order to chance.
        for name, remedy in (
            ("aws_region", "a rule takes one SIP media application a Region; drop one or move it to another Region"),
            ("priority", "give each target its own priority, 1 is tried first"),
            ("sip_media_application_id", "an application is in one Region only"),
        ):
            known = [v for v in (getattr(t, name) for t in self.target_applications) if is_known(v)]
            for value, times in Counter(known).items():
                if times > 1:
                    yield f"target_applications {name} must differ, got {value!r} {times} times; {remedy}"

    def _trigger_problems(self, is_known: IsKnown) -> Iterable[str]:
        if self.trigger_type == TO_PHONE_NUMBER:
            problem = checks.e164()(self.trigger_value)
            if is_known(self.home_region) and self.home_region not in checks.HOME_REGIONS:
                yield (
                    f"home_region must be one of {', '.join(checks.HOME_REGIONS)} for a phone number's rule, "
                    f"got {self.home_region!r}; numbers are managed only there"
                )
        else:
            problem = checks.matches(
                checks.CONNECTOR_HOST, "a Voice Connector's outbound host name, ….voiceconnector.chime.aws"
            )(self.trigger_value)
        if problem:
            yield f"trigger_value {problem}"
