"""Where the account was not read: what is not seen there is not missing, and a part that is not seen is no difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chime_voice.contract.global_settings import GlobalSettings
from chime_voice.contract.phone_number_settings import PhoneNumberSettings
from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import Resource
from chime_voice.contract.wire import fields_of

from constructs_lib.estate.model import PENDING, Estate, Found

_ALL = "chime:*"
_SETTINGS = (GlobalSettings, PhoneNumberSettings)
# Of what operations show, the properties that are not named like them.
_OF_OPERATION = {
    "chime:ListTagsForResource": "Tags",
    "chime:GetSipMediaApplicationLoggingConfiguration": "MessageLogging",
    "chime:GetVoiceProfileDomain": "ServerSideEncryptionConfiguration",
}
_PART = "chime:GetVoiceConnector"


class Blind:
    """What an estate does not show."""

    def __init__(self, estate: Estate) -> None:
        self._regions = frozenset(estate.regions)
        self._refused: dict[str, set[str]] = {}
        for gap in estate.gaps:
            self._refused.setdefault(gap.region, set()).add(gap.operation)

    def to_type(self, contract: type[Resource], region: str) -> str:
        """Why resources of a type may be in a Region and not be seen; empty: all are seen."""
        if region and region not in self._regions:
            return f"{region} was not looked at"
        lists = set(_operations(contract))
        refused = self._refused.get(region, set())
        if PENDING in refused:
            return f"{region} was not looked at"
        for operation in sorted(refused):
            if operation == _ALL or operation.removeprefix("chime:") in lists:
                return f"{region} did not answer {operation}"
        return ""

    def properties(self, found: Found) -> frozenset[str]:
        """The properties of a resource that were not shown."""
        refused = self._refused.get(found.region, set())
        contract: Any = TYPES[found.type_name]
        named = {name for name, _ in fields_of(contract).values()}
        parts = {each.removeprefix(_PART) for each in refused if each.startswith(_PART)}
        told = {_OF_OPERATION[each] for each in refused if each in _OF_OPERATION}
        return frozenset(named if {_ALL, PENDING} & refused else named & (parts | told))


def _operations(contract: type[Resource]) -> Iterable[str]:
    """The calls that show whether there is such a resource."""
    reads = "Get" if contract in _SETTINGS else "List"
    every = (each for one in contract.SPEC.permissions for each in one.operations if each.startswith(reads))
    return (each for each in every if f"chime:{each}" not in _OF_OPERATION)
