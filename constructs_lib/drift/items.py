"""Declared resources one by one: a set of rules or numbers is its members."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chime_voice.contract.marker import short_hash
from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.phone_numbers import PhoneNumbers
from chime_voice.contract.resource import Resource
from chime_voice.contract.sip_rule import SipRule
from chime_voice.contract.sip_rule_set import SipRuleSet

from constructs_lib.assembly.declared import Declared
from constructs_lib.drift.resolving import is_known, resolved
from constructs_lib.estate.marks import Owner, stack_mark


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Item:
    """One resource that should be in the account."""

    declared: Declared
    contract: type[Resource]
    properties: Mapping[str, Any]
    """References followed as far as they could be."""
    owners: frozenset[Owner]
    """The marks that its name may carry; several where the assembly does not say in which Region its stack is."""
    member: str = ""
    """Which one of a set it is; empty: of none."""

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return f"{self.declared.label}, {self.member}" if self.member else self.declared.label

    @property
    def adopt_id(self) -> str:
        """The id of what it takes over; empty: nothing, or not known."""
        given = self.properties.get("AdoptId") or ""
        return str(given) if is_known(given) else ""

    @property
    def is_adopted(self) -> bool:
        """Whether it takes over what was there before."""
        return bool(self.properties.get("AdoptId") or self.properties.get("Adopt"))


def items(declared: Declared, values: Mapping[str, str], account: str, regions: Sequence[str]) -> Iterator[Item]:
    """What a declaration asks of an account.

    Args:
        declared: of the assembly.
        values: placeholder -> what it comes to.
        account: whose marks to expect where the stack names none.
        regions: those where the stack may be, if it names none.
    """
    properties = resolved(declared.properties, values)
    owners = _owners(declared, account, regions)
    if declared.contract is SipRuleSet and not declared.problem:
        for rule in SipRuleSet.parse(properties).rules():
            document = rule.properties()
            if not is_known(rule.trigger_value):
                document.pop("Name", None)
            yield Item(
                declared=declared,
                contract=SipRule,
                properties=document,
                owners=owners,
                member=f"rule for {rule.trigger_value}",
            )
    elif declared.contract is PhoneNumbers and properties.get("E164PhoneNumbers"):
        for number in properties["E164PhoneNumbers"]:
            yield Item(
                declared=declared,
                contract=PhoneNumber,
                properties={
                    "E164PhoneNumber": number,
                    "ProductType": properties.get("ProductType"),
                    "HomeRegion": properties.get("HomeRegion"),
                },
                owners=owners,
                member=str(number),
            )
    else:
        yield Item(declared=declared, contract=declared.contract, properties=properties, owners=owners)


def stack_hashes(declared: Declared, account: str, regions: Sequence[str]) -> frozenset[str]:
    """How marks may name the stack."""
    if not declared.stack:
        return frozenset()
    of = declared.account or account
    return frozenset(
        stack_mark(region, of, declared.stack) for region in ([declared.region] if declared.region else regions)
    )


def _owners(declared: Declared, account: str, regions: Sequence[str]) -> frozenset[Owner]:
    if declared.native:
        return frozenset()
    logical_id = short_hash(declared.origin.logical_id)
    return frozenset((stack, logical_id) for stack in stack_hashes(declared, account, regions))
