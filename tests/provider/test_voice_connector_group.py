"""Voice Connector groups: never emptied by a change, let go of everything before they go."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from constructs_lib.local.voice.families.family import item_error
from constructs_lib.local.voice.families.voice_connector_numbers import VoiceConnectorNumbers
from constructs_lib.local.voice.service import Call
from tests.provider.stage import Stage
from tests.provider.world import SETTLED, by_hand_connector, by_hand_group, group


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    made.declare("Main")
    return made


@pytest.fixture
def east(stage: Stage) -> str:
    return by_hand_connector(stage, "East")


@pytest.fixture
def west(stage: Stage) -> str:
    return by_hand_connector(stage, "West", "us-west-2")


def groups(stage: Stage) -> list[str]:
    listed = stage.client().list_voice_connector_groups()["VoiceConnectorGroups"]
    return [item["VoiceConnectorGroupId"] for item in listed]


def members(stage: Stage, found: str) -> list[str]:
    shown = stage.client().get_voice_connector_group(VoiceConnectorGroupId=found)["VoiceConnectorGroup"]
    return [item["VoiceConnectorId"] for item in shown["VoiceConnectorItems"]]


def with_numbers(stage: Stage, found: str, count: int) -> list[str]:
    client = stage.client()
    offered = client.search_available_phone_numbers(AreaCode="206", MaxResults=count)["E164PhoneNumbers"]
    client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=offered)
    stage.advance(SETTLED)
    client.associate_phone_numbers_with_voice_connector_group(VoiceConnectorGroupId=found, E164PhoneNumbers=offered)
    return list(offered)


def sizes_written(stage: Stage) -> list[int]:
    """How many connectors each update of a group leaves in it, from now on."""
    sizes: list[int] = []

    def note(call: Call) -> None:
        if call.operation.name == "UpdateVoiceConnectorGroup":
            sizes.append(len(call.parameters["VoiceConnectorItems"]))

    stage.service.before_call(note)
    return sizes


def test_a_new_name_or_order_never_takes_a_connector_out(stage: Stage, east: str, west: str):
    made = stage.create(group(east, west))
    assert made.succeeded, made.reason
    sizes = sizes_written(stage)
    renamed = stage.update(made, group(east, west, name="Renamed"), group(east, west))
    turned = stage.update(renamed, group(west, east, name="Renamed"), group(east, west, name="Renamed"))
    assert turned.physical_id == made.physical_id
    assert members(stage, made.physical_id) == [west, east]
    assert sizes == [2, 2]


def test_connectors_join_and_leave_in_place_and_the_answer_waits_until_it_shows(stage: Stage, east: str, west: str):
    made = stage.create(group(east))
    more = stage.update(made, group(east, west), group(east))
    assert members(stage, made.physical_id) == [east, west]
    fewer = stage.update(more, group(west), group(east, west))
    assert members(stage, made.physical_id) == [west]
    assert made.physical_id == more.physical_id == fewer.physical_id


def test_keeps_a_distribution_that_was_set_by_hand(stage: Stage, east: str, west: str):
    made = stage.create(group(east))
    stage.client().update_voice_connector_group(
        VoiceConnectorGroupId=made.physical_id,
        Name="by hand",
        VoiceConnectorItems=[],
        CallDistributionType="LoadBalancedDistribution",
    )
    stage.advance(SETTLED)
    stage.update(made, group(east, west), group(east))
    shown = stage.client().get_voice_connector_group(VoiceConnectorGroupId=made.physical_id)["VoiceConnectorGroup"]
    assert shown["CallDistributionType"] == "LoadBalancedDistribution"


def test_adopting_without_saying_anything_changes_nothing(stage: Stage, east: str):
    existing = by_hand_group(stage, east)
    stage.calls.clear()
    answer = stage.create(group(name=None, adopt_id=existing))
    assert answer.physical_id == existing
    assert {call for call in stage.calls if not call.startswith("get_")} == {"PUT answer"}


def test_lets_its_numbers_and_connectors_go_before_it_goes(stage: Stage, east: str):
    made = stage.create(group(east))
    with_numbers(stage, made.physical_id, 3)
    answer = stage.delete(made.physical_id, group(east))
    assert answer.succeeded, answer.reason
    assert groups(stage) == []
    listed = stage.client().list_phone_numbers(MaxResults=10)["PhoneNumbers"]
    assert [item["Status"] for item in listed] == ["Unassigned"] * 3


def test_numbers_that_cannot_be_let_go_are_told_masked_and_all_at_once(
    stage: Stage, east: str, monkeypatch: pytest.MonkeyPatch
):
    made = stage.create(group(east))
    first, second = with_numbers(stage, made.physical_id, 2)

    def refuse(self: VoiceConnectorNumbers, *, voice_connector_group_id: str, e164_phone_numbers: list[str]) -> Any:
        return {"PhoneNumberErrors": [item_error(each, "Forbidden", f"not {each}") for each in e164_phone_numbers]}

    monkeypatch.setattr(VoiceConnectorNumbers, "disassociate_phone_numbers_from_voice_connector_group", refuse)
    answer = stage.delete(made.physical_id, group(east))
    assert not answer.succeeded
    assert f"2 of 2 numbers could not be disassociated from Voice Connector group {made.physical_id}" in answer.reason
    for number in (first, second):
        assert f"***{number[-4:]} Forbidden: not ***{number[-4:]}" in answer.reason
        assert number not in answer.reason
    assert members(stage, made.physical_id) == [east]


def test_waits_for_a_connector_that_was_made_a_moment_ago(stage: Stage):
    stage.service.settings = dataclasses.replace(stage.service.settings, read_after_create_seconds=10)
    answer = stage.create(group(by_hand_connector(stage)))
    assert answer.succeeded, answer.reason


def test_a_renamed_construct_is_refused_while_its_old_group_is_there(stage: Stage, east: str):
    first = stage.create(group(east))
    stage.declare("Renamed")
    answer = stage.create(group(east), "Renamed")
    assert not answer.succeeded
    assert f"adopt='{first.physical_id}'" in answer.reason
    assert groups(stage) == [first.physical_id]
