"""Voice Connectors: one Create, name, encryption and parts in place; Region, network and integration type for good."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from chime_voice.contract import wire
from chime_voice.contract.marker import Marker
from chime_voice.contract.voice_connector import VoiceConnector as Contract
from chime_voice.provider.carrying import CONNECTOR, Carrier, Carrying
from chime_voice.provider.errors import Failure, NotFound
from chime_voice.provider.resource import ResourceProvider, State
from chime_voice.provider.voice_connector_parts import Parts

_ID = r"[a-z0-9]{21,22}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class VoiceConnector(ResourceProvider[Contract]):
    """`Custom::ChimeVoiceConnector`."""

    contract = Contract

    def is_id(self, physical_id: str) -> bool:
        """21 or 22 letters and digits, or a UUID."""
        return re.fullmatch(_ID, physical_id) is not None

    def id_of(self, state: State) -> str:
        """The connector's id."""
        return str(state["VoiceConnectorId"])

    def read(self, physical_id: str) -> State | None:
        """The connector as GetVoiceConnector shows it."""
        try:
            return dict(self.api.call("GetVoiceConnector", VoiceConnectorId=physical_id)["VoiceConnector"])
        except NotFound:
            return None

    def every(self) -> Iterable[State]:
        """All connectors of the endpoint."""
        return self.api.pages("ListVoiceConnectors", "VoiceConnectors")

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:  # noqa: ARG002
        """Region and types cannot change; a type that is not declared may be any."""
        return (
            bool(state["AwsRegion"] == desired.aws_region)
            and desired.network_type in (None, state.get("NetworkType", "IPV4_ONLY"))
            and desired.integration_type in (None, state.get("IntegrationType"))
        )

    def check_make(self, desired: Contract) -> None:
        """A renamed construct would delete the trunk that a PBX dials: refuse while the old one is still there."""
        for state in self.every():
            mark = Marker.read(state.get("Name"))
            if mark is None or mark.stack != self.marker.stack or mark.logical_id == self.marker.logical_id:
                continue
            if mark.logical_id not in self.declared:
                host = state.get("OutboundHostName")
                raise Failure(
                    f"this stack made Voice Connector {self.id_of(state)} ({host}) under another construct id that the "
                    f"template no longer has; making a new one for {desired.name!r} would give callers a host name that "
                    f"nobody dials. To keep it, give the construct its old id back, or adopt={self.id_of(state)!r}; for "
                    f"another connector, remove the old one in a deployment of its own first"
                )

    def make(self, desired: Contract) -> State:
        """One CreateVoiceConnector, with its tags."""
        optional: dict[str, Any] = {}
        if desired.tags:
            optional["Tags"] = wire.encode(desired.tags)
        if desired.network_type:
            optional["NetworkType"] = desired.network_type
        if desired.integration_type:
            optional["IntegrationType"] = desired.integration_type

        def create() -> State:
            answer = self.api.call(
                "CreateVoiceConnector",
                Name=self.marker.sign(desired.name or ""),
                AwsRegion=desired.aws_region,
                RequireEncryption=desired.require_encryption,
                **optional,
            )
            return dict(answer["VoiceConnector"])

        return self.create_once(desired, create)

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:
        """Name and encryption in one call, then tags, then the parts."""
        found = self.id_of(state)
        name = self.name_for(desired.name, state, adopted=desired.adopt_id is not None)
        encryption = bool(state.get("RequireEncryption"))
        if desired.require_encryption is not None:
            encryption = desired.require_encryption
        if (state.get("Name"), state.get("RequireEncryption")) != (name, encryption):

            def update() -> State:
                answer = self.api.call(
                    "UpdateVoiceConnector",
                    VoiceConnectorId=found,
                    Name=name,
                    RequireEncryption=encryption,
                )
                return dict(answer["VoiceConnector"])

            state = self.settled(update)
        self.bring_tags(str(state["VoiceConnectorArn"]), desired.tags, previous.tags if previous else None)
        Parts(self.api, found, self.settled).bring(desired, previous)
        return state

    def restore(self, state: State) -> None:
        """Name and encryption as they were."""
        self.api.call(
            "UpdateVoiceConnector",
            VoiceConnectorId=self.id_of(state),
            Name=state["Name"],
            RequireEncryption=state["RequireEncryption"],
        )

    def describe(self, state: State) -> str:
        """Its Region and types."""
        network, integration = state.get("NetworkType", "IPV4_ONLY"), state.get("IntegrationType", "none")
        return f"in {state['AwsRegion']} with network type {network} and integration type {integration}"

    def remove(self, state: State) -> None:
        """Numbers go first, which the service wants, and emergency calling, which goes before what it needs."""
        found = self.id_of(state)
        numbers = Carrying(self.api, self.clock, Carrier(CONNECTOR, found))
        numbers.let_go(list(numbers.present()))
        Parts(self.api, found, self.settled).remove_emergency_calling()
        self.let_go(
            lambda: self.api.call("DeleteVoiceConnector", VoiceConnectorId=found),
            "a SIP rule may still use its host name, or a Voice Connector group may hold it: remove that first",
        )
        self.gone(found)

    def attributes(self, state: State) -> dict[str, str]:
        """Id, ARN and the host name that calls to the connector carry."""
        return {
            "VoiceConnectorId": self.id_of(state),
            "VoiceConnectorArn": str(state["VoiceConnectorArn"]),
            "OutboundHostName": str(state["OutboundHostName"]),
        }
