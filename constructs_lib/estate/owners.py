"""Which resource of an account a declaration means: the one that it adopts, or the one with its mark.

CloudFormation's own types leave no mark: theirs is the only one of that name in the Region that carries none.
"""

from __future__ import annotations

from chime_voice.contract.marker import short_hash
from chime_voice.contract.registry import TYPES
from chime_voice.contract.sip_rule import SipRule
from chime_voice.contract.sip_rule_set import SipRuleSet

from constructs_lib.estate.marks import Marks, mark_of, stack_mark
from constructs_lib.estate.model import Estate, Found
from constructs_lib.routing.model import Origin, Resource, Route, RoutingTable

ADOPT = "AdoptId"
_RULE, _RULES = SipRule.SPEC.type_name, SipRuleSet.SPEC.type_name


class Owners:
    """Declarations and what an account has of them.

    Args:
        estate: what the account has.
        declarations: what a cloud assembly declares.
    """

    def __init__(self, estate: Estate, declarations: RoutingTable) -> None:
        self._account = estate.account
        self._marks = Marks(estate.resources)
        self._named: dict[tuple[str, str, str], list[Found]] = {}
        for each in estate.resources:
            if mark_of(each) is None:
                key = (TYPES[each.type_name].SPEC.label, each.region, str(each.properties.get("Name") or ""))
                self._named.setdefault(key, []).append(each)
        pairs = {each.origin: self._of(each) for each in declarations.resources}
        self.pairs: dict[Origin, Found] = {place: found for place, found in pairs.items() if found}
        """Where it is declared -> what the account has of it."""
        self._sets = {each.origin for each in declarations.resources if each.type_name == _RULES}
        self._by_trigger = {str(each.properties["TriggerValue"]): each for each in estate.of_type(_RULE)}

    def rule_of(self, route: Route) -> Found | None:
        """The account's rule that a declared route means, by itself or in a set."""
        if route.rule_id:
            return self._marks.of_id(_RULE, route.rule_id)
        if route.origin not in self._sets:
            return self.pairs.get(route.origin)
        found = self._by_trigger.get(route.trigger.value)
        mark = mark_of(found) if found else None
        return found if mark and mark.logical_id == short_hash(route.origin.logical_id) else None

    def _of(self, declared: Resource) -> Found | None:
        adopted = declared.value(ADOPT)
        if adopted:
            return self._marks.of_id(declared.type_name, adopted)
        if declared.type_name not in TYPES:
            alike = self._named.get((declared.label, declared.region, declared.value("Name")), [])
            return alike[0] if len(alike) == 1 else None
        candidates = self._marks.of_logical_id(declared.type_name, short_hash(declared.origin.logical_id))
        # A stack's label may be another than its name; then the logical id has to do, where one alone carries it.
        own = [each for each in candidates if self._is_of_stack(each, declared.origin.stack)] or candidates
        return own[0] if len(own) == 1 else None

    def _is_of_stack(self, found: Found, stack: str) -> bool:
        mark = mark_of(found)
        return mark is not None and mark.stack == stack_mark(found.region, self._account, stack)
