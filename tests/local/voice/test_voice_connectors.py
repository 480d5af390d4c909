"""Voice Connectors: a host name for good, numbers with a fate of their own, held by numbers and rules."""

from __future__ import annotations

import pytest

from tests.local.voice.bench import ACCOUNT, HOME, NUMBER, OTHER, Bench, refusal

SECOND, THIRD = "+12065550101", "+12065550102"


def associate(bench: Bench, connector: str, *numbers: str, force: bool | None = None) -> list[tuple[str, str]]:
    more = {} if force is None else {"ForceAssociate": force}
    answer = bench.home.associate_phone_numbers_with_voice_connector(
        VoiceConnectorId=connector, E164PhoneNumbers=list(numbers), **more
    )
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    return [(error["PhoneNumberId"], error["ErrorCode"]) for error in answer["PhoneNumberErrors"]]


def disassociate(bench: Bench, connector: str, *numbers: str) -> list[tuple[str, str]]:
    answer = bench.home.disassociate_phone_numbers_from_voice_connector(
        VoiceConnectorId=connector, E164PhoneNumbers=list(numbers)
    )
    return [(error["PhoneNumberId"], error["ErrorCode"]) for error in answer["PhoneNumberErrors"]]


def test_has_a_host_name_made_of_its_id_and_an_arn(bench: Bench):
    made = bench.connector(OTHER)
    found = made["VoiceConnectorId"]
    assert made["OutboundHostName"] == f"{found}.voiceconnector.chime.aws"
    assert made["VoiceConnectorArn"] == f"arn:aws:chime:{OTHER}:{ACCOUNT}:vc/{found}"
    assert made["NetworkType"] == "IPV4_ONLY"


def test_is_in_us_east_1_when_no_region_is_said(bench: Bench):
    made = bench.home.create_voice_connector(Name="x", RequireEncryption=True)["VoiceConnector"]
    assert made["AwsRegion"] == "us-east-1"
    call = bench.client(OTHER).create_voice_connector
    assert refusal(call, Name="x", RequireEncryption=True) == "BadRequestException"


def test_only_name_and_encryption_change(bench: Bench):
    made = bench.connector(NetworkType="DUAL_STACK")
    found = made["VoiceConnectorId"]
    bench.home.update_voice_connector(VoiceConnectorId=found, Name="new", RequireEncryption=False)
    after = bench.home.get_voice_connector(VoiceConnectorId=found)["VoiceConnector"]
    assert (after["Name"], after["RequireEncryption"]) == ("new", False)
    same = ("OutboundHostName", "AwsRegion", "NetworkType", "VoiceConnectorArn", "CreatedTimestamp")
    assert {key: after[key] for key in same} == {key: made[key] for key in same}


def test_a_region_has_three_by_default(bench: Bench):
    for _ in range(3):
        bench.connector()
    values = {"Name": "x", "RequireEncryption": True, "AwsRegion": HOME}
    assert refusal(bench.home.create_voice_connector, **values) == "ResourceLimitExceededException"
    bench.connector(OTHER)


def test_types_for_amazon_connect_are_for_those_who_were_given_them(bench: Bench):
    values = {"Name": "x", "RequireEncryption": True, "IntegrationType": "CONNECT_ANALYTICS_CONNECTOR"}
    assert refusal(bench.home.create_voice_connector, **values) == "AccessDeniedException"
    bench.set(connect_integration=True)
    made = bench.home.create_voice_connector(**values)["VoiceConnector"]
    assert made["IntegrationType"] == "CONNECT_ANALYTICS_CONNECTOR"


def test_carries_numbers_of_its_product_type(bench: Bench):
    found = bench.connector()["VoiceConnectorId"]
    assert associate(bench, found, bench.number(product_type="VoiceConnector")) == []
    number = bench.show()
    assert number["Status"] == "Assigned"
    assert [(each["Name"], each["Value"]) for each in number["Associations"]] == [("VoiceConnectorId", found)]
    assert associate(bench, found, NUMBER) == []
    assert disassociate(bench, found, NUMBER) == []
    assert bench.show()["Status"] == "Unassigned"


def test_what_cannot_be_associated_is_told_an_item_with_http_200(bench: Bench):
    found = bench.connector()["VoiceConnectorId"]
    bench.number(product_type="VoiceConnector")
    bench.number(SECOND)
    assert associate(bench, found, NUMBER, SECOND, THIRD) == [(SECOND, "BadRequest"), (THIRD, "NotFound")]
    assert bench.show()["Status"] == "Assigned"


def test_a_number_leaves_another_connector_only_by_force(bench: Bench):
    first, second = (bench.connector()["VoiceConnectorId"] for _ in range(2))
    associate(bench, first, bench.number(product_type="VoiceConnector"))
    assert associate(bench, second, NUMBER) == [(NUMBER, "Conflict")]
    assert associate(bench, second, NUMBER, force=True) == []
    assert [each["Value"] for each in bench.show()["Associations"]] == [second]
    assert disassociate(bench, first, NUMBER) == [(NUMBER, "NotFound")]


def test_is_not_deleted_with_numbers(bench: Bench):
    found = bench.connector()["VoiceConnectorId"]
    associate(bench, found, bench.number(product_type="VoiceConnector"))
    assert refusal(bench.home.delete_voice_connector, VoiceConnectorId=found) == "ConflictException"
    bench.set(connector_in_use_error="BadRequestException")
    assert refusal(bench.home.delete_voice_connector, VoiceConnectorId=found) == "BadRequestException"
    disassociate(bench, found, NUMBER)
    bench.home.delete_voice_connector(VoiceConnectorId=found)
    assert refusal(bench.home.get_voice_connector, VoiceConnectorId=found) == "NotFoundException"


@pytest.mark.parametrize("deletable", [False, True])
def test_whether_a_rule_on_its_host_holds_it_is_a_switch(bench: Bench, deletable: bool):
    bench.set(connector_with_rule_deletable=deletable)
    made = bench.connector()
    bench.settle()
    bench.rule(made["OutboundHostName"], bench.target())
    if deletable:
        bench.home.delete_voice_connector(VoiceConnectorId=made["VoiceConnectorId"])
        return
    code = refusal(bench.home.delete_voice_connector, VoiceConnectorId=made["VoiceConnectorId"])
    assert code == "ConflictException"


def test_belongs_to_the_endpoint_that_made_it(bench: Bench):
    found = bench.connector()["VoiceConnectorId"]
    other = bench.client(OTHER)
    assert other.list_voice_connectors()["VoiceConnectors"] == []
    assert refusal(other.get_voice_connector, VoiceConnectorId=found) == "NotFoundException"
