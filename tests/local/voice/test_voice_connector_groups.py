"""Voice Connector groups: connectors of any Region by priority, replaced as a whole, held by numbers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.voice.bench import ACCOUNT, NUMBER, OTHER, Bench, refusal

SECOND, THIRD = "+12065550101", "+12065550102"


def item(connector: str, priority: int = 1) -> dict[str, Any]:
    return {"VoiceConnectorId": connector, "Priority": priority}


def connectors(bench: Bench, count: int) -> list[str]:
    return [bench.connector(name=f"trunk {at}")["VoiceConnectorId"] for at in range(count)]


def group(bench: Bench, *items: dict[str, Any], name: str = "group", **more: Any) -> str:
    made = bench.home.create_voice_connector_group(Name=name, VoiceConnectorItems=list(items), **more)
    return str(made["VoiceConnectorGroup"]["VoiceConnectorGroupId"])


def show(bench: Bench, found: str) -> dict[str, Any]:
    return dict(bench.home.get_voice_connector_group(VoiceConnectorGroupId=found)["VoiceConnectorGroup"])


def update(bench: Bench, found: str, *items: dict[str, Any], **more: Any) -> None:
    values = {"Name": "group", "VoiceConnectorItems": list(items), **more}
    bench.home.update_voice_connector_group(VoiceConnectorGroupId=found, **values)
    bench.settle()


def test_holds_connectors_of_several_regions_in_the_order_of_their_priorities(bench: Bench):
    east, west = bench.connector()["VoiceConnectorId"], bench.connector(OTHER)["VoiceConnectorId"]
    shown = show(bench, group(bench, item(east, 2), item(west, 1)))
    assert shown["VoiceConnectorItems"] == [item(west, 1), item(east, 2)]
    assert shown["VoiceConnectorGroupArn"].startswith(f"arn:aws:chime:us-east-1:{ACCOUNT}:")
    (listed,) = bench.home.list_voice_connector_groups()["VoiceConnectorGroups"]
    assert listed == shown


def test_an_update_replaces_everything_and_shows_after_a_while(bench: Bench):
    first, second = connectors(bench, 2)
    found = group(bench, item(first), CallDistributionType="LoadBalancedDistribution")
    values = {"Name": "new", "VoiceConnectorItems": [item(second)]}
    answer = bench.home.update_voice_connector_group(VoiceConnectorGroupId=found, **values)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert answer["VoiceConnectorGroup"]["Name"] == "new"
    assert show(bench, found)["VoiceConnectorItems"] == [item(first)]
    bench.settle()
    after = show(bench, found)
    assert (after["Name"], after["VoiceConnectorItems"]) == ("new", [item(second)])
    assert after["CallDistributionType"] == "PriorityWeightedDistribution"


def test_is_deleted_only_without_connectors_and_numbers(bench: Bench):
    (connector,) = connectors(bench, 1)
    found = group(bench, item(connector))
    numbers = {"VoiceConnectorGroupId": found, "E164PhoneNumbers": [bench.number(product_type="VoiceConnector")]}
    bench.home.associate_phone_numbers_with_voice_connector_group(**numbers)
    delete = bench.home.delete_voice_connector_group
    assert refusal(delete, VoiceConnectorGroupId=found) == "ConflictException"
    update(bench, found)
    assert refusal(delete, VoiceConnectorGroupId=found) == "ConflictException"
    assert bench.home.disassociate_phone_numbers_from_voice_connector_group(**numbers)["PhoneNumberErrors"] == []
    delete(VoiceConnectorGroupId=found)
    assert refusal(bench.home.get_voice_connector_group, VoiceConnectorGroupId=found) == "NotFoundException"


def test_holds_its_connectors_in_place(bench: Bench):
    (connector,) = connectors(bench, 1)
    found = group(bench, item(connector))
    delete = bench.home.delete_voice_connector
    assert refusal(delete, VoiceConnectorId=connector) == "ConflictException"
    bench.home.update_voice_connector_group(VoiceConnectorGroupId=found, Name="group", VoiceConnectorItems=[])
    assert refusal(delete, VoiceConnectorId=connector) == "ConflictException"
    bench.settle()
    delete(VoiceConnectorId=connector)


def test_an_account_has_three_of_three_connectors_each(bench: Bench):
    bench.set(voice_connectors=4)
    create = bench.home.create_voice_connector_group
    items = [item(connector) for connector in connectors(bench, 4)]
    assert refusal(create, Name="x", VoiceConnectorItems=items) == "BadRequestException"
    for _ in range(3):
        group(bench, *items[:3])
    assert refusal(create, Name="x") == "ResourceLimitExceededException"


def test_refuses_connectors_that_are_not_there_or_named_twice(bench: Bench):
    (connector,) = connectors(bench, 1)
    create = bench.home.create_voice_connector_group
    assert refusal(create, Name="x", VoiceConnectorItems=[item("a" * 22)]) == "NotFoundException"
    assert refusal(create, Name="x", VoiceConnectorItems=[item(connector), item(connector, 2)]) == "BadRequestException"


def test_does_not_know_a_connector_that_is_too_fresh_for_reads(bench: Bench):
    bench.set(read_after_create_seconds=5)
    items = [item(bench.connector()["VoiceConnectorId"])]
    assert refusal(bench.home.create_voice_connector_group, Name="x", VoiceConnectorItems=items) == "NotFoundException"
    bench.settle()
    group(bench, *items)


def test_carries_numbers_which_leave_a_connector_only_by_force(bench: Bench):
    (connector,) = connectors(bench, 1)
    found = group(bench, item(connector))
    numbers = [bench.number(product_type="VoiceConnector"), bench.number(SECOND)]
    bench.home.associate_phone_numbers_with_voice_connector(VoiceConnectorId=connector, E164PhoneNumbers=numbers[:1])
    associate = bench.home.associate_phone_numbers_with_voice_connector_group
    values = {"VoiceConnectorGroupId": found, "E164PhoneNumbers": [*numbers, THIRD]}
    told = {error["PhoneNumberId"]: error["ErrorCode"] for error in associate(**values)["PhoneNumberErrors"]}
    assert told == {NUMBER: "Conflict", SECOND: "BadRequest", THIRD: "NotFound"}
    associate(**values, ForceAssociate=True)
    (association,) = bench.show()["Associations"]
    assert (association["Name"], association["Value"]) == ("VoiceConnectorGroupId", found)
    listed = bench.home.list_phone_numbers(FilterName="VoiceConnectorGroupId", FilterValue=found)["PhoneNumbers"]
    assert [number["E164PhoneNumber"] for number in listed] == [NUMBER]


@pytest.mark.parametrize("operation", ["associate_phone_numbers_with", "disassociate_phone_numbers_from"])
def test_a_batch_has_a_limit(bench: Bench, operation: str):
    bench.set(numbers_per_association=2)
    found = group(bench)
    call = getattr(bench.home, f"{operation}_voice_connector_group")
    numbers = [NUMBER, SECOND, THIRD]
    assert refusal(call, VoiceConnectorGroupId=found, E164PhoneNumbers=numbers) == "BadRequestException"


def test_belongs_to_the_endpoint_that_made_it(bench: Bench):
    found = group(bench)
    other = bench.client(OTHER)
    assert other.list_voice_connector_groups()["VoiceConnectorGroups"] == []
    assert refusal(other.get_voice_connector_group, VoiceConnectorGroupId=found) == "NotFoundException"


def test_is_in_the_state_of_the_account(bench: Bench):
    (connector,) = connectors(bench, 1)
    group(bench, item(connector), name="front")
    (shown,) = bench.service.snapshot()[ACCOUNT]["VoiceConnectorGroups"]
    assert (shown["Name"], shown["VoiceConnectorItems"]) == ("front", [item(connector)])
