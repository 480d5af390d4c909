"""SIP media applications: one Create, settings in place, Region for good."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from chime_voice.contract import checks, wire
from chime_voice.contract.sip_media_application import SipMediaApplication as Contract
from chime_voice.provider.errors import NotFound
from chime_voice.provider.resource import ResourceProvider, State


class SipMediaApplication(ResourceProvider[Contract]):
    """`Custom::ChimeSipMediaApplication`."""

    contract = Contract

    def is_id(self, physical_id: str) -> bool:
        """A UUID."""
        return re.fullmatch(checks.UUID, physical_id) is not None

    def id_of(self, state: State) -> str:
        """The application's id."""
        return str(state["SipMediaApplicationId"])

    def read(self, physical_id: str) -> State | None:
        """The application as GetSipMediaApplication shows it."""
        try:
            return self._get(physical_id)
        except NotFound:
            return None

    def every(self) -> Iterable[State]:
        """All applications of the Region."""
        return self.api.pages("ListSipMediaApplications", "SipMediaApplications")

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:  # noqa: ARG002
        """The Region is the only thing that cannot change."""
        return bool(state["AwsRegion"] == desired.aws_region)

    def make(self, desired: Contract) -> State:
        """One CreateSipMediaApplication, with its tags."""
        tags: dict[str, Any] = {"Tags": wire.encode(desired.tags)} if desired.tags else {}

        def create() -> State:
            answer = self.api.call(
                "CreateSipMediaApplication",
                AwsRegion=desired.aws_region,
                Name=self.marker.sign(desired.name or ""),
                Endpoints=wire.encode(desired.endpoints),
                **tags,
            )
            return dict(answer["SipMediaApplication"])

        return self.create_once(desired, create)

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:
        """Name and endpoint in one call, then tags, then message logging."""
        found = self.id_of(state)
        name = self.name_for(desired.name, state, adopted=desired.adopt_id is not None)
        endpoints = wire.encode(desired.endpoints)
        if (state.get("Name"), state.get("Endpoints")) != (name, endpoints):

            def update() -> State:
                answer = self.api.call(
                    "UpdateSipMediaApplication", SipMediaApplicationId=found, Name=name, Endpoints=endpoints
                )
                return dict(answer["SipMediaApplication"])

            state = self.settled(update)
        self.bring_tags(str(state["SipMediaApplicationArn"]), desired.tags, previous.tags if previous else None)
        if desired.message_logging is not None or desired.adopt_id is None:
            self._bring_logging(found, bool(desired.message_logging))
        return state

    def restore(self, state: State) -> None:
        """Name and endpoint as they were."""
        self.api.call(
            "UpdateSipMediaApplication",
            SipMediaApplicationId=self.id_of(state),
            Name=state["Name"],
            Endpoints=state["Endpoints"],
        )

    def describe(self, state: State) -> str:
        """Its Region."""
        return f"in {state['AwsRegion']}"

    def remove(self, state: State) -> None:
        """Deleting it removes neither rules nor numbers, so the service refuses while an enabled rule names it."""
        found = self.id_of(state)
        self.let_go(
            lambda: self.api.call("DeleteSipMediaApplication", SipMediaApplicationId=found),
            "a SIP rule may still send calls to it: deploy the stack of that rule without this target first",
        )
        self.gone(found)

    def attributes(self, state: State) -> dict[str, str]:
        """Id and ARN."""
        return {
            "SipMediaApplicationId": self.id_of(state),
            "SipMediaApplicationArn": str(state["SipMediaApplicationArn"]),
        }

    def _get(self, physical_id: str) -> State:
        answer = self.api.call("GetSipMediaApplication", SipMediaApplicationId=physical_id)
        return dict(answer["SipMediaApplication"])

    def _bring_logging(self, found: str, wanted: bool) -> None:
        def current() -> State:
            return self.api.call("GetSipMediaApplicationLoggingConfiguration", SipMediaApplicationId=found)

        member = "SipMediaApplicationLoggingConfiguration"
        present = self.settled(current).get(member) or {}
        if bool(present.get("EnableSipMediaApplicationMessageLogs")) != wanted:
            self.api.call(
                "PutSipMediaApplicationLoggingConfiguration",
                SipMediaApplicationId=found,
                SipMediaApplicationLoggingConfiguration={"EnableSipMediaApplicationMessageLogs": wanted},
            )
