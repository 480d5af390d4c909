"""Which resource of the account is the one that a declaration means.

By the id that it adopts; else by the owner's mark in the name; else by what only one can have, a trigger or a number;
else by a name that nobody marked and no other has in that Region.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from chime_voice.contract.global_settings import GlobalSettings
from chime_voice.contract.marker import short_hash
from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.phone_number_settings import PhoneNumberSettings
from chime_voice.contract.sip_rule import SipRule, comparable
from chime_voice.contract.termination_credentials import TerminationCredentials
from chime_voice.contract.voice_connector import VoiceConnector

from constructs_lib.drift.items import Item
from constructs_lib.drift.resolving import is_known
from constructs_lib.estate.marks import Marks, mark_of
from constructs_lib.estate.model import Estate, Found

# An account has one of each.
_SETTINGS = (GlobalSettings, PhoneNumberSettings)
UNMARKED = "its name lost the mark of its owner, so it was renamed by hand"


@dataclasses.dataclass(frozen=True)
class Match:
    """What was found for a declaration."""

    found: Found | None = None
    note: str = ""
    """What a reader should know about how it was found, or why it was not."""
    is_open: bool = False
    """Whether several could be meant, and nobody can say which."""


class Matching:
    """The account's resources by what they are found by; each is found once."""

    def __init__(self, estate: Estate) -> None:
        self._of_type: dict[str, list[Found]] = {}
        self._marks = Marks(estate.resources)
        self._taken: set[tuple[str, str]] = set()
        for found in estate.resources:
            if "DeletionTimestamp" not in found.facts:
                self._of_type.setdefault(found.type_name, []).append(found)

    def match(self, item: Item) -> Match:
        """The resource of a declaration; it is not found for another one again."""
        ways: tuple[Callable[[Item], Match], ...] = (
            self._by_what_it_is_of,
            self._by_adoption,
            self._by_mark,
            self._by_what_one_can_have,
            self._by_name,
        )
        for way in ways:
            match = way(item)
            if match.found:
                self._taken.add((match.found.type_name, match.found.id))
                return match
            if match.is_open or match.note:
                return match
        return Match()

    def members(self, item: Item) -> list[Found]:
        """The numbers of a set, which are found by its mark."""
        found = list(self._marked(PhoneNumber.SPEC.type_name, item))
        self._taken.update((each.type_name, each.id) for each in found)
        return found

    def left(self) -> Iterable[Found]:
        """What no declaration meant. Which numbers a carrier has is a matter of the numbers."""
        for type_name, some in self._of_type.items():
            if type_name != PhoneNumberAssociation.SPEC.type_name:
                yield from filter(self._is_free, some)

    def _is_free(self, found: Found) -> bool:
        return (found.type_name, found.id) not in self._taken

    def _marked(self, type_name: str, item: Item) -> Iterator[Found]:
        for owner in item.owners:
            yield from filter(self._is_free, self._marks.of_owner(type_name, owner))
        if not item.owners and not item.declared.native:
            # The deployment names a nested stack; what it declares has a logical id of its own all the same.
            logical_id = short_hash(item.declared.origin.logical_id)
            yield from filter(self._is_free, self._marks.of_logical_id(type_name, logical_id))

    def _every(self, item: Item) -> list[Found]:
        return list(filter(self._is_free, self._of_type.get(item.contract.SPEC.type_name, ())))

    def _by_what_it_is_of(self, item: Item) -> Match:
        """What has no identity of its own: settings, the numbers of a carrier, the users of a connector."""
        if item.contract in _SETTINGS:
            return Match(next(iter(self._every(item)), None))
        if item.contract is PhoneNumberAssociation:
            carrier = next(
                (name for name in ("VoiceConnectorId", "VoiceConnectorGroupId") if item.properties.get(name)), ""
            )
            wanted = item.properties.get(carrier)
            return Match(_merged([e for e in self._every(item) if wanted and e.properties.get(carrier) == wanted]))
        if item.contract is TerminationCredentials:
            wanted = item.properties.get("VoiceConnectorId")
            connectors = self._of_type.get(VoiceConnector.SPEC.type_name, ())
            return Match(next((_users(each) for each in connectors if each.id == wanted), None))
        return Match()

    def _by_adoption(self, item: Item) -> Match:
        if not item.adopt_id:
            return Match()
        found = self._marks.of_id(item.contract.SPEC.type_name, item.adopt_id)
        if found and self._is_free(found):
            return Match(found)
        return Match(note=f"it takes over {item.adopt_id}, which the account does not have")

    def _by_mark(self, item: Item) -> Match:
        marked = list(self._marked(item.contract.SPEC.type_name, item))
        key = _only_one_has(item.contract, item.properties)
        if item.member or (key and len(marked) > 1):
            marked = [each for each in marked if key and _only_one_has(item.contract, _facts(each)) == key]
        if len(marked) > 1:
            ids = ", ".join(sorted(each.id for each in marked))
            return Match(
                note=f"several carry its mark: {ids}; which of them it is, the account does not say", is_open=True
            )
        return Match(marked[0] if marked else None)

    def _by_what_one_can_have(self, item: Item) -> Match:
        key = _only_one_has(item.contract, item.properties)
        found = next((e for e in self._every(item) if key and _only_one_has(item.contract, _facts(e)) == key), None)
        if found is None:
            return Match()
        return Match(found, note=_note(found))

    def _by_name(self, item: Item) -> Match:
        wanted = item.properties.get("Name")
        if not wanted or not is_known(wanted) or item.member:
            return Match()
        alike = [
            each
            for each in self._every(item)
            if str(each.facts.get("Name") or "") == wanted and each.region == (item.declared.endpoint or each.region)
        ]
        if len(alike) != 1:
            return Match()
        return Match(alike[0], note="" if item.declared.native else "found by its name: it carries no mark of an owner")


def _note(found: Found) -> str:
    return UNMARKED if mark_of(found) is None else "its name carries the mark of another owner"


def _facts(found: Found) -> Mapping[str, object]:
    return (
        {**found.properties, "E164PhoneNumber": found.id}
        if found.type_name == PhoneNumber.SPEC.type_name
        else found.properties
    )


def _only_one_has(contract: type[object], properties: Mapping[str, object]) -> tuple[str, ...]:
    """What tells a resource from all others of its type; empty where nothing does."""
    if contract is SipRule:
        kind, value = properties.get("TriggerType"), properties.get("TriggerValue")
        return (str(kind), comparable(str(value))) if value and is_known(value) else ()
    if contract is PhoneNumber:
        number = properties.get("E164PhoneNumber")
        return (str(number),) if number and is_known(number) else ()
    return ()


def _merged(some: Sequence[Found]) -> Found | None:
    """An association that the scan had to cut into several."""
    if not some:
        return None
    numbers = [number for each in some for number in each.properties.get("E164PhoneNumbers", ())]
    return dataclasses.replace(some[0], properties={**some[0].properties, "E164PhoneNumbers": numbers})


def _users(connector: Found) -> Found | None:
    """The list of users of a connector, as far as the service shows it."""
    users = connector.facts.get("TerminationUsernames")
    if not users:
        return None
    return Found(
        type_name=TerminationCredentials.SPEC.type_name,
        id=connector.id,
        region=connector.region,
        properties={},
        attributes={"VoiceConnectorId": connector.id},
    )
