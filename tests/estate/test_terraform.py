"""What `terraform show -json` prints is read as an estate, as far as it says something."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from chime_voice.contract.registry import TYPES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib.estate import EstateError, routing_table
from constructs_lib.estate.model import Estate
from constructs_lib.estate.terraform import is_state_file, load
from constructs_lib.generate import generate
from constructs_lib.routing.what_if import what_if
from tests.cli.shell import run

ACCOUNT = "123456789012"
TRUNK, DESK = "abcdef1ghij2klmno3pqr4", "0d9f7c1e-5f0b-4c58-8b5e-7a5f3c1d2e22"
RULE = "6f1a1c5e-0c3e-4a55-9a57-2f0a7f1f0b11"
PASSWORD = "correct horse"


def resource(type_name: str, values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"address": f"{type_name}.x", "mode": "managed", "type": type_name, "values": values, **more}


def part(name: str, **values: Any) -> dict[str, Any]:
    return resource(f"aws_chime_voice_connector_{name}", {"id": TRUNK, "voice_connector_id": TRUNK, **values})


def document(*, region: str | None = None) -> dict[str, Any]:
    """A state with every resource of the service that the provider has."""
    where = {} if region is None else {"region": region}
    applications = [
        resource(
            "aws_chimesdkvoice_sip_media_application",
            {
                "id": DESK,
                "arn": f"arn:aws:chime:us-east-1:{ACCOUNT}:sma/{DESK}",
                "aws_region": "us-east-1",
                "name": "Desk",
                "endpoints": [{"lambda_arn": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:desk"}],
                "tags": {},
                "tags_all": {"team": "voice"},
            },
        )
    ]
    rules = [
        resource(
            "aws_chimesdkvoice_sip_rule",
            {
                "id": RULE,
                "name": "Main",
                "disabled": False,
                "trigger_type": "ToPhoneNumber",
                "trigger_value": "+12065550100",
                "target_applications": [{"sip_media_application_id": DESK, "priority": 1, "aws_region": "us-east-1"}],
                **where,
            },
        ),
    ]
    connectors = [
        resource(
            "aws_chime_voice_connector",
            {
                "id": TRUNK,
                "aws_region": "us-east-1",
                "name": "Trunk",
                "require_encryption": True,
                "outbound_host_name": f"{TRUNK}.voiceconnector.chime.aws",
            },
        ),
        part(
            "termination",
            calling_regions=["US"],
            cidr_allow_list=["203.0.113.0/28"],
            cps_limit=1,
            default_phone_number="",
            disabled=False,
        ),
        part(
            "origination",
            disabled=False,
            route=[{"host": "pbx.example.com", "port": 5060, "protocol": "TCP", "priority": 1, "weight": 1}],
        ),
        part(
            "streaming",
            data_retention=24,
            disabled=False,
            streaming_notification_targets=["SQS"],
            media_insights_configuration=[],
        ),
        part("logging", enable_sip_logs=True, enable_media_metric_logs=False),
        part("termination_credentials", credentials=[{"username": "pbx", "password": PASSWORD}])
        | {"sensitive_values": {"credentials": [{"password": True}]}},
        resource(
            "aws_chime_voice_connector_group",
            {
                "id": "11111111-2222-4000-8000-000000000000",
                "name": "Group",
                "connector": [{"voice_connector_id": TRUNK, "priority": 1}],
                **where,
            },
        ),
    ]
    others = [
        resource(
            "aws_chimesdkvoice_voice_profile_domain",
            {
                "id": "22222222-2222-4000-8000-000000000000",
                "arn": f"arn:aws:chime:us-east-1:{ACCOUNT}:voice-profile-domain/2",
                "name": "Callers",
                "description": "",
                "server_side_encryption_configuration": [
                    {"kms_key_arn": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0f0f0f0f-0000-4000-8000-000000000001"}
                ],
                "tags_all": {},
            },
        ),
        resource("aws_chimesdkvoice_global_settings", {"id": ACCOUNT, "voice_connector": [{"cdr_bucket": "records"}]}),
        resource("aws_s3_bucket", {"id": "records"}),
    ]
    return {
        "format_version": "1.0",
        "terraform_version": "1.9.0",
        "values": {
            "root_module": {
                "resources": [*applications, *others],
                "child_modules": [{"resources": rules, "child_modules": [{"resources": connectors}]}],
            }
        },
    }


def read(state: Any, folder: Path) -> Estate:
    path = folder / "state.json"
    path.write_text(json.dumps(state))
    assert is_state_file(path)
    return load(path)


def test_everything_that_the_provider_has_is_read_as_it_would_be_declared(tmp_path):
    found = read(document(), tmp_path)
    assert len(found.resources) == 6
    for each in found.resources:
        declared = TYPES[each.type_name].parse(each.properties)
        assert declared.problems() == [], each
        assert declared.properties() == each.properties
    trunk = {each.type_name: each for each in found.resources}["Custom::ChimeVoiceConnector"]
    assert {"Termination", "Origination", "StreamingConfiguration", "LoggingConfiguration"} <= trunk.properties.keys()
    assert trunk.facts["TerminationUsernames"] == ["pbx"]
    (route,) = routing_table(found).routes
    target = what_if(route).target
    assert target is not None
    assert target.function is not None
    assert target.function.name == "desk"


def test_what_is_sensitive_is_nowhere(tmp_path):
    state = document()
    assert PASSWORD not in repr(read(state, tmp_path))
    # Whatever is marked is left alone, a name too.
    child = state["values"]["root_module"]["child_modules"][0]["resources"][0]
    child["sensitive_values"] = {"name": True}
    (rule,) = read(state, tmp_path).of_type("Custom::ChimeSipRule")
    assert "Name" not in rule.properties


def test_what_a_state_cannot_tell_is_a_gap(tmp_path):
    state = document()
    state["values"]["root_module"]["resources"].append(resource("aws_chime_something_new", {"id": "x"}))
    gaps = {gap.operation: gap.reason for gap in read(state, tmp_path).gaps}
    assert set(gaps) == {"phone numbers and their associations", "aws_chime_something_new"}
    assert "scan the account" in gaps["phone numbers and their associations"]


def test_a_rule_of_which_nobody_says_the_region_is_left_out_and_told(tmp_path):
    state = document()
    west = state["values"]["root_module"]["resources"][0]["values"]
    west["endpoints"] = [{"lambda_arn": f"arn:aws:lambda:us-west-2:{ACCOUNT}:function:desk"}]
    found = read(state, tmp_path)
    assert found.of_type("Custom::ChimeSipRule") == ()
    assert f"aws_chimesdkvoice_sip_rule {RULE}" in {gap.operation for gap in found.gaps}
    (rule,) = read(document(region="us-west-2"), tmp_path).of_type("Custom::ChimeSipRule")
    assert rule.region == "us-west-2"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"format_version": "1.0"}', "must have resources of one account, got no ARN"),
        (json.dumps(document()).replace(ACCOUNT, "210987654321", 1), "must have resources of one account"),
    ],
)
def test_a_state_of_nobody_is_said_in_a_sentence(content: str, message: str, tmp_path):
    (tmp_path / "state.json").write_text(content)
    with pytest.raises(EstateError, match=message):
        load(tmp_path / "state.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_stands_at_any_place_ends_in_an_estate_or_a_sentence(data, tmp_path):
    def broken(value: Any) -> Any:
        if data.draw(st.integers(0, 25)) == 0:
            return data.draw(json_values)
        if isinstance(value, dict):
            return {key: broken(each) for key, each in value.items()}
        return [broken(each) for each in value] if isinstance(value, list) else value

    path = tmp_path / "state.json"
    state = broken(document())
    path.write_text(json.dumps({**(state if isinstance(state, dict) else {}), "format_version": "1.0"}))
    with contextlib.suppress(EstateError):
        generate(load(path))


def test_an_app_is_generated_of_a_state(tmp_path):
    (tmp_path / "state.json").write_text(json.dumps(document()))
    done = run("generate", tmp_path / "state.json", "-o", tmp_path / "telephony")
    assert done.returncode == 1
    assert done.stderr.startswith("not read: all Regions: phone numbers")
    assert "taken over: 6 resources" in done.stdout
    texts = [path.read_text() for path in (tmp_path / "telephony").iterdir()]
    assert not any(PASSWORD in text for text in texts)
    assert any('Trigger.phone_number("+12065550100")' in text for text in texts)
