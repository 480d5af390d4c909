"""SIP rules: targets in place, one trigger for good, disabled before deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chime_voice.contract import checks, wire
from chime_voice.contract.marker import Marker, strip
from chime_voice.contract.sip_rule import SipRule as Contract
from chime_voice.contract.sip_rule import comparable
from chime_voice.provider.clock import pause
from chime_voice.provider.errors import Failure, NotFound, Refused
from chime_voice.provider.resource import ResourceProvider, State

# A fresh number or connector host is not accepted at once; how long is not documented. A hundred seconds is what users of
# the API got along with (cdklabs/cdk-amazon-chime-resources retries for as long); most need not wait for half of it.
ACCEPTANCE = (1.0, 2.0, 4.0, 8.0, *[10.0] * 9)


class SipRule(ResourceProvider[Contract]):
    """`Custom::ChimeSipRule`."""

    contract = Contract

    def is_id(self, physical_id: str) -> bool:
        """A UUID."""
        return re.fullmatch(checks.UUID, physical_id) is not None

    def id_of(self, state: State) -> str:
        """The rule's id."""
        return str(state["SipRuleId"])

    def read(self, physical_id: str) -> State | None:
        """The rule as GetSipRule shows it."""
        try:
            return dict(self.api.call("GetSipRule", SipRuleId=physical_id)["SipRule"])
        except NotFound:
            return None

    def every(self) -> Iterable[State]:
        """All rules of the endpoint."""
        return self.api.pages("ListSipRules", "SipRules")

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:  # noqa: ARG002
        """A rule's trigger cannot change."""
        return (state["TriggerType"], comparable(state["TriggerValue"])) == (
            desired.trigger_type,
            comparable(desired.trigger_value),
        )

    def check_make(self, desired: Contract) -> None:
        """A trigger belongs to one rule: two would leave it to chance who answers."""
        for state in self.every():
            if not self.fits(state, desired, None) or self.marker.owns(state.get("Name")):
                continue
            raise self.taken(state, desired)

    def taken(self, state: State, desired: Contract) -> Failure:
        """What to say of a rule that has the trigger already."""
        found = self.id_of(state)
        whose, remedy = self._whose(state, self.adoption(found, desired))
        return Failure(
            f"SIP rule {strip(str(state.get('Name', '')))!r} ({found}), made by {whose}, already answers "
            f"{desired.trigger_value}; a trigger has one rule. {remedy}, or delete that rule first"
        )

    def adoption(self, found: str, desired: Contract) -> str:  # noqa: ARG002 - in a set the trigger belongs to it
        """How the code says that a rule is to be taken over."""
        return f"adopt={found!r}"

    def _whose(self, state: State, adoption: str) -> tuple[str, str]:
        """Who made a rule that is in the way, and what to do about it."""
        mark = Marker.read(state.get("Name"))
        if mark is None:
            return "another tool", f"To take it over, give the construct {adoption} and the rule goes on answering"
        if mark.stack == self.marker.stack:
            remedy = (
                f"If the construct was renamed or moved, keep its old id, or give the new one {adoption} in the same "
                f"deployment, and the rule goes on answering"
            )
            return "this stack under another construct id", remedy
        remedy = (
            f"If the construct was moved from there, give it {adoption} and deploy this stack before the other, which "
            f"then lets go of the rule, and it goes on answering; otherwise leave it there"
        )
        return "another stack", remedy

    def make(self, desired: Contract) -> State:
        """A rule; a trigger that the service does not accept yet is tried again for a bounded time."""
        for delay in ACCEPTANCE:
            try:
                return self.make_now(desired)
            except Refused as refused:
                if refused.code != "BadRequestException":
                    raise
            pause(self.clock, delay)
        return self.make_now(desired)

    def make_now(self, desired: Contract) -> State:
        """One CreateSipRule; what a lost answer made is looked up."""

        def create() -> State:
            answer = self.api.call(
                "CreateSipRule",
                Name=self.marker.sign(desired.name or ""),
                TriggerType=desired.trigger_type,
                TriggerValue=desired.trigger_value,
                Disabled=bool(desired.disabled),
                TargetApplications=wire.encode(desired.target_applications),
            )
            return dict(answer["SipRule"])

        return self.create_once(desired, create)

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:  # noqa: ARG002
        """Name, targets and enabled flag in one call, and the rule seen so."""
        wanted = self.wanted(state, desired)
        if not same(state, wanted):
            self._put(wanted)
        return wanted

    def wanted(self, state: State, desired: Contract) -> State:
        """What the rule is when it is as declared."""
        name = self.name_for(desired.name, state, adopted=desired.adopt_id is not None)
        targets = wire.encode(desired.target_applications)
        disabled = bool(state.get("Disabled"))
        if desired.disabled is not None or desired.adopt_id is None:
            disabled = bool(desired.disabled)
        return {**state, "Name": name, "Disabled": disabled, "TargetApplications": targets}

    def restore(self, state: State) -> None:
        """Name, targets and enabled flag as they were."""
        self._put(state)

    def describe(self, state: State) -> str:
        """Its trigger."""
        return f"for {state['TriggerType']} {state['TriggerValue']}"

    def remove(self, state: State) -> None:
        """Disable, see it disabled, delete, see it gone."""
        found = self.id_of(state)

        def delete() -> None:
            present = self.read(found)
            if present is None:
                return
            if not present.get("Disabled"):
                self._put({**present, "Disabled": True})
            self.api.call("DeleteSipRule", SipRuleId=found)

        self.let_go(delete, "the rule is disabled but could not be deleted; delete it in the console")
        self.gone(found)

    def attributes(self, state: State) -> dict[str, str]:
        """The id; rules have no ARN."""
        return {"SipRuleId": self.id_of(state)}

    def _put(self, wanted: State) -> None:
        """Write the rule and see it written.

        UpdateSipRule answers 202. What follows may depend on it: the deletion of an application that was a target, or
        of the logical id that the rule was taken over from.
        """
        self.put_now(wanted)
        self.seen(self.id_of(wanted), lambda present: same(present, wanted))

    def put_now(self, wanted: State) -> None:
        """Write the rule, whether it shows yet or not."""
        self.settled(
            lambda: self.api.call(
                "UpdateSipRule",
                SipRuleId=self.id_of(wanted),
                Name=wanted["Name"],
                Disabled=bool(wanted.get("Disabled")),
                TargetApplications=wanted["TargetApplications"],
            )
        )


def same(one: State, other: State) -> bool:
    """Whether two states of a rule differ in nothing that can change."""
    return _shape(one) == _shape(other)


def _shape(state: State) -> tuple[object, ...]:
    return (state.get("Name"), bool(state.get("Disabled")), _by_priority(state.get("TargetApplications", [])))


def _by_priority(targets: list[dict[str, object]]) -> list[tuple[object, ...]]:
    keys = ("Priority", "AwsRegion", "SipMediaApplicationId")
    return sorted(tuple(target.get(key) for key in keys) for target in targets)
