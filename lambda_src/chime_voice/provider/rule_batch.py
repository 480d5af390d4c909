"""Many SIP rules brought to what is declared: what fails keeps none of the others from being done.

Every wait is shared: rules are written one after the other and then looked at together, since 202 only means accepted.
Nothing is kept between invocations. The next one looks again, and goes on with what still differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from chime_voice.contract.marker import Marker, before, strip
from chime_voice.contract.sip_rule import SipRule as Rule
from chime_voice.contract.sip_rule import comparable
from chime_voice.provider.client import THROTTLED
from chime_voice.provider.clock import pause
from chime_voice.provider.errors import Failure, HandOn, NotFound, Refused
from chime_voice.provider.resource import LETTING_GO, SETTLING, WRITES, State
from chime_voice.provider.sip_rule import ACCEPTANCE, SipRule, same

# After the client's own attempts, which take half a minute: others use up the account's rate, and will be done.
_THROTTLED_FOR = 15.0
# What is refused for one rule is refused for all.
_HOPELESS = frozenset(
    {"ResourceLimitExceededException", "AccessDeniedException", "ForbiddenException", "UnauthorizedClientException"}
)
# Above this, one list is cheaper than a look at each.
_FEW = 20

Key = tuple[str, str]


class RuleBatch:
    """One event's work on the rules of a set."""

    def __init__(self, rules: SipRule, *, formerly: Mapping[str, str], known: bool) -> None:
        """Bind to the endpoint.

        Args:
            rules: the provider of single rules, with the set's mark.
            formerly: trigger -> id of the rules that were declared as adopted before: they go on as the set's own.
            known: whether the set existed before this event. Then a rule that it had, or that another chunk of it has,
                is taken without being asked: what was moved there is moved back where the deployment fails.
        """
        self._rules = rules
        self._clock = rules.clock
        self._formerly = formerly
        self._known = known
        self._failed: dict[str, list[str]] = {}

    def bring(self, desired: Sequence[Rule]) -> None:
        """Make, change and remove, in that order; nothing is removed while anything else failed.

        Raises:
            Failure: names every rule that could not be brought, by reason; the others are as declared.
            HandOn: this invocation is too short.
        """
        present = {self._rules.id_of(rule): rule for rule in self._rules.every()}
        by_trigger: dict[Key, list[State]] = {}
        for state in present.values():
            by_trigger.setdefault(_key(state["TriggerType"], state["TriggerValue"]), []).append(state)
        kept: set[str] = set()
        to_make: list[Rule] = []
        changes: list[State] = []
        adoptions: list[State] = []
        for rule in desired:
            candidates = by_trigger.get(_key(rule.trigger_type, rule.trigger_value), [])
            if not rule.adopt_id and any(map(self._moved_away, candidates)):
                continue
            try:
                found = self._present(rule, present, candidates)
            except Failure as failure:
                self._fail(failure, rule.trigger_value)
                continue
            if found is None:
                to_make.append(rule)
                continue
            kept.add(self._rules.id_of(found))
            wanted = self._rules.wanted(found, rule)
            if not same(found, wanted):
                (adoptions if rule.adopt_id else changes).append(wanted)
        self._write(changes)
        self._make(to_make)
        if not self._failed:
            # Nothing remembers what they were, so they come when no rule of this chunk can fail any more.
            self._write(adoptions)
        if not self._failed:
            self._remove([state for id_, state in present.items() if id_ not in kept and self._owns(state)])
        if self._failed:
            raise Failure(self._summary())

    def _present(self, rule: Rule, present: Mapping[str, State], candidates: list[State]) -> State | None:
        """The rule that is to become this one; None when one has to be made.

        Raises:
            Failure: the trigger, or the id to adopt, is somebody else's.
        """
        if rule.adopt_id:
            adopted = present.get(rule.adopt_id)
            if adopted is None:
                raise Failure(f"cannot adopt {rule.adopt_id!r}: {rule.home_region} has no SIP rule of that id")
            if adopted not in candidates:
                raise Failure(f"cannot adopt {rule.adopt_id!r}: that rule is {self._rules.describe(adopted)}")
            return adopted
        for may_take in (self._owns, self._was_adopted, lambda state: self._may_return(state, rule)):
            fitting = [state for state in candidates if may_take(state)]
            if fitting:
                return min(fitting, key=self._rules.id_of)
        if candidates:
            raise self._rules.taken(candidates[0], rule)
        return None

    def _owns(self, state: State) -> bool:
        return self._rules.marker.owns(state.get("Name"))

    def _was_adopted(self, state: State) -> bool:
        return self._rules.id_of(state) in self._formerly.values()

    def _moved_away(self, state: State) -> bool:
        """Whether another stack took it over from this set: it answers, and is no longer this stack's to change."""
        mark = Marker.read(state.get("Name"))
        was_ours = self._rules.marker.owns(before(str(state.get("Name") or "")))
        return was_ours and mark is not None and mark.stack != self._rules.marker.stack

    def _may_return(self, state: State, rule: Rule) -> bool:
        """Whether it was this chunk's and is another construct's of the stack, or is another chunk's of the same set."""
        name = str(state.get("Name") or "")
        mark = Marker.read(name)
        was_ours = self._rules.marker.owns(before(name))
        is_of_the_set = mark is not None and mark.stack == self._rules.marker.stack and strip(name) == rule.name
        return self._known and (was_ours or is_of_the_set)

    def _make(self, rules: list[Rule]) -> None:
        """Make the missing ones; a trigger that is not accepted yet is tried again with the others like it."""
        for delay in (*ACCEPTANCE, None):
            refused_for_now = []
            for at, rule in enumerate(rules):
                try:
                    self._patiently(lambda rule=rule: self._rules.make_now(rule))  # type: ignore[misc]
                except Refused as refused:
                    if refused.code == "BadRequestException" and delay is not None:
                        refused_for_now.append(rule)
                    elif refused.code in _HOPELESS:
                        self._fail(refused, *(each.trigger_value for each in [*refused_for_now, *rules[at:]]))
                        return
                    else:
                        self._fail(refused, rule.trigger_value)
                except Failure as failure:
                    self._fail(failure, rule.trigger_value)
            rules = refused_for_now
            if not rules or delay is None:
                return
            pause(self._clock, delay)

    def _write(self, changes: Iterable[State]) -> list[State]:
        """Write rules and see them written; answers those that are."""
        accepted: dict[str, State] = {}
        for wanted in changes:
            try:
                self._patiently(lambda wanted=wanted: self._rules.put_now(wanted))  # type: ignore[misc]
            except Failure as failure:
                self._fail(failure, wanted["TriggerValue"])
            else:
                accepted[self._rules.id_of(wanted)] = wanted
        pending = set(accepted)
        for delay in (*WRITES, None):
            shown = self._look(pending)
            pending = {found for found in pending if found in shown and not same(shown[found], accepted[found])}
            if not pending or delay is None:
                break
            pause(self._clock, delay)
        for found in pending:
            self._fail(
                Failure("the service took a change but does not show it after a minute; deploy again"),
                accepted[found]["TriggerValue"],
            )
        return [wanted for found, wanted in accepted.items() if found not in pending]

    def _remove(self, leaving: list[State]) -> None:
        """Hand back what was another owner's; disable the others, delete them, and see them gone."""
        adopted = [state for state in leaving if Marker.read(before(state["Name"])) is not None]
        self._write({**state, "Name": before(state["Name"])} for state in adopted)
        ours = [state for state in leaving if state not in adopted]
        enabled = [{**state, "Disabled": True} for state in ours if not state.get("Disabled")]
        disabled = [*self._write(enabled), *(state for state in ours if state.get("Disabled"))]
        remaining = {self._rules.id_of(state): state for state in disabled}
        for delay in (*LETTING_GO, None):
            refused = self._delete(remaining)
            if not refused or delay is None:
                break
            pause(self._clock, delay)
        for found, failure in refused.items():
            self._fail(failure, remaining.pop(found)["TriggerValue"])
        for delay in (*SETTLING, None):
            shown = self._look(set(remaining))
            if not shown or delay is None:
                break
            pause(self._clock, delay)
        still_there = Failure("the service accepted the deletion but still shows it; try again later")
        for state in shown.values():
            self._fail(still_there, state["TriggerValue"])

    def _delete(self, remaining: Mapping[str, State]) -> dict[str, Failure]:
        refused: dict[str, Failure] = {}
        for found in remaining:
            try:
                self._patiently(lambda found=found: self._rules.api.call("DeleteSipRule", SipRuleId=found))  # type: ignore[misc]
            except NotFound:
                continue
            except Failure as failure:
                refused[found] = failure
        return refused

    def _look(self, ids: set[str]) -> dict[str, State]:
        """Those that the service shows."""
        if len(ids) <= _FEW:
            read = {found: self._rules.read(found) for found in sorted(ids)}
            return {found: state for found, state in read.items() if state is not None}
        return {found: rule for rule in self._rules.every() if (found := self._rules.id_of(rule)) in ids}

    def _patiently(self, step: Callable[[], Any]) -> Any:
        """A step, as often as the account's rate is used up by others; ends with the invocation."""
        waiting_for = ""
        try:
            while True:
                try:
                    return step()
                except Refused as refused:
                    if refused.code not in THROTTLED:
                        raise
                    waiting_for = str(refused)
                pause(self._clock, _THROTTLED_FOR)
        except HandOn as longer:
            raise HandOn({"Waiting": waiting_for} if waiting_for else None) from longer

    def _fail(self, failure: Failure, *triggers: str) -> None:
        self._failed.setdefault(str(failure), []).extend(triggers)

    def _summary(self) -> str:
        """Every reason with the triggers that it befell; whoever carries the answer cuts it to its limit."""
        failed = sum(len(triggers) for triggers in self._failed.values())
        reasons = (f"{', '.join(triggers)}: {reason}" for reason, triggers in self._failed.items())
        return f"{failed} {'rule' if failed == 1 else 'rules'} failed, the others are as declared. {'; '.join(reasons)}"


def _key(kind: str, value: str) -> Key:
    return kind, comparable(value)
