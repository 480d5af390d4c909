"""The scheduled function: what a deployment declared, compared with the service through real boto3."""

from __future__ import annotations

import json
from typing import Any

import pytest
from chime_voice.contract.global_settings import GlobalSettings
from chime_voice.contract.marker import strip
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.phone_number_settings import PhoneNumberSettings
from chime_voice.contract.phone_numbers import PhoneNumbers
from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import Resource, Tag
from chime_voice.contract.termination_credentials import TerminationCredentials
from chime_voice.drift.reads import READS
from chime_voice.drift.watch import METRIC, UnreadableError, watch

from tests.provider.stage import Answer, Stage, StageClock, _Client, _delivered
from tests.provider.world import (
    application,
    by_hand_connector,
    connector,
    domain,
    group,
    number,
    origination,
    rule,
    rule_set,
    rules_for,
    termination,
)

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:pbx-AbCdEf"


class Watched:
    """A stack and what its watch is handed."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.stage.declare("Number", "Some", "Trunk")
        self.resources: list[dict[str, Any]] = []
        self.client = self.stage.client()

    def make(self, logical_id: str, resource: Resource) -> Answer:
        answer = self.stage.create(resource, logical_id)
        assert answer.succeeded, answer.reason
        self.stage.advance(600)
        properties = {n: v for n, v in _delivered(resource).items() if not n.startswith("Service")}
        self.resources.append(
            {
                "type": resource.SPEC.type_name,
                "name": f"Support/{logical_id}",
                "id": answer.physical_id,
                "properties": properties,
            }
        )
        return answer

    def look(self) -> dict[str, Any]:
        self.stage.calls.clear()
        return watch(
            {"stack": "Support", "resources": self.resources},
            lambda region: _Client(self.stage, self.stage.client(region)),
            StageClock(self.stage),
        )


def told(capsys) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The lines of differences, and the metric; what the provider printed before is not of interest."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (metric,) = [line for line in lines if "_aws" in line] or [{}]
    return [line for line in lines if line.get("what") in ("drift", "unread")], metric


@pytest.fixture
def support():
    watched = Watched()
    main = watched.make("Number", number()).physical_id
    app = watched.make("App", application(tags=(Tag(key="team", value="voice"),))).physical_id
    trunk = connector(termination=termination(), origination=origination("sip.example.com"))
    first = watched.make("Trunk", trunk).physical_id
    watched.make("Rule", rule(main, app))
    some = PhoneNumbers(
        product_type="SipMediaApplicationDialIn", name="Desk", home_region="us-east-1", count=2, area_code="206"
    )
    numbers = watched.make("Some", some).data["Numbers"].split(",")
    watched.make("Lines", rule_set(rules_for(numbers, app)))
    watched.make("Both", group(first))
    watched.make("Prints", domain())
    return watched


def test_what_was_just_deployed_has_no_difference_and_nothing_is_changed(support, capsys):
    assert support.look() == {"stack": "Support", "compared": 8, "differences": 0}
    assert all(call.startswith(("get_", "list_")) for call in support.stage.calls)
    lines, metric = told(capsys)
    assert lines == []
    (declared,) = metric["_aws"]["CloudWatchMetrics"]
    assert (declared["Namespace"], declared["Dimensions"]) == ("ChimeVoice", [["Stack"]])
    assert declared["Metrics"] == [{"Name": METRIC, "Unit": "Count"}]
    assert (metric["Stack"], metric[METRIC]) == ("Support", 0)


def test_only_calls_that_the_function_may_make_are_made(support):
    support.look()
    may = {operation for each in support.resources for operation in READS[each["type"]]}
    snake = {"".join(part.capitalize() for part in call.split("_")) for call in support.stage.calls}
    assert {call.lower() for call in snake} <= {operation.lower() for operation in may}


@pytest.mark.parametrize("type_name", TYPES)
def test_every_type_is_read_with_calls_that_its_contract_knows(type_name):
    known = {operation for one in TYPES[type_name].SPEC.permissions for operation in one.operations}
    assert READS[type_name]
    assert set(READS[type_name]) <= known


def _of(support, name):
    return next(each["id"] for each in support.resources if each["name"] == f"Support/{name}")


def test_each_difference_is_a_line_with_numbers_masked_and_counted(support, capsys):
    found = support.client.get_sip_rule(SipRuleId=_of(support, "Rule"))["SipRule"]
    support.client.update_sip_rule(
        SipRuleId=found["SipRuleId"],
        Name=f"{_of(support, 'Number')[1:]} {found['Name']}",
        Disabled=True,
        TargetApplications=found["TargetApplications"],
    )
    support.stage.advance(600)
    capsys.readouterr()
    assert support.look()["differences"] == 2
    lines, metric = told(capsys)
    assert [(line["name"], line["property"]) for line in lines] == [
        ("Support/Rule", "Disabled"),
        ("Support/Rule", "Name"),
    ]
    assert (lines[0]["declared"], lines[0]["present"]) == (False, True)
    assert metric[METRIC] == 2
    assert _of(support, "Number")[1:] not in json.dumps(lines)


def test_what_is_gone_is_told_also_of_a_set(support, capsys):
    rules = support.client.list_sip_rules()["SipRules"]
    one = next(each for each in rules if strip(each["Name"]).startswith("Lines"))
    support.client.update_sip_rule(
        SipRuleId=one["SipRuleId"], Name=one["Name"], Disabled=True, TargetApplications=one["TargetApplications"]
    )
    support.stage.advance(600)
    support.client.delete_sip_rule(SipRuleId=one["SipRuleId"])
    support.stage.advance(600)
    support.client.delete_phone_number(PhoneNumberId=one["TriggerValue"])
    support.stage.advance(600)
    capsys.readouterr()
    support.look()
    lines, metric = told(capsys)
    assert metric[METRIC] == len(lines) == 2
    assert (lines[0]["property"], lines[0]["declared"], lines[0]["present"]) == ("Count", 2, 1)
    assert (lines[1]["name"], lines[1]["missing"]) == ("Support/Lines", True)


def test_a_part_tag_or_member_that_was_changed_by_hand_is_told(support, capsys):
    trunk, app = _of(support, "Trunk"), _of(support, "App")
    support.client.delete_voice_connector_origination(VoiceConnectorId=trunk)
    arn = support.client.get_sip_media_application(SipMediaApplicationId=app)["SipMediaApplication"]
    support.client.untag_resource(ResourceARN=arn["SipMediaApplicationArn"], TagKeys=["team"])
    other = by_hand_connector(support.stage, "Other")
    name = support.client.get_voice_connector_group(VoiceConnectorGroupId=_of(support, "Both"))
    support.client.update_voice_connector_group(
        VoiceConnectorGroupId=_of(support, "Both"),
        Name=name["VoiceConnectorGroup"]["Name"],
        VoiceConnectorItems=[{"VoiceConnectorId": other, "Priority": 1}],
    )
    support.stage.advance(600)
    capsys.readouterr()
    support.look()
    lines, _ = told(capsys)
    assert [(line["name"], line["property"]) for line in lines] == [
        ("Support/App", "Tags"),
        ("Support/Trunk", "Origination.Routes"),
        ("Support/Both", "VoiceConnectorItems"),
    ]


def test_where_something_cannot_be_read_there_is_no_count_and_the_invocation_fails(support, capsys):
    support.stage.refused = "get_voice_connector_group"
    capsys.readouterr()
    with pytest.raises(UnreadableError, match="1 of 8"):
        support.look()
    lines, metric = told(capsys)
    assert [(line["what"], line["name"]) for line in lines] == [("unread", "Support/Both")]
    assert metric == {}


@pytest.fixture
def carrying():
    """A trunk that carries numbers and asks for a password, and both settings of the account."""
    watched = Watched()
    watched.stage.secrets[SECRET] = '{"pbx": "not-to-be-seen"}'
    trunk = watched.make("Trunk", connector(termination=termination())).physical_id
    lines = PhoneNumbers(product_type="VoiceConnector", name="Desk", home_region="us-east-1", count=2, area_code="206")
    numbers = tuple(watched.make("Some", lines).data["Numbers"].split(","))
    carried = PhoneNumberAssociation(aws_region="us-east-1", voice_connector_id=trunk, e164_phone_numbers=numbers)
    watched.make("Carried", carried)
    watched.make("Users", TerminationCredentials(aws_region="us-east-1", voice_connector_id=trunk, secret_arn=SECRET))
    watched.make("Records", GlobalSettings(home_region="us-east-1", cdr_bucket="records"))
    watched.make("Caller", PhoneNumberSettings(home_region="us-east-1", calling_name="Example"))
    watched.stage.advance(8 * 86_400)
    return watched


def test_numbers_users_and_settings_as_deployed_have_no_difference(carrying, capsys):
    assert carrying.look()["differences"] == 0
    assert all(call.startswith(("get_", "list_")) for call in carrying.stage.calls)
    assert "not-to-be-seen" not in capsys.readouterr().out


def test_numbers_users_and_settings_that_were_changed_by_hand_are_told(carrying, capsys):
    trunk, client = _of(carrying, "Trunk"), carrying.client
    number = client.list_phone_numbers()["PhoneNumbers"][0]["E164PhoneNumber"]
    client.disassociate_phone_numbers_from_voice_connector(VoiceConnectorId=trunk, E164PhoneNumbers=[number])
    client.delete_voice_connector_termination_credentials(VoiceConnectorId=trunk, Usernames=["pbx"])
    client.update_global_settings(VoiceConnector={"CdrBucket": "other"})
    client.update_phone_number_settings(CallingName="Another")
    carrying.stage.advance(600)
    capsys.readouterr()
    assert carrying.look()["differences"] == 4
    lines, metric = told(capsys)
    assert [(line["name"], line.get("property"), line.get("missing")) for line in lines] == [
        ("Support/Carried", "E164PhoneNumbers", None),
        ("Support/Users", None, True),
        ("Support/Records", "CdrBucket", None),
        ("Support/Caller", "CallingName", None),
    ]
    assert [(line["declared"], line["present"]) for line in lines[2:]] == [("records", "other"), ("Example", "Another")]
    assert metric[METRIC] == 4
    assert number not in json.dumps(lines)
