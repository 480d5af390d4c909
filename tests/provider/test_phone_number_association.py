"""Numbers with a carrier: moved when declared so, never stolen, let go only where this resource brought them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from chime_voice.contract.phone_number_association import PhoneNumberAssociation

from tests.provider.faults import every_fault
from tests.provider.stage import STACK, Stage
from tests.provider.world import (
    SETTLED,
    by_hand_application,
    by_hand_connector,
    by_hand_group,
    by_hand_number,
    by_hand_rule,
)


class World:
    """Two connectors, a group, and five numbers for them."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.first = by_hand_connector(stage, "First")
        self.second = by_hand_connector(stage, "Second")
        self.group = by_hand_group(stage, self.first)
        client = stage.client()
        self.numbers = client.search_available_phone_numbers(AreaCode="425", MaxResults=5)["E164PhoneNumbers"]
        client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=self.numbers)
        stage.advance(SETTLED)

    def by_hand(self, connector: str, *at: int) -> None:
        """Associate without the library, some time ago."""
        self.stage.client().associate_phone_numbers_with_voice_connector(
            VoiceConnectorId=connector, E164PhoneNumbers=[self.numbers[n] for n in at]
        )
        self.stage.advance(3 * 3600)

    def users(self) -> list[str]:
        """What each number is with."""
        client = self.stage.client()
        found = []
        for number in self.numbers:
            associations = client.get_phone_number(PhoneNumberId=number)["PhoneNumber"]["Associations"]
            found.append(associations[0]["Value"] if associations else "")
        return found

    def association(self, *at: int, to: str = "", **more: Any) -> PhoneNumberAssociation:
        carrier = to or self.first
        kind = "voice_connector_group_id" if carrier == self.group else "voice_connector_id"
        values: dict[str, Any] = {kind: carrier, "aws_region": "us-east-1"}
        return PhoneNumberAssociation(e164_phone_numbers=tuple(self.numbers[n] for n in at), **(values | more))


def new_stage() -> Stage:
    made = Stage()
    made.declare("Main")
    return made


@pytest.fixture
def world() -> World:
    return World(new_stage())


def create(stage: Stage) -> Iterator[None]:
    world = World(stage)
    yield
    answer = stage.create(world.association(0, 1, 2))
    assert answer.succeeded, answer.reason
    assert set(answer.data) == {"PhoneNumberAssociationId"}
    assert world.users() == [world.first] * 3 + [""] * 2


def update(stage: Stage) -> Iterator[None]:
    world = World(stage)
    world.by_hand(world.first, 4)
    before = stage.create(world.association(0, 1))
    yield
    after = stage.update(before, world.association(1, 2), world.association(0, 1))
    assert after.succeeded, after.reason
    assert after.physical_id == before.physical_id
    assert world.users() == ["", world.first, world.first, "", world.first]


def move(stage: Stage) -> Iterator[None]:
    world = World(stage)
    before = stage.create(world.association(0, 1, 2))
    yield
    desired = world.association(0, 1, 3, to=world.group)
    after = stage.update(before, desired, world.association(0, 1, 2))
    assert after.succeeded, after.reason
    assert after.physical_id == before.physical_id
    assert world.users() == [world.group, world.group, "", world.group, ""]


def roll_back_a_move(stage: Stage) -> Iterator[None]:
    world = World(stage)
    old, new = world.association(0, 1), world.association(0, 2, to=world.second)
    before = stage.create(old)
    moved = stage.update(before, new, old)
    yield
    back = stage.update(moved, old, new)
    assert back.succeeded, back.reason
    assert back.physical_id == before.physical_id
    assert world.users() == [world.first, world.first, "", "", ""]


def roll_back_a_refused_create(stage: Stage) -> Iterator[None]:
    """One number is somebody else's: nothing is touched, also by the Delete that follows."""
    world = World(stage)
    world.by_hand(world.second, 1)
    yield
    failed = stage.create(world.association(0, 1))
    assert not failed.succeeded
    assert stage.delete(failed.physical_id, world.association(0, 1)).succeeded
    assert world.users() == ["", world.second, "", "", ""]


def roll_back_a_half_made_update(stage: Stage) -> Iterator[None]:
    """Nothing could be let go, so the rollback finds what it wants to bring back."""
    world = World(stage)
    before = stage.create(world.association(0, 1))
    stage.advance(3 * 3600)
    stage.refused = "disassociate_phone_numbers_from_voice_connector"
    yield
    failed = stage.update(before, world.association(1, 2), world.association(0, 1))
    assert not failed.succeeded
    stage.refused = ""
    back = stage.update(before, world.association(0, 1), world.association(1, 2))
    assert back.succeeded, back.reason
    assert world.users() == [world.first, world.first, "", "", ""]


def delete(stage: Stage) -> Iterator[None]:
    """A number that was moved on by hand, and one that somebody else has there, stay where they are."""
    world = World(stage)
    world.by_hand(world.first, 3)
    made = stage.create(world.association(0, 1, 2))
    stage.client().disassociate_phone_numbers_from_voice_connector(
        VoiceConnectorId=world.first, E164PhoneNumbers=[world.numbers[2]]
    )
    world.by_hand(world.second, 2)
    yield
    answer = stage.delete(made.physical_id, world.association(0, 1, 2))
    assert answer.succeeded, answer.reason
    assert world.users() == ["", "", world.second, world.first, ""]


STEPS = (
    create,
    update,
    move,
    roll_back_a_move,
    roll_back_a_refused_create,
    roll_back_a_half_made_update,
    delete,
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.__name__))
def test_every_fault_at_every_call(step):
    assert every_fault("phone_number_association", step, new_stage) == []


def test_a_create_that_never_answers_is_undone_by_its_delete(world: World):
    world.stage.deaf = True
    failed = world.stage.create(world.association(0, 1))
    world.stage.deaf = False
    assert failed.reason == "no answer in time"
    assert world.users()[:2] == [world.first] * 2
    world.stage.advance(3600)
    assert world.stage.delete(failed.physical_id, world.association(0, 1)).succeeded
    assert world.users() == [""] * 5


def test_the_delete_of_an_unanswered_create_leaves_what_was_there_before(world: World):
    world.by_hand(world.first, 0)
    world.stage.deaf = True
    failed = world.stage.create(world.association(0, 1, adopt=None))
    world.stage.deaf = False
    assert world.stage.delete(failed.physical_id, world.association(0, 1)).succeeded
    assert world.users() == [world.first, "", "", "", ""]


@pytest.mark.parametrize("kind", ["Create", "Update", "Delete"])
def test_an_event_delivered_again_changes_nothing(world: World, kind: str):
    stage = world.stage
    event = stage.event("Create", world.association(0, 1), "Main", STACK)
    answer = stage.deliver(event)
    if kind == "Update":
        event = stage.event(
            "Update", world.association(1, 2), "Main", STACK, answer.physical_id, world.association(0, 1)
        )
    elif kind == "Delete":
        event = stage.event("Delete", world.association(0, 1), "Main", STACK, answer.physical_id)
    assert stage.deliver(event).succeeded
    before = world.users()
    stage.deliver(event)
    assert world.users() == before


def test_calls_for_nothing_that_does_not_differ(world: World):
    made = world.stage.create(world.association(0, 1))
    world.stage.calls.clear()
    world.stage.update(made, world.association(1, 0), world.association(0, 1))
    assert {call for call in world.stage.calls if not call.startswith("list_")} == {"PUT answer"}


def test_every_number_that_cannot_be_had_is_told_at_once_and_masked(world: World):
    stage = world.stage
    stage.service.settings = dataclasses.replace(stage.service.settings, phone_numbers=6)
    world.by_hand(world.second, 0)
    dialled = by_hand_number(stage)
    by_hand_rule(stage, dialled, by_hand_application(stage, "East"))
    wanted = PhoneNumberAssociation(
        aws_region="us-east-1",
        voice_connector_id=world.first,
        e164_phone_numbers=(world.numbers[0], dialled, "+12065550199", world.numbers[1]),
    )
    answer = stage.create(wanted)
    assert not answer.succeeded
    for part in (
        f"***{world.numbers[0][-4:]} is with VoiceConnectorId {world.second}",
        f"***{dialled[-4:]} has the product type SipMediaApplicationDialIn; give the number product_type VoiceConnector",
        "***0199 is not in the inventory of us-east-1",
        "only with force=True",
    ):
        assert part in answer.reason
    assert not any(number in answer.reason for number in (*world.numbers, dialled))
    assert world.users() == [world.second, "", "", "", ""]


def test_takes_numbers_away_only_by_force(world: World):
    world.by_hand(world.second, 0)
    assert not world.stage.create(world.association(0, 1)).succeeded
    forced = world.stage.create(world.association(0, 1, force_associate=True))
    assert forced.succeeded, forced.reason
    assert world.users()[:2] == [world.first] * 2


def test_a_move_takes_only_what_was_ours(world: World):
    world.by_hand(world.second, 1)
    made = world.stage.create(world.association(0))
    failed = world.stage.update(made, world.association(0, 1, to=world.group), world.association(0))
    assert not failed.succeeded
    assert world.users()[:2] == [world.first, world.second]


def test_what_the_connector_has_already_is_taken_over_only_by_adoption_and_then_stays(world: World):
    stage = world.stage
    world.by_hand(world.first, 0)
    refused = stage.create(world.association(0, 1))
    assert f"already has ***{world.numbers[0][-4:]}" in refused.reason
    assert stage.delete(refused.physical_id, world.association(0, 1)).succeeded
    assert world.users()[:2] == [world.first, ""]
    adopted = stage.create(world.association(0, 1, adopt=True))
    assert adopted.succeeded, adopted.reason
    assert stage.delete(adopted.physical_id, world.association(0, 1, adopt=True)).succeeded
    assert world.users()[:2] == [world.first] * 2


def test_what_was_moved_on_by_hand_is_not_taken_along(world: World):
    made = world.stage.create(world.association(0, 1))
    client = world.stage.client()
    client.associate_phone_numbers_with_voice_connector(
        VoiceConnectorId=world.second, E164PhoneNumbers=[world.numbers[0]], ForceAssociate=True
    )
    answer = world.stage.update(made, world.association(0, 1, to=world.group), world.association(0, 1))
    assert f"***{world.numbers[0][-4:]} is with VoiceConnectorId {world.second}" in answer.reason
    assert world.users()[:2] == [world.second, world.first]


def test_an_adopted_association_that_is_no_longer_declared_stays(world: World):
    world.by_hand(world.first, 0, 1)
    made = world.stage.create(world.association(0, 1, adopt=True))
    after = world.stage.update(made, world.association(1, adopt=True), world.association(0, 1, adopt=True))
    assert after.succeeded, after.reason
    assert world.users()[:2] == [world.first] * 2


def test_more_numbers_than_a_call_takes_go_in_batches(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chime_voice.provider.carrying._BATCH", 2)
    stage = world.stage
    stage.calls.clear()
    made = stage.create(world.association(0, 1, 2, 3, 4))
    assert made.succeeded, made.reason
    assert stage.calls.count("associate_phone_numbers_with_voice_connector") == 3
    assert stage.delete(made.physical_id, world.association(0, 1, 2, 3, 4)).succeeded
    assert world.users() == [""] * 5


def test_the_delete_is_done_where_the_connector_is_gone(world: World):
    made = world.stage.create(world.association(0))
    client = world.stage.client()
    client.disassociate_phone_numbers_from_voice_connector(
        VoiceConnectorId=world.first, E164PhoneNumbers=[world.numbers[0]]
    )
    client.update_voice_connector_group(VoiceConnectorGroupId=world.group, Name="x", VoiceConnectorItems=[])
    world.stage.advance(SETTLED)
    client.delete_voice_connector(VoiceConnectorId=world.first)
    assert world.stage.delete(made.physical_id, world.association(0)).succeeded
