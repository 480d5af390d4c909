"""An account beside the code: every declared resource with the one that it means, and what no code declares."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chime_voice.contract.marker import strip
from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.phone_numbers import PhoneNumbers, nth
from chime_voice.contract.registry import TYPES
from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.termination_credentials import TerminationCredentials
from chime_voice.contract.wire import WireError
from chime_voice.drift.likeness import compare as compare_properties

from constructs_lib.assembly.declared import Declared
from constructs_lib.drift import outlook
from constructs_lib.drift.items import Item, items, stack_hashes
from constructs_lib.drift.matching import Match, Matching
from constructs_lib.drift.model import Change, Compared, Drift, Extra, Verdict, Whose
from constructs_lib.drift.resolving import is_known
from constructs_lib.estate.blind import Blind
from constructs_lib.estate.errors import EstateError
from constructs_lib.estate.marks import mark_of
from constructs_lib.estate.model import Estate, Found, gaps_words

# What others refer to comes before what refers to it.
_FIRST = ("PhoneNumber", "PhoneNumbers", "SipMediaApplication", "VoiceConnector", "VoiceConnectorGroup")
# As provider/number_names.py writes them.
_PLACE = re.compile(r"(?:^|\s)no\.(\d+)-[0-9a-f]{4}$")
_APPLICATION = SipMediaApplication.SPEC.type_name
_PASSWORDS = "user names and passwords"


def compare(declared: Sequence[Declared], estate: Estate) -> Drift:
    """Compare what is declared with what an account has.

    Args:
        declared: of an assembly, in its order.
        estate: the account as it was read.

    Raises:
        EstateError: nothing is declared for this account.
    """
    here = [each for each in declared if each.account in ("", estate.account)]
    elsewhere = sorted({each.account for each in declared} - {"", estate.account})
    if declared and not here:
        raise EstateError(
            f"the assembly is for account {', '.join(elsewhere)}, and what it is compared with is account {estate.account}; "
            f"compare it with its own account"
        )
    comparing = _Comparing(estate)
    compared = {id(each): list(comparing.declared(each)) for each in sorted(here, key=_rank)}
    notes = gaps_words(estate.gaps)
    if elsewhere:
        notes.append(f"what is declared for account {', '.join(elsewhere)} was not compared")
    return Drift(
        account=estate.account,
        scanned_at=estate.scanned_at,
        resources=tuple(one for each in here for one in compared[id(each)]),
        extras=tuple(comparing.extras(here)),
        notes=tuple(notes),
    )


def _rank(declared: Declared) -> int:
    name = declared.contract.__name__
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


class _Comparing:
    """One comparison, in which ids become known one after the other."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._matching = Matching(estate)
        self._blind = Blind(estate)
        self._functions = {each.arn: each for each in estate.functions}
        self._values: dict[str, str] = {}

    def declared(self, declared: Declared) -> Iterator[Compared]:
        """A declaration beside what it means; of a set each member."""
        for item in items(declared, self._values, self._estate.account, self._estate.regions):
            if item.contract is PhoneNumbers:
                yield self._searched(item)
                continue
            match = self._matching.match(item)
            if match.found and not item.member:
                self._learn(declared, match.found.attributes)
            yield self._one(item, match)
        if declared.contract is PhoneNumbers:
            exact = declared.properties.get("E164PhoneNumbers") or ()
            self._learn(declared, {nth(at): str(number) for at, number in enumerate(exact)})

    def extras(self, declared: Sequence[Declared]) -> Iterator[Extra]:
        """What no code declares."""
        ours = {hash_ for each in declared for hash_ in stack_hashes(each, self._estate.account, self._estate.regions)}
        for found in self._matching.left():
            raw = str(found.facts.get("Name") or found.properties.get("Name") or "")
            mark = mark_of(found)
            whose: Whose = "nobody" if mark is None else "left behind" if mark.stack in ours else "another stack"
            yield Extra(
                type_name=found.type_name,
                label=TYPES[found.type_name].SPEC.label,
                id=found.id,
                name=strip(raw),
                region=found.region,
                whose=whose,
            )

    def _learn(self, declared: Declared, attributes: Mapping[str, str]) -> None:
        for attribute, placeholder in declared.placeholders.items():
            if attribute in attributes:
                self._values[placeholder] = attributes[attribute]

    def _one(self, item: Item, match: Match) -> Compared:
        if item.declared.problem:
            return _told(item, match.found, "unknown", item.declared.problem)
        if match.found is None:
            return self._absent(item, match)
        blind = self._blind.properties(match.found)
        comparison = compare_properties(item.contract, item.properties, _present(match.found), is_known)
        changes = tuple(
            Change(
                property=each.property,
                declared=each.declared,
                present=each.present,
                outlook=outlook.of_change(
                    item.contract, each.property, adopted=item.is_adopted, native=item.declared.native
                ),
            )
            for each in comparison.differences
            if each.property.partition(".")[0] not in blind
        )
        unknown = [*comparison.unknown, *(name for name in item.properties if name in blind)]
        if item.contract is TerminationCredentials:
            unknown.append(_PASSWORDS)
        note = "; ".join(filter(None, (match.note, self._function_note(match.found))))
        return dataclasses.replace(
            _told(item, match.found, "differs" if changes else "same", note),
            changes=changes,
            not_comparable=tuple(dict.fromkeys(unknown)),
        )

    def _function_note(self, found: Found) -> str:
        """Why an application that is as declared answers nobody all the same; empty where it does, for all that is known."""
        endpoints = found.properties.get("Endpoints") or () if found.type_name == _APPLICATION else ()
        for endpoint in endpoints:
            function = self._functions.get(str(endpoint.get("LambdaArn")))
            if function and function.exists is False:
                return f"nobody answers: its function {function.arn} does not exist"
            if function and function.invoke_permission is False:
                return f"nobody answers: the service may not invoke its function {function.arn}"
        return ""

    def _absent(self, item: Item, match: Match) -> Compared:
        unseen = _depends(item) or self._blind.to_type(item.contract, item.declared.endpoint)
        if match.is_open or unseen:
            return _told(item, None, "unknown", match.note if match.is_open else unseen)
        becomes = outlook.of_missing(
            item.contract, adopted=item.is_adopted, native=item.declared.native, member=bool(item.member)
        )
        return dataclasses.replace(_told(item, None, "missing", match.note), outlook=becomes)

    def _searched(self, item: Item) -> Compared:
        """Numbers that a search found: their number and product type; which they are is nobody's to declare."""
        found = self._matching.members(item)
        wanted = int(item.properties.get("Count") or 0)
        self._learn(item.declared, _by_place(found))
        changes = []
        if len(found) < wanted:
            changes.append(Change(property="Count", declared=wanted, present=len(found), outlook="with-any-change"))
        product_type = item.properties.get("ProductType")
        changes += [
            Change(
                property=f"ProductType of {each.id}",
                declared=product_type,
                present=each.properties.get("ProductType"),
                outlook="with-any-change",
            )
            for each in found
            if each.properties.get("ProductType") != product_type
        ]
        more = len(found) - wanted
        note = f"{more} more carry its mark: numbers that it had before, and that were kept" if more > 0 else ""
        unseen = self._blind.to_type(PhoneNumber, item.declared.endpoint)
        if unseen:
            return _told(item, None, "unknown", unseen)
        return dataclasses.replace(
            _told(item, None, "differs" if changes else "same", note),
            id=", ".join(sorted(each.id for each in found)),
            changes=tuple(changes),
        )


def _told(item: Item, found: Found | None, verdict: Verdict, note: str) -> Compared:
    return Compared(
        type_name=item.contract.SPEC.type_name,
        label=item.contract.SPEC.label,
        name=item.name,
        id=found.id if found else "",
        region=found.region if found else item.declared.endpoint,
        verdict=verdict,
        note=note,
        origin=item.declared.origin,
    )


def _by_place(numbers: Sequence[Found]) -> dict[str, str]:
    """Attribute -> number, by the places that the provider writes into their names; none where two claim one."""
    claims: dict[int, list[str]] = {}
    for each in numbers:
        place = _PLACE.search(strip(str(each.facts.get("Name") or "")))
        if place:
            claims.setdefault(int(place[1]), []).append(each.id)
    return {nth(place - 1): claimed[0] for place, claimed in claims.items() if len(claimed) == 1}


def _present(found: Found) -> Mapping[str, Any]:
    """The properties in the contract's own types."""
    contract = TYPES[found.type_name]
    try:
        return contract.parse(found.properties).properties()
    except WireError:
        return found.properties


def _depends(item: Item) -> str:
    """Why nothing could be looked for: what it is found by is not known. What carries a mark is found by that."""
    names = ["AdoptId", "VoiceConnectorId", "VoiceConnectorGroupId"]
    names += ["TriggerValue", "E164PhoneNumber"] if item.member else []
    unknown = [name for name in names if name in item.properties and not is_known(item.properties[name])]
    return f"{', '.join(unknown)} is known only to the deployment" if unknown else ""
