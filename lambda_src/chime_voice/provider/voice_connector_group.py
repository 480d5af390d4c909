"""Voice Connector groups: name and connectors in place, and always the whole list, since what it lacks leaves the group."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from chime_voice.contract import wire
from chime_voice.contract.marker import strip
from chime_voice.contract.voice_connector_group import VoiceConnectorGroup as Contract
from chime_voice.provider.carrying import GROUP, Carrier, Carrying
from chime_voice.provider.errors import Failure, NotFound
from chime_voice.provider.resource import ResourceProvider, State

# The service's ids have no documented form. What CloudFormation makes up has capitals, what this provider does a word
# in front.
_ID = r"(?!unknown-|nothing-made-)[a-z0-9-]{16,}"


class VoiceConnectorGroup(ResourceProvider[Contract]):
    """`Custom::ChimeVoiceConnectorGroup`."""

    contract = Contract

    def is_id(self, physical_id: str) -> bool:
        """Small letters, digits and dashes."""
        return re.fullmatch(_ID, physical_id) is not None

    def id_of(self, state: State) -> str:
        """The group's id."""
        return str(state["VoiceConnectorGroupId"])

    def read(self, physical_id: str) -> State | None:
        """The group as GetVoiceConnectorGroup shows it."""
        try:
            answer = self.api.call("GetVoiceConnectorGroup", VoiceConnectorGroupId=physical_id)
        except NotFound:
            return None
        return dict(answer["VoiceConnectorGroup"])

    def every(self) -> Iterable[State]:
        """All groups of the endpoint."""
        return self.api.pages("ListVoiceConnectorGroups", "VoiceConnectorGroups")

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:  # noqa: ARG002
        """Everything about a group can change."""
        return True

    def check_make(self, desired: Contract) -> None:
        """A renamed construct would take the group away from its numbers: refuse while the old one is still there."""
        for state in self.left_behind():
            found = self.id_of(state)
            raise Failure(
                f"this stack made Voice Connector group {strip(str(state.get('Name')))!r} ({found}) under another construct "
                f"id that the template no longer has; making a new one for {desired.name!r} would leave its numbers "
                f"unanswered. To keep it, give the construct its old id back, or adopt={found!r}; for another group, "
                f"remove the old one in a deployment of its own first"
            )

    def make(self, desired: Contract) -> State:
        """One CreateVoiceConnectorGroup, once its connectors are known."""

        def create() -> State:
            answer = self.api.call(
                "CreateVoiceConnectorGroup",
                Name=self.marker.sign(desired.name or ""),
                VoiceConnectorItems=wire.encode(desired.voice_connector_items),
            )
            return dict(answer["VoiceConnectorGroup"])

        return self.settled(lambda: self.create_once(desired, create))

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:  # noqa: ARG002
        """Name and connectors in one call, and the group seen so."""
        items = desired.voice_connector_items
        wanted = {
            **state,
            "Name": self.name_for(desired.name, state, adopted=desired.adopt_id is not None),
            "VoiceConnectorItems": state.get("VoiceConnectorItems", []) if items is None else wire.encode(items),
        }
        if not _same(state, wanted):
            self._put(wanted)
        return wanted

    def restore(self, state: State) -> None:
        """Name and connectors as they were."""
        self._put(state)

    def describe(self, state: State) -> str:
        """Its name: nothing about a group is for good."""
        return f"called {strip(str(state.get('Name')))!r}"

    def remove(self, state: State) -> None:
        """Numbers are let go, then connectors: the service does not delete a group that has any."""
        found = self.id_of(state)
        numbers = Carrying(self.api, self.clock, Carrier(GROUP, found))
        numbers.let_go(list(numbers.present()))
        if state.get("VoiceConnectorItems"):
            self._put({**state, "VoiceConnectorItems": []})
        self.let_go(
            lambda: self.api.call("DeleteVoiceConnectorGroup", VoiceConnectorGroupId=found),
            "the group is empty but could not be deleted; delete it in the console",
        )
        self.gone(found)

    def attributes(self, state: State) -> dict[str, str]:
        """Id and ARN."""
        return {
            "VoiceConnectorGroupId": self.id_of(state),
            "VoiceConnectorGroupArn": str(state["VoiceConnectorGroupArn"]),
        }

    def _put(self, wanted: State) -> None:
        """Write the group and see it written: UpdateVoiceConnectorGroup answers 202."""
        found = self.id_of(wanted)
        kept: dict[str, Any] = {
            name: wanted[name] for name in ("Name", "VoiceConnectorItems", "CallDistributionType") if name in wanted
        }
        if self.read(found) is None:
            return
        self.settled(lambda: self.api.call("UpdateVoiceConnectorGroup", VoiceConnectorGroupId=found, **kept))
        self.seen(found, lambda present: _same(present, wanted))


def _same(one: State, other: State) -> bool:
    return _shape(one) == _shape(other)


def _shape(state: State) -> tuple[object, ...]:
    items = state.get("VoiceConnectorItems", ())
    return state.get("Name"), sorted((item.get("Priority"), item["VoiceConnectorId"]) for item in items)
