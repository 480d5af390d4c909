"""The parts of a Voice Connector: only what differs is written, what is no longer declared goes, in an order that works."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from chime_voice.contract.voice_connector import VoiceConnector
from chime_voice.contract.voice_connector_parts import (
    DnisEmergencyCallingConfiguration,
    EmergencyCallingConfiguration,
    ExternalSystemsConfiguration,
    LoggingConfiguration,
    OriginationRoute,
    StreamingConfiguration,
    StreamingNotificationTarget,
)

from tests.provider.stage import ACCOUNT, Answer, Stage
from tests.provider.world import by_hand_connector, connector, origination, termination

EMERGENCY = EmergencyCallingConfiguration(
    dnis=(DnisEmergencyCallingConfiguration(emergency_phone_number="+12065550100", calling_country="US"),)
)
ALL: dict[str, Any] = {
    "termination": termination("US", "CA"),
    "origination": origination("pbx.example.com", "spare.example.com"),
    "streaming_configuration": StreamingConfiguration(
        data_retention_in_hours=24,
        streaming_notification_targets=(
            StreamingNotificationTarget(notification_target="SNS"),
            StreamingNotificationTarget(notification_target="SQS"),
        ),
    ),
    "logging_configuration": LoggingConfiguration(enable_media_metric_logs=True),
    "emergency_calling_configuration": EMERGENCY,
    "external_systems_configuration": ExternalSystemsConfiguration(session_border_controller_types=("RIBBON_SBC",)),
}
NAMES = {
    "Termination",
    "Origination",
    "StreamingConfiguration",
    "LoggingConfiguration",
    "EmergencyCallingConfiguration",
    "ExternalSystemsConfiguration",
}


class Trunk:
    """A stage with one connector of the stack's."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.stage.declare("Main")

    def set(self, **switches: Any) -> None:
        self.stage.service.settings = dataclasses.replace(self.stage.service.settings, **switches)

    def parts(self, found: str) -> dict[str, Any]:
        """What the connector has, with logging that is off left out."""
        states = self.stage.service.snapshot()[ACCOUNT]["VoiceConnectors"]
        (state,) = [state for state in states if state["VoiceConnectorId"] == found]
        return {name: state[name] for name in NAMES & set(state) if any(state[name].values())}

    def update(self, made: Answer, new: VoiceConnector, old: VoiceConnector) -> list[str]:
        """What an update wrote, in order."""
        self.stage.calls.clear()
        answer = self.stage.update(made, new, old)
        assert answer.succeeded, answer.reason
        assert answer.physical_id == made.physical_id
        return [call for call in self.stage.calls if call.startswith(("put_", "delete_", "update_"))]


@pytest.fixture
def trunk() -> Trunk:
    return Trunk()


def test_all_parts_are_put_with_emergency_calling_last(trunk: Trunk):
    made = trunk.stage.create(connector(**ALL))
    assert made.succeeded, made.reason
    assert set(trunk.parts(made.physical_id)) == NAMES
    assert [call for call in trunk.stage.calls if call.startswith("put_")][-1].endswith(
        "emergency_calling_configuration"
    )
    routes = trunk.parts(made.physical_id)["Origination"]["Routes"]
    assert [(route["Host"], route["Protocol"]) for route in routes] == [
        ("pbx.example.com", "TCP"),
        ("spare.example.com", "TCP"),
    ]


def test_nothing_is_written_where_nothing_differs_but_order_and_defaults(trunk: Trunk):
    spelled_out = connector(
        termination=termination("US", "CA"),
        origination=origination("pbx.example.com"),
        logging_configuration=LoggingConfiguration(),
    )
    made = trunk.stage.create(spelled_out)
    other_way = dataclasses.replace(
        spelled_out,
        termination=termination("CA", "US", cps_limit=1, disabled=False),
        origination=origination("pbx.example.com", disabled=False),
    )
    route = OriginationRoute(host="pbx.example.com", port=5060, protocol="TCP", priority=1, weight=1)
    assert other_way.origination is not None
    other_way = dataclasses.replace(other_way, origination=dataclasses.replace(other_way.origination, routes=(route,)))
    assert trunk.update(made, other_way, spelled_out) == []


def test_what_somebody_changed_by_hand_is_brought_back(trunk: Trunk):
    declared = connector(termination=termination())
    made = trunk.stage.create(declared)
    trunk.stage.client().delete_voice_connector_termination(VoiceConnectorId=made.physical_id)
    assert trunk.update(made, declared, declared) == ["put_voice_connector_termination"]


@pytest.mark.parametrize("found", [False, True])
def test_what_is_no_longer_declared_is_removed_with_emergency_calling_first(trunk: Trunk, found: bool):
    trunk.set(unset_parts_found=found)
    made = trunk.stage.create(connector(**ALL))
    written = trunk.update(made, connector(), connector(**ALL))
    assert written[0] == "delete_voice_connector_emergency_calling_configuration"
    assert trunk.parts(made.physical_id) == {}
    assert trunk.update(made, connector(), connector(**ALL)) == []


def test_what_was_never_declared_stays(trunk: Trunk):
    made = trunk.stage.create(connector())
    client = trunk.stage.client()
    client.put_voice_connector_termination(
        VoiceConnectorId=made.physical_id, Termination={"CallingRegions": ["CA"], "CidrAllowedList": []}
    )
    assert trunk.update(made, connector("Renamed"), connector()) == ["update_voice_connector"]
    assert set(trunk.parts(made.physical_id)) == {"Termination"}


def test_termination_can_be_disabled_when_emergency_calling_goes(trunk: Trunk):
    both = connector(termination=termination(), origination=origination("pbx.example.com"))
    made = trunk.stage.create(dataclasses.replace(both, emergency_calling_configuration=EMERGENCY))
    disabled = dataclasses.replace(both, termination=termination(disabled=True))
    trunk.update(made, disabled, dataclasses.replace(both, emergency_calling_configuration=EMERGENCY))
    assert trunk.parts(made.physical_id)["Termination"]["Disabled"] is True


@pytest.mark.parametrize("refused", ["delete_voice_connector_termination", "put_voice_connector_logging_configuration"])
def test_a_rollback_puts_the_former_parts_back(trunk: Trunk, refused: str):
    before = connector(**ALL)
    after = connector("Renamed", origination=origination("other.example.com"))
    made = trunk.stage.create(before)
    had = trunk.parts(made.physical_id)
    trunk.stage.refused = refused
    assert not trunk.stage.update(made, after, before).succeeded
    assert trunk.parts(made.physical_id) != had
    trunk.stage.refused = ""
    assert trunk.stage.update(made, before, after).succeeded
    assert trunk.parts(made.physical_id) == had


def test_a_replacement_carries_the_parts_over(trunk: Trunk):
    before = connector(**ALL)
    made = trunk.stage.create(before)
    after = trunk.stage.update(made, dataclasses.replace(before, network_type="DUAL_STACK"), before)
    assert after.physical_id != made.physical_id
    assert trunk.parts(after.physical_id) == trunk.parts(made.physical_id)
    assert trunk.stage.delete(made.physical_id, before).succeeded


def test_a_connector_with_emergency_calling_can_be_deleted(trunk: Trunk):
    made = trunk.stage.create(connector(**ALL))
    trunk.stage.calls.clear()
    assert trunk.stage.delete(made.physical_id, connector(**ALL)).succeeded
    deletions = [call for call in trunk.stage.calls if call.startswith("delete_")]
    assert deletions == ["delete_voice_connector_emergency_calling_configuration", "delete_voice_connector"]


def by_hand(trunk: Trunk) -> str:
    found = by_hand_connector(trunk.stage)
    client = trunk.stage.client()
    client.put_voice_connector_termination(
        VoiceConnectorId=found, Termination={"CallingRegions": ["CA"], "CidrAllowedList": ["198.51.100.7/32"]}
    )
    client.put_voice_connector_streaming_configuration(
        VoiceConnectorId=found, StreamingConfiguration={"DataRetentionInHours": 1, "Disabled": False}
    )
    return found


def adopting(found: str, **parts: Any) -> VoiceConnector:
    return VoiceConnector(aws_region="us-east-1", adopt_id=found, **parts)


def test_an_adoption_brings_what_is_declared_and_leaves_the_rest(trunk: Trunk):
    found = by_hand(trunk)
    answer = trunk.stage.create(adopting(found, origination=origination("pbx.example.com")))
    assert answer.succeeded, answer.reason
    parts = trunk.parts(found)
    assert set(parts) == {"Termination", "Origination", "StreamingConfiguration"}
    assert parts["Termination"]["CallingRegions"] == ["CA"]


def test_an_adoption_that_cannot_be_finished_puts_back_what_it_changed(trunk: Trunk):
    found = by_hand(trunk)
    had = trunk.parts(found)
    trunk.stage.refused = "put_voice_connector_external_systems_configuration"
    declared = adopting(found, **{name: part for name, part in ALL.items() if not name.startswith("emergency")})
    assert not trunk.stage.create(declared).succeeded
    assert trunk.parts(found) == had


def test_what_cannot_be_put_back_either_is_told(trunk: Trunk, monkeypatch):
    found = by_hand(trunk)
    around = trunk.stage.around

    def refuse_the_second_write(name: str, call: Any) -> Any:
        if name == "put_voice_connector_origination":
            trunk.stage.refused = "put_voice_connector_termination"
            name = trunk.stage.refused
        return around(name, call)

    monkeypatch.setattr(trunk.stage, "around", refuse_the_second_write)
    declared = adopting(found, termination=termination(), origination=origination("pbx.example.com"))
    answer = trunk.stage.create(declared)
    assert "putting termination back as it was failed too: PutVoiceConnectorTermination was refused" in answer.reason


def test_a_connector_of_another_integration_type_is_another(trunk: Trunk):
    trunk.set(connect_integration=True)
    made = trunk.stage.create(connector())
    gated = connector(integration_type="CONNECT_ANALYTICS_CONNECTOR")
    after = trunk.stage.update(made, gated, connector())
    assert after.physical_id != made.physical_id
    trunk.stage.delete(made.physical_id, connector())
    assert trunk.update(after, dataclasses.replace(gated, integration_type=None), gated) == []


def test_an_account_without_the_gated_types_is_told_so(trunk: Trunk):
    answer = trunk.stage.create(connector(integration_type="CONNECT_ANALYTICS_CONNECTOR"))
    assert "AccessDeniedException" in answer.reason
    assert "CONNECT_ANALYTICS_CONNECTOR" in answer.reason
