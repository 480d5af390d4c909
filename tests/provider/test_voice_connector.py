"""Voice Connectors: numbers let go first, a host name that is dialled never silently replaced."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.local.voice.families.family import item_error
from constructs_lib.local.voice.families.voice_connector_numbers import VoiceConnectorNumbers
from constructs_lib.local.voice.faults import Fault
from tests.provider.stage import Stage
from tests.provider.world import SETTLED, connector


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    made.declare("Main")
    return made


def connectors(stage: Stage) -> list[str]:
    listed = stage.client().list_voice_connectors(MaxResults=50)["VoiceConnectors"]
    return [item["VoiceConnectorId"] for item in listed]


def connector_numbers(stage: Stage, count: int) -> list[str]:
    client = stage.client()
    offered = client.search_available_phone_numbers(AreaCode="206", MaxResults=count)["E164PhoneNumbers"]
    client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=offered)
    stage.advance(SETTLED)
    return list(offered)


def test_tells_the_host_name_that_calls_carry(stage: Stage):
    answer = stage.create(connector())
    assert answer.succeeded, answer.reason
    assert answer.data["OutboundHostName"].endswith(".voiceconnector.chime.aws")
    assert answer.data["VoiceConnectorArn"].endswith(f"/{answer.physical_id}")


def test_encryption_and_name_change_in_place(stage: Stage):
    made = stage.create(connector())
    after = stage.update(made, connector("Renamed", require_encryption=False), connector())
    assert after.physical_id == made.physical_id
    got = stage.client().get_voice_connector(VoiceConnectorId=made.physical_id)["VoiceConnector"]
    assert got["RequireEncryption"] is False
    assert got["Name"].startswith("Renamed ")


def test_lets_its_numbers_go_before_it_goes(stage: Stage):
    made = stage.create(connector())
    numbers = connector_numbers(stage, 3)
    stage.client().associate_phone_numbers_with_voice_connector(
        VoiceConnectorId=made.physical_id, E164PhoneNumbers=numbers
    )
    answer = stage.delete(made.physical_id, connector())
    assert answer.succeeded, answer.reason
    assert connectors(stage) == []
    listed = stage.client().list_phone_numbers(MaxResults=10)["PhoneNumbers"]
    assert {item["Status"] for item in listed} == {"Unassigned"}


def test_numbers_that_cannot_be_let_go_are_told_with_the_reason(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    made = stage.create(connector())
    (number,) = connector_numbers(stage, 1)
    stage.client().associate_phone_numbers_with_voice_connector(
        VoiceConnectorId=made.physical_id, E164PhoneNumbers=[number]
    )

    def refuse(self: VoiceConnectorNumbers, *, voice_connector_id: str, e164_phone_numbers: list[str]) -> Any:
        return {"PhoneNumberErrors": [item_error(each, "Conflict", "in use") for each in e164_phone_numbers]}

    monkeypatch.setattr(VoiceConnectorNumbers, "disassociate_phone_numbers_from_voice_connector", refuse)
    answer = stage.delete(made.physical_id, connector())
    assert not answer.succeeded
    assert (
        f"could not be disassociated from Voice Connector {made.physical_id}: ***{number[-4:]} Conflict"
        in answer.reason
    )


def test_numbers_are_let_go_though_the_answer_was_lost(stage: Stage):
    made = stage.create(connector())
    stage.client().associate_phone_numbers_with_voice_connector(
        VoiceConnectorId=made.physical_id, E164PhoneNumbers=connector_numbers(stage, 2)
    )
    stage.service.inject(Fault(kind="closed_after", operation="DisassociatePhoneNumbersFromVoiceConnector"))
    answer = stage.delete(made.physical_id, connector())
    assert answer.succeeded, answer.reason
    assert connectors(stage) == []


def test_a_renamed_construct_is_refused_while_its_old_connector_is_there(stage: Stage):
    first = stage.create(connector())
    stage.declare("Renamed")
    answer = stage.create(connector(), "Renamed")
    assert not answer.succeeded
    assert first.data["OutboundHostName"] in answer.reason
    assert f"adopt='{first.physical_id}'" in answer.reason
    assert connectors(stage) == [first.physical_id]


def test_a_second_connector_that_the_template_declares_is_made(stage: Stage):
    first = stage.create(connector())
    stage.declare("Main", "Second")
    second = stage.create(connector("Second"), "Second")
    assert second.succeeded, second.reason
    assert sorted(connectors(stage)) == sorted([first.physical_id, second.physical_id])


def test_a_network_type_that_is_not_declared_may_be_any(stage: Stage):
    made = stage.create(connector(network_type="DUAL_STACK"))
    after = stage.update(made, connector(), connector(network_type="DUAL_STACK"))
    assert after.physical_id == made.physical_id
