"""The model's constraints, held by the service when the client does not."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.voice.bench import ACCOUNT, Bench, function
from tests.local.voice.test_wire import HANDLED

# What is wrong -> (operation, parameters, what the message must say).
WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "a required member is missing": (
        "create_sip_rule",
        {},
        "'TriggerType' failed to satisfy constraint: Member must not",
    ),
    "a value is not in the enum": (
        "create_phone_number_order",
        {"ProductType": "Fax", "E164PhoneNumbers": []},
        "[VoiceConnector, SipMediaApplicationDialIn]",
    ),
    "a text is too long": (
        "create_voice_connector",
        {"Name": "x" * 257, "RequireEncryption": True},
        "length less than or equal to 256",
    ),
    "a text is too short": (
        "create_voice_connector",
        {"Name": "", "RequireEncryption": True},
        "length greater than or equal to 1",
    ),
    "a text is against the pattern": (
        "create_voice_connector",
        {"Name": "a/b", "RequireEncryption": True},
        "Value 'a/b' at 'Name' failed to satisfy constraint: Member must satisfy regular expression pattern",
    ),
    "only a part of a text fits the pattern": (
        "create_sip_media_application",
        {"AwsRegion": "us-east-1", "Name": "x", "Endpoints": [{"LambdaArn": f"say {function()}"}]},
        "at 'Endpoints.1.member.LambdaArn'",
    ),
    "a list is too short": (
        "create_sip_media_application",
        {"AwsRegion": "us-east-1", "Name": "x", "Endpoints": []},
        "'Endpoints' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ),
    "a list is too long": (
        "create_sip_media_application",
        {"AwsRegion": "us-east-1", "Name": "x", "Endpoints": [{"LambdaArn": function()}] * 2},
        "length less than or equal to 1",
    ),
    "a number is too small": (
        "update_sip_rule",
        {"SipRuleId": "r", "Name": "r", "TargetApplications": [{"Priority": 0}]},
        "Value 0 at 'TargetApplications.1.member.Priority'",
    ),
    "a number is too large": ("list_sip_rules", {"MaxResults": 101}, "value less than or equal to 100"),
    "a map is too large": (
        "update_sip_media_application_call",
        {"SipMediaApplicationId": "a", "TransactionId": "t", "Arguments": {str(i): "" for i in range(21)}},
        "length less than or equal to 20",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_refuses_when(bench: Bench, what: str):
    operation, parameters, said = WRONG[what]
    with pytest.raises(ClientError) as caught:
        getattr(bench.client(parameter_validation=False), operation)(**parameters)
    assert caught.value.response["Error"]["Code"] == "BadRequestException"
    assert said in caught.value.response["Error"]["Message"]


def test_names_all_problems_at_once(bench: Bench):
    with pytest.raises(ClientError, match="3 validation errors detected"):
        bench.client(parameter_validation=False).create_voice_connector(Name="a/b", NetworkType="IPV5")


def test_does_not_repeat_what_the_model_calls_sensitive(bench: Bench):
    with pytest.raises(ClientError, match=r"Value \*\*\* at 'Name'"):
        bench.home.create_phone_number_order(
            ProductType="VoiceConnector", E164PhoneNumbers=["+12065550100"], Name="for/Somebody"
        )


@pytest.mark.parametrize("name", [n for n, o in HANDLED.items() if o.input and o.input.required_members])
def test_every_required_member_is_required(bench: Bench, name: str):
    operation = HANDLED[name]
    assert operation.input is not None
    in_path = {m for m, s in operation.input.members.items() if s.serialization.get("location") == "uri"}
    with pytest.raises(ClientError) as caught:
        getattr(bench.client(parameter_validation=False), operation.python_name)(**dict.fromkeys(in_path, "x"))
    message = caught.value.response["Error"]["Message"]
    missing = set(operation.input.required_members) - in_path
    assert all(f"'{member}' failed to satisfy constraint: Member must not be null" in message for member in missing)
    assert caught.value.response["Error"]["Code"] in ("BadRequestException", "NotFoundException")
    assert ACCOUNT not in message
