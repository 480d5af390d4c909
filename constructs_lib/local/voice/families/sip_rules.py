"""SIP rules: one trigger for good, targets by priority, disabled before deleted."""

from __future__ import annotations

import dataclasses

from constructs_lib.local.voice.errors import BadRequest, Conflict, ResourceLimitExceeded
from constructs_lib.local.voice.families.family import Family
from constructs_lib.local.voice.records import Association, PhoneNumber, RuleContent, SipRule, Wire, canonical
from constructs_lib.local.voice.scene import PSTN_REGIONS

_TO_NUMBER = "ToPhoneNumber"


class SipRules(Family):
    """Who answers which trigger."""

    def create_sip_rule(
        self,
        *,
        name: str,
        trigger_type: str,
        trigger_value: str,
        target_applications: list[Wire],
        disabled: bool = False,
    ) -> Wire:
        """A rule for a number of the inventory, or for the host of a connector. The operation has no NotFound."""
        scene = self.scene
        number = None
        if trigger_type == _TO_NUMBER:
            number = self._number(trigger_value)
            trigger_value = number.number
        else:
            self._check_host(trigger_value)
        self._check_trigger_is_free(trigger_type, trigger_value)
        self._check_name(name, None)
        targets = self._targets(target_applications)
        limit = scene.settings.sip_rules
        if scene.count_here(self.account.rules.values()) >= limit:
            raise ResourceLimitExceeded(f"an account may have {limit} SIP rules in a Region")
        rule = SipRule(
            region=scene.region,
            created=scene.now,
            updated=scene.now,
            id=scene.world.new_uuid(),
            trigger_type=trigger_type,
            trigger_value=trigger_value,
            content=RuleContent(name=name, disabled=disabled, targets=targets),
        )
        self.account.rules[rule.id] = rule
        if number is not None:
            number.associations = [Association(name="SipRuleId", value=rule.id, since=scene.now)]
            number.updated = scene.now
        return {"SipRule": rule.describe()}

    def get_sip_rule(self, *, sip_rule_id: str) -> Wire:
        """One rule, as it is in effect."""
        return {"SipRule": self._get(sip_rule_id).describe()}

    def list_sip_rules(
        self,
        *,
        sip_media_application_id: str | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Wire:
        """All rules of this endpoint, or those with a target."""
        rules = [
            rule.describe()
            for rule in self.scene.visible(self.account.rules)
            if sip_media_application_id in (None, *(t["SipMediaApplicationId"] for t in rule.content.targets))
        ]
        return self.scene.page("SipRules", rules, max_results, next_token)

    def update_sip_rule(
        self,
        *,
        sip_rule_id: str,
        name: str,
        disabled: bool | None = None,
        target_applications: list[Wire] | None = None,
    ) -> Wire:
        """Name, flag, targets; what is left out stays. Accepted at once, in effect a little later."""
        rule = self._get(sip_rule_id)
        self._check_name(name, rule)
        latest = rule.pending[-1][1] if rule.pending else rule.content
        content = dataclasses.replace(latest, name=name)
        if disabled is not None:
            content.disabled = disabled
        if target_applications is not None or (latest.disabled and not content.disabled):
            # A disabled rule does not hold its targets: they may be gone when it is enabled again.
            content.targets = self._targets(latest.targets if target_applications is None else target_applications)
        wait = self.scene.settings.rule_update_seconds
        if wait > 0:
            rule.pending.append((self.scene.now + wait, content))
        else:
            rule.content, rule.updated = content, self.scene.now
        return {"SipRule": rule.describe(content)}

    def delete_sip_rule(self, *, sip_rule_id: str) -> None:
        """Delete a disabled rule; its number is free a little later."""
        rule = self._get(sip_rule_id)
        if not rule.content.disabled:
            raise Conflict(f"SIP rule {rule.id} is enabled; disable it before deleting it")
        del self.account.rules[rule.id]
        for number in self.account.numbers.values():
            for association in number.associations:
                if association.value == rule.id:
                    association.until = self.scene.now + self.scene.settings.unassign_seconds

    def _get(self, id_: str) -> SipRule:
        return self.scene.get(self.account.rules, id_, "SIP rule")

    def _number(self, trigger_value: str) -> PhoneNumber:
        number = self.account.numbers.get(canonical(trigger_value))
        accepted = self.scene.now - self.scene.settings.trigger_acceptance_seconds
        shown = f"***{trigger_value[-4:]}"
        if self.scene.region not in PSTN_REGIONS:
            raise BadRequest(f"rules for phone numbers are made in {' and '.join(PSTN_REGIONS)} only")
        if number is None or not number.usable or not self.scene.sees(number):
            raise BadRequest(f"TriggerValue {shown} is not in the inventory of {self.scene.region}")
        if number.product_type != "SipMediaApplicationDialIn":
            raise BadRequest(f"TriggerValue {shown} has the product type {number.product_type}")
        if number.acquired is not None and number.acquired > accepted:
            raise BadRequest(f"TriggerValue {shown} is not provisioned yet")
        return number

    def _check_host(self, host: str) -> None:
        settings = self.scene.settings
        accepted = self.scene.now - settings.trigger_acceptance_seconds
        for connector in self.account.connectors.values():
            here = settings.hosts_of_any_region or connector.region == self.scene.region
            if connector.host == host.lower() and here and connector.created <= accepted:
                return
        raise BadRequest(f"TriggerValue {host} is not the outbound host of a Voice Connector of this account")

    def _check_trigger_is_free(self, trigger_type: str, trigger_value: str) -> None:
        for rule in self.account.rules.values():
            if rule.trigger_type == trigger_type and rule.trigger_value.lower() == trigger_value.lower():
                raise Conflict(f"SIP rule {rule.id} has this trigger already")

    def _check_name(self, name: str, besides: SipRule | None) -> None:
        others = [r for r in self.account.rules.values() if r is not besides and r.region == self.scene.region]
        if self.scene.settings.unique_names and any(other.content.name == name for other in others):
            raise Conflict(f"a SIP rule of the name {name!r} exists")

    def _targets(self, given: list[Wire]) -> list[Wire]:
        targets = [self._target(target) for target in given]
        for what in ("AwsRegion", "Priority", "SipMediaApplicationId"):
            seen = [target[what] for target in targets]
            if len(set(seen)) != len(seen):
                raise BadRequest(f"TargetApplications have the same {what} twice")
        return sorted(targets, key=lambda target: int(target["Priority"]))

    def _target(self, target: Wire) -> Wire:
        if not self.scene.settings.target_region_required:
            target = {"AwsRegion": self.scene.region, **target}
        missing = {"SipMediaApplicationId", "Priority", "AwsRegion"} - set(target)
        if missing:
            raise BadRequest(f"each of TargetApplications must have {', '.join(sorted(missing))}")
        application = self.account.applications.get(target["SipMediaApplicationId"])
        if application is None or application.aws_region != target["AwsRegion"]:
            raise BadRequest(
                f"SIP media application {target['SipMediaApplicationId']} does not exist in {target['AwsRegion']}"
            )
        return target
