"""A set of SIP rules: one chunk of many triggers that few SIP media applications answer.

Facts: as for a single SIP rule. A stack holds at most 500 resources
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html), so a rule each would not do.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import IsKnown, Resource, Spec, prop
from chime_voice.contract.sip_rule import REQUEST_URI_HOSTNAME, TO_PHONE_NUMBER, SipRule, TargetApplication

# The rest of a rule's name is its trigger and the owner's mark.
NAME_LIMIT = 150


@dataclasses.dataclass(frozen=True, kw_only=True)
class AdoptedRule:
    """A rule that exists and is taken over: it is left in place when its trigger leaves the set."""

    trigger_value: str = prop()
    sip_rule_id: str = prop(checks.matches(checks.SERVICE_ID, "the service's id, no name or ARN"))


@dataclasses.dataclass(frozen=True, kw_only=True)
class RuleGroup:
    """Triggers with the same targets: one rule each."""

    target_applications: tuple[TargetApplication, ...] = prop(checks.length(1, 25, "targets"))
    phone_numbers: tuple[str, ...] | None = prop(default=None, each=checks.e164())
    host_names: tuple[str, ...] | None = prop(
        default=None,
        each=checks.matches(
            checks.CONNECTOR_HOST, "a Voice Connector's outbound host name, ….voiceconnector.chime.aws"
        ),
    )
    disabled: bool | None = prop(default=None)
    """None leaves adopted rules as they are; the others take calls."""
    adopted: tuple[AdoptedRule, ...] | None = prop(default=None)

    @property
    def triggers(self) -> tuple[tuple[str, str], ...]:
        """Kind and value of each."""
        numbers = ((TO_PHONE_NUMBER, number) for number in self.phone_numbers or ())
        hosts = ((REQUEST_URI_HOSTNAME, host) for host in self.host_names or ())
        return (*numbers, *hosts)


@dataclasses.dataclass(frozen=True, kw_only=True)
class SipRuleSet(Resource):
    """The properties of `Custom::ChimeSipRuleSet`."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimeSipRuleSet",
        label="SIP rule set",
        id_attribute="SipRuleSetId",
        attributes=("SipRuleSetId",),
        replaces_on=frozenset({"HomeRegion"}),
        create_operation="CreateSipRule",
        update_operation="UpdateSipRule",
        permissions=SipRule.SPEC.permissions,
        service_timeout=3600,
    )

    home_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))
    """The Region whose endpoint holds the rules: they can be changed only where they were made."""
    name: str = prop(
        checks.length(1, NAME_LIMIT),
        checks.matches(checks.RESOURCE_NAME, "letters, digits, spaces, _ . or -"),
    )
    """What the rules' names begin with; the trigger follows."""
    groups: tuple[RuleGroup, ...] | None = prop(default=None)

    def rules(self) -> tuple[SipRule, ...]:
        """The rules one by one."""
        return tuple(
            SipRule(
                trigger_type=kind,
                trigger_value=value,
                target_applications=group.target_applications,
                disabled=group.disabled,
                home_region=self.home_region,
                name=None if value in adopted else f"{self.name} {value.lstrip('+')}",
                adopt_id=adopted.get(value),
            )
            for group in self.groups or ()
            for adopted in ({each.trigger_value: each.sip_rule_id for each in group.adopted or ()},)
            for kind, value in group.triggers
        )

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:
        """What a single rule would be refused for, told once a group; and one rule a trigger."""
        for at, group in enumerate(self.groups or ()):
            # Any trigger does: the triggers are checked one by one, and the targets are the same for all.
            one = SipRule(
                trigger_type=TO_PHONE_NUMBER if group.phone_numbers else REQUEST_URI_HOSTNAME,
                trigger_value="+12065550100" if group.phone_numbers else "any.voiceconnector.chime.aws",
                target_applications=group.target_applications,
                home_region=self.home_region,
                name=self.name,
            )
            yield from (f"groups[{at}] {problem}" for problem in one.cross_problems(is_known))
            own = {value for _, value in group.triggers}
            for adopted in group.adopted or ():
                if is_known(adopted.trigger_value) and adopted.trigger_value not in own:
                    yield f"groups[{at}] adopted names {adopted.trigger_value!r}, which is none of the group's triggers"
        values = (value for group in self.groups or () for _, value in group.triggers if is_known(value))
        for value, times in Counter(values).items():
            if times > 1:
                yield f"a trigger has one rule, got {value!r} {times} times; leave it in one group"
