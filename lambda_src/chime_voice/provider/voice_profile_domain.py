"""Voice profile domains: one Create, name and description in place, the key for good."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from chime_voice.contract import wire
from chime_voice.contract.voice_profile_domain import VoiceProfileDomain as Contract
from chime_voice.provider.errors import NotFound
from chime_voice.provider.resource import ResourceProvider, State

# The service documents no form. The ids that CloudFormation makes up have hyphens too, but begin with the stack's name.
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


class VoiceProfileDomain(ResourceProvider[Contract]):
    """`Custom::ChimeVoiceProfileDomain`."""

    contract = Contract

    def is_id(self, physical_id: str) -> bool:
        """Small letters, digits and hyphens; no id that says that there is none."""
        return re.fullmatch(_ID, physical_id) is not None and not physical_id.startswith(("nothing-", "unknown-"))

    def id_of(self, state: State) -> str:
        """The domain's id."""
        return str(state["VoiceProfileDomainId"])

    def read(self, physical_id: str) -> State | None:
        """The domain as GetVoiceProfileDomain shows it."""
        try:
            answer = self.api.call("GetVoiceProfileDomain", VoiceProfileDomainId=physical_id)
        except NotFound:
            return None
        return dict(answer["VoiceProfileDomain"])

    def every(self) -> Iterable[State]:
        """All domains of the endpoint; their keys are not told."""
        return self.api.pages("ListVoiceProfileDomains", "VoiceProfileDomains")

    def own(self) -> list[State]:
        """Those with our mark, as they are when asked one by one."""
        found = (self.read(self.id_of(state)) for state in super().own())
        return [state for state in found if state is not None]

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:  # noqa: ARG002
        """The key cannot change; one that is not declared may be any."""
        wanted = desired.server_side_encryption_configuration
        return wanted is None or state.get("ServerSideEncryptionConfiguration") == wire.encode(wanted)

    def make(self, desired: Contract) -> State:
        """One CreateVoiceProfileDomain, with its tags; the request's own token lets the service know a repeated one."""
        optional: dict[str, Any] = {}
        if desired.tags:
            optional["Tags"] = wire.encode(desired.tags)
        if desired.description:
            optional["Description"] = desired.description

        def create() -> State:
            answer = self.api.call(
                "CreateVoiceProfileDomain",
                Name=self.marker.sign(desired.name or ""),
                ServerSideEncryptionConfiguration=wire.encode(desired.server_side_encryption_configuration),
                ClientRequestToken=self.marker.text,
                **optional,
            )
            return dict(answer["VoiceProfileDomain"])

        return self.create_once(desired, create)

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:
        """Name and description in one call, then tags."""
        adopted = desired.adopt_id is not None
        wanted = {"Name": self.name_for(desired.name, state, adopted=adopted)}
        if desired.description is not None or not adopted:
            wanted["Description"] = desired.description or ""
        state = self._write(state, wanted)
        self.bring_tags(str(state["VoiceProfileDomainArn"]), desired.tags, previous.tags if previous else None)
        return state

    def restore(self, state: State) -> None:
        """Name and description as they were."""
        present = self.read(self.id_of(state))
        if present is not None:
            self._write(present, {"Name": state["Name"], "Description": state.get("Description") or ""})

    def describe(self, state: State) -> str:
        """Its key."""
        return f"encrypted with {state.get('ServerSideEncryptionConfiguration', {}).get('KmsKeyArn')}"

    def remove(self, state: State) -> None:
        """Delete it with all voice profiles in it, for good."""
        found = self.id_of(state)
        self.let_go(
            lambda: self.api.call("DeleteVoiceProfileDomain", VoiceProfileDomainId=found),
            "something still uses it: end the searches and the configurations that name it first",
        )
        self.gone(found)

    def attributes(self, state: State) -> dict[str, str]:
        """Id and ARN."""
        return {
            "VoiceProfileDomainId": self.id_of(state),
            "VoiceProfileDomainArn": str(state["VoiceProfileDomainArn"]),
        }

    def _write(self, present: State, wanted: dict[str, str]) -> State:
        """One call with what differs, if anything does."""
        changes = {name: value for name, value in wanted.items() if (present.get(name) or "") != value}
        if not changes:
            return present

        def update() -> State:
            found = self.id_of(present)
            answer = self.api.call("UpdateVoiceProfileDomain", VoiceProfileDomainId=found, **changes)
            return dict(answer["VoiceProfileDomain"])

        return self.settled(update)
