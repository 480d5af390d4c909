"""Who would have answered, at every moment of a deployment: the service's journal, played over its state before."""

from __future__ import annotations

import dataclasses
import re
from types import TracebackType
from typing import Any, Self

from chime_voice.contract.marker import Marker

from tests.local.assemblies import Account

Chain = tuple[str, ...]
RULE_UPDATE_SECONDS = 0.5
"""The cloud's setting for these tests."""


@dataclasses.dataclass(frozen=True)
class Rule:
    """A rule as it is in effect."""

    trigger: str
    enabled: bool
    targets: Chain


@dataclasses.dataclass(frozen=True)
class Moment:
    """The state between two changes. What a rule names was there when it was written: the service sees to that."""

    rules: dict[str, Rule]
    gone: frozenset[str]

    def chain(self, trigger: str) -> Chain:
        """The applications that a call is offered to, in order; empty when nobody answers."""
        for rule in self.rules.values():
            if rule.trigger == _comparable(trigger) and rule.enabled:
                return tuple(target for target in rule.targets if target not in self.gone)
        return ()


class Watch:
    """Looks at an account from `with` to the end of the block.

    An update of a rule is in effect a little after it was accepted, which counts here too.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._since = 0
        self._before: dict[str, Any] = {}
        self.calls: list[dict[str, Any]] = []
        """The calls that changed something, oldest first."""
        self.moments: list[Moment] = []

    def __enter__(self) -> Self:
        self._before = self._account.state()
        self._since = self._account.cloud.admin.get("status")["journal"]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        heard = self._account.cloud.admin.get(f"journal?since={self._since}&mutating=true")
        self.calls = [call for call in heard if call["account"] == self._account.id and call["done"]]
        self.moments = self._moments(self._account.state())

    def chains(self, trigger: str) -> list[Chain]:
        """Who answered, one after the other, without repetitions."""
        found: list[Chain] = []
        for moment in self.moments:
            chain = moment.chain(trigger)
            if not found or found[-1] != chain:
                found.append(chain)
        return found

    def answered(self, trigger: str) -> bool:
        """Whether somebody answered all the time."""
        return all(self.chains(trigger))

    @property
    def operations(self) -> list[str]:
        return [call["operation"] for call in self.calls]

    def _moments(self, after: dict[str, Any]) -> list[Moment]:
        rules = {
            rule["SipRuleId"]: Rule(_comparable(rule["TriggerValue"]), not rule["Disabled"], _targets(rule))
            for rule in self._before["SipRules"]
        }
        present = {application["SipMediaApplicationId"] for application in self._before["SipMediaApplications"]}
        gone = frozenset(target for rule in rules.values() for target in rule.targets) - present
        moments = [Moment(rules, gone)]
        made = self._ids_of_made_rules(after)
        for _, operation, call in sorted(self._in_effect(), key=lambda change: change[0]):
            rules = dict(rules)
            match operation:
                case "CreateSipRule":
                    rule = Rule(_comparable(call["TriggerValue"]), not call.get("Disabled"), _targets(call))
                    rules[made[_mark(call["Name"])]] = rule
                case "UpdateSipRule" if call["SipRuleId"] in rules:
                    rule = rules[call["SipRuleId"]]
                    rules[call["SipRuleId"]] = dataclasses.replace(
                        rule,
                        enabled=not call["Disabled"] if "Disabled" in call else rule.enabled,
                        targets=_targets(call) if "TargetApplications" in call else rule.targets,
                    )
                case "DeleteSipRule":
                    rules.pop(call["SipRuleId"])
                case "DeleteSipMediaApplication":
                    gone |= {call["SipMediaApplicationId"]}
                case "DeletePhoneNumber":
                    # The journal shows the last four digits only.
                    released = call["PhoneNumberId"][-4:]
                    rules = {id_: rule for id_, rule in rules.items() if rule.trigger[-4:] != released}
            moments.append(Moment(rules, gone))
        return moments

    def _in_effect(self) -> list[tuple[float, str, dict[str, Any]]]:
        lag = RULE_UPDATE_SECONDS
        return [
            (call["time"] + (lag if call["operation"] == "UpdateSipRule" else 0), call["operation"], call["parameters"])
            for call in self.calls
        ]

    def _ids_of_made_rules(self, after: dict[str, Any]) -> dict[object, str]:
        """A Create does not name the id that it makes; what is told of the rule later does."""
        written = [call["parameters"] for call in self.calls if call["operation"] == "UpdateSipRule"]
        return {_mark(rule["Name"]): rule["SipRuleId"] for rule in (*written, *after["SipRules"])}


def _mark(name: str) -> object:
    return Marker.read(name) or name


def _comparable(trigger: str) -> str:
    return trigger.lower().lstrip("+")


def _targets(rule: dict[str, Any]) -> Chain:
    by_priority = sorted(rule["TargetApplications"], key=lambda target: int(target["Priority"]))
    return tuple(target["SipMediaApplicationId"] for target in by_priority)


def adopted_id(refusal: str) -> str:
    """The id in the remedy that a refusal names."""
    (found,) = set(re.findall(r"adopt='([^']+)'", refusal))
    return str(found)
