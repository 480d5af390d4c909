"""One declared resource as the service has it now, under the contract's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chime_voice.contract.marker import Marker
from chime_voice.contract.sip_rule import comparable
from chime_voice.drift.reads import PARTS
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.errors import NotFound

Properties = Mapping[str, Any]
_Reader = Callable[[str, Properties], "Properties | None"]
_CARRIERS = ("VoiceConnectorId", "VoiceConnectorGroupId")


class Reading:
    """One endpoint; what several resources are told from is listed once."""

    def __init__(self, api: VoiceApi) -> None:
        """Bind the endpoint."""
        self._api = api
        self._lists: dict[str, list[Properties]] = {}

    def present(self, type_name: str, physical_id: str, declared: Properties) -> Properties | None:
        """A resource as it is; None where there is none.

        Args:
            type_name: of the resource.
            physical_id: the service's id.
            declared: its properties: only what is declared is asked for.

        Raises:
            Failure: the service does not say.
        """
        readers: dict[str, _Reader] = {
            "PhoneNumber": self._number,
            "SipMediaApplication": self._application,
            "VoiceConnector": self._connector,
            "VoiceProfileDomain": self._domain,
            "PhoneNumberAssociation": self._association,
            "TerminationCredentials": self._credentials,
            "GlobalSettings": self._global_settings,
            "PhoneNumberSettings": self._number_settings,
        }
        reader = readers.get(type_name.removeprefix("Custom::Chime"))
        try:
            return reader(physical_id, declared) if reader else self._plain(type_name, physical_id)
        except NotFound:
            return None

    def rules(self, set_id: str) -> list[Properties]:
        """The rules that carry the mark of a set, and those that it may have adopted."""
        return [rule for rule in self.every("ListSipRules", "SipRules") if _is_of(set_id, rule) is not False]

    def numbers(self, set_id: str) -> list[Properties]:
        """The numbers that carry the mark of a set."""
        return [number for number in self._numbers() if _is_of(set_id, number)]

    def every(self, operation: str, member: str) -> list[Properties]:
        """A whole list, asked for once."""
        if operation not in self._lists:
            self._lists[operation] = list(self._api.pages(operation, member))
        return self._lists[operation]

    def _numbers(self) -> list[Properties]:
        return [each for each in self.every("ListPhoneNumbers", "PhoneNumbers") if not each.get("DeletionTimestamp")]

    def _plain(self, type_name: str, physical_id: str) -> Properties:
        name = type_name.removeprefix("Custom::Chime")
        return dict(self._api.call(f"Get{name}", **{f"{name}Id": physical_id})[name])

    def _number(self, physical_id: str, _: Properties) -> Properties | None:
        state = self._plain("PhoneNumber", physical_id)
        return None if state.get("DeletionTimestamp") else state

    def _application(self, physical_id: str, declared: Properties) -> Properties:
        state = dict(self._plain("SipMediaApplication", physical_id))
        configuration = "SipMediaApplicationLoggingConfiguration"
        answer = self._api.call(f"Get{configuration}", SipMediaApplicationId=physical_id).get(configuration) or {}
        state["MessageLogging"] = bool(answer.get("EnableSipMediaApplicationMessageLogs"))
        return self._tagged(state, "SipMediaApplicationArn", declared)

    def _connector(self, physical_id: str, declared: Properties) -> Properties:
        state = dict(self._plain("VoiceConnector", physical_id))
        for part in PARTS & declared.keys():
            try:
                answer = self._api.call(f"GetVoiceConnector{part}", VoiceConnectorId=physical_id)
            except NotFound:
                continue
            state[part] = answer.get(part) or {}
        return self._tagged(state, "VoiceConnectorArn", declared)

    def _domain(self, physical_id: str, declared: Properties) -> Properties:
        return self._tagged(dict(self._plain("VoiceProfileDomain", physical_id)), "VoiceProfileDomainArn", declared)

    def _tagged(self, state: dict[str, Any], arn: str, declared: Properties) -> Properties:
        if declared.get("Tags"):
            state["Tags"] = self._api.call("ListTagsForResource", ResourceARN=state[arn]).get("Tags") or []
        return state

    def _association(self, _: str, declared: Properties) -> Properties:
        carrier = next((declared[name] for name in _CARRIERS if name in declared), None)
        return {
            "E164PhoneNumbers": [
                str(number["E164PhoneNumber"])
                for number in self._numbers()
                if any(each.get("Value") == carrier for each in number.get("Associations") or ())
            ]
        }

    def _credentials(self, physical_id: str, _: Properties) -> Properties | None:
        answer = self._api.call("ListVoiceConnectorTerminationCredentials", VoiceConnectorId=physical_id)
        return {} if answer.get("Usernames") else None

    def _global_settings(self, _: str, __: Properties) -> Properties:
        found = self._api.call("GetGlobalSettings").get("VoiceConnector") or {}
        return {"CdrBucket": found.get("CdrBucket")}

    def _number_settings(self, _: str, __: Properties) -> Properties:
        return {"CallingName": self._api.call("GetPhoneNumberSettings").get("CallingName")}


def _is_of(set_id: str, state: Properties) -> bool | None:
    """Whether a name carries the mark of a set, whose id has it too; None where it carries none."""
    mark = Marker.read(str(state.get("Name") or ""))
    return None if mark is None else f"-{mark.stack}-{mark.logical_id}-" in set_id


def triggers(rules: Sequence[Properties]) -> dict[tuple[str, str], Properties]:
    """Rules by what only one can have."""
    return {(str(rule["TriggerType"]), comparable(str(rule["TriggerValue"]))): rule for rule in rules}
