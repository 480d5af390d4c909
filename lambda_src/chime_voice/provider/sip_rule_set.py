"""A set of SIP rules: each rule on its own, and one chunk's worth of waiting for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chime_voice.contract.sip_rule import SipRule as SipRuleContract
from chime_voice.contract.sip_rule_set import SipRuleSet as Contract
from chime_voice.provider.resource import ResourceProvider, State
from chime_voice.provider.rule_batch import RuleBatch
from chime_voice.provider.sip_rule import SipRule

_ID = re.compile(r"sip-rules-[0-9a-f]{6}-[0-9a-f]{6}-(.+)")


class SipRuleSet(ResourceProvider[Contract]):
    """`Custom::ChimeSipRuleSet`.

    The service knows rules, no sets: a set is the rules that carry its mark, and the rules that it adopted. So its state
    is nothing but its id, which says whose it is and at which endpoint.
    """

    contract = Contract

    def is_id(self, physical_id: str) -> bool:
        """The form that `id_of` gives."""
        return _ID.fullmatch(physical_id) is not None

    def id_of(self, state: State) -> str:
        """The owner's mark without the request, and the endpoint: the same in every delivery of every event."""
        return f"sip-rules-{self.marker.stack}-{self.marker.logical_id}-{state['HomeRegion']}"

    def read(self, physical_id: str) -> State | None:
        """What the id says; there is nothing to look up."""
        found = _ID.fullmatch(physical_id)
        return self._state(found[1]) if found else None

    def every(self) -> Iterable[State]:
        """All rules of the endpoint."""
        return self._rules.every()

    def own(self) -> list[State]:
        """This very set: what an unanswered Create left is found by the marks of its rules."""
        return [self._state("")]

    def find_own(self, desired: Contract, other_than: str | None) -> State | None:  # noqa: ARG002
        """None: whatever is there, `bring` finds."""
        return None

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:  # noqa: ARG002
        """Rules can be changed only at the endpoint that made them."""
        return bool(state["HomeRegion"] == desired.home_region)

    def make(self, desired: Contract) -> State:
        """Nothing yet: `bring` makes the rules."""
        return self._state(desired.home_region)

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:
        """Call for what differs, and leave alone what does not."""
        formerly = {rule.trigger_value: rule.adopt_id for rule in previous.rules() if rule.adopt_id} if previous else {}
        batch = RuleBatch(self._rules, formerly=formerly, known=previous is not None)
        batch.bring(desired.rules())
        return state

    def restore(self, state: State) -> None:
        """Never asked for: rules are adopted one by one, not as a set."""

    def describe(self, state: State) -> str:
        """Its endpoint."""
        return f"at {state['HomeRegion']}"

    def remove(self, state: State) -> None:  # noqa: ARG002 - its rules are found by their marks
        """Hand back the adopted rules, delete the others."""
        batch = RuleBatch(self._rules, formerly={}, known=True)
        batch.bring(())

    def attributes(self, state: State) -> dict[str, str]:
        """The id; the rules have no names in a template."""
        return {"SipRuleSetId": self.id_of(state)}

    @property
    def _rules(self) -> SipRule:
        return _RuleOfSet(self.api, self.clock, self.marker, read_secret=self.read_secret)

    def _state(self, home_region: str) -> State:
        return {"HomeRegion": home_region, "Name": self.marker.text}


class _RuleOfSet(SipRule):
    def adoption(self, found: str, desired: SipRuleContract) -> str:
        adopted = {desired.trigger_value: found}
        return f"adopt={adopted}"
