"""Every resource type: what was declared is found as it would be declared to take it over."""

from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Callable
from typing import Any

import pytest
from chime_voice.contract.global_settings import GlobalSettings
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.phone_number_settings import PhoneNumberSettings
from chime_voice.contract.registry import MODULES, TYPES
from chime_voice.contract.resource import Resource, Tag
from chime_voice.contract.voice_connector_parts import (
    DnisEmergencyCallingConfiguration,
    EmergencyCallingConfiguration,
    ExternalSystemsConfiguration,
    LoggingConfiguration,
    MediaInsightsConfiguration,
    StreamingConfiguration,
    StreamingNotificationTarget,
)
from chime_voice.contract.voice_profile_domain import ServerSideEncryptionConfiguration, VoiceProfileDomain

from constructs_lib.estate.kinds import SEEN_AS, deriver, lister
from constructs_lib.estate.model import Found
from tests.estate.accounts import Stage, scanned
from tests.provider.stage import ACCOUNT
from tests.provider.world import (
    SETTLED,
    application,
    by_hand_application,
    by_hand_connector,
    by_hand_number,
    connector,
    group,
    number,
    origination,
    rule,
    rule_set,
    rules_for,
    termination,
)

TAGS = (Tag(key="team", value="voice"),)
INSIGHTS = f"arn:aws:chime:us-east-1:{ACCOUNT}:media-insights-pipeline-configuration/Calls"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0f0f0f0f-0000-4000-8000-000000000001"


def every_part(_: Stage) -> Resource:
    return connector(
        tags=TAGS,
        network_type="DUAL_STACK",
        termination=termination("US", "CA", default_phone_number="+12065550100"),
        origination=origination("pbx.example.com", "spare.example.com"),
        streaming_configuration=StreamingConfiguration(
            data_retention_in_hours=24,
            streaming_notification_targets=(StreamingNotificationTarget(notification_target="SQS"),),
            media_insights_configuration=MediaInsightsConfiguration(configuration_arn=INSIGHTS),
        ),
        logging_configuration=LoggingConfiguration(enable_sip_logs=True),
        emergency_calling_configuration=EmergencyCallingConfiguration(
            dnis=(DnisEmergencyCallingConfiguration(emergency_phone_number="+12065550911", calling_country="US"),)
        ),
        external_systems_configuration=ExternalSystemsConfiguration(session_border_controller_types=("RIBBON_SBC",)),
    )


def carried(stage: Stage) -> Resource:
    first = by_hand_number(stage)
    stage.client().update_phone_number(PhoneNumberId=first, ProductType="VoiceConnector")
    carrier = by_hand_connector(stage)
    stage.advance(SETTLED)
    return PhoneNumberAssociation(aws_region="us-east-1", voice_connector_id=carrier, e164_phone_numbers=(first,))


DECLARED: dict[str, Callable[[Stage], Resource]] = {
    "phone_number": lambda _: number(calling_name="Support"),
    "voice_connector": every_part,
    "voice_connector_group": lambda stage: group(
        by_hand_connector(stage, region="us-west-2"), by_hand_connector(stage), name="Both"
    ),
    "phone_number_association": carried,
    "sip_media_application": lambda _: application(tags=TAGS, message_logging=True),
    "sip_rule": lambda stage: rule(
        by_hand_number(stage),
        by_hand_application(stage, "East"),
        by_hand_application(stage, "West", "us-west-2"),
        disabled=True,
    ),
    "voice_profile_domain": lambda _: VoiceProfileDomain(
        home_region="us-east-1",
        name="Callers",
        description="Who has said yes",
        server_side_encryption_configuration=ServerSideEncryptionConfiguration(kms_key_arn=KEY),
        tags=TAGS,
    ),
    "global_settings": lambda _: GlobalSettings(home_region="us-east-1", cdr_bucket="call-records"),
    "phone_number_settings": lambda _: PhoneNumberSettings(home_region="us-east-1", calling_name="Example"),
}
# How the number is searched for says nothing of the number, and how an association comes about nothing of it.
NOT_OF_THE_ACCOUNT = {"AreaCode", "ForceAssociate"}


def test_every_type_has_its_kind_or_a_reason_to_have_none():
    with_a_file = {
        name for name, module in MODULES.items() if importlib.util.find_spec(f"constructs_lib.estate.kinds.{module}")
    }
    assert with_a_file | set(SEEN_AS) == set(MODULES), "write constructs_lib/estate/kinds/<type>.py, or say why not"
    assert not with_a_file & set(SEEN_AS)
    assert all((lister(name) is None) != (deriver(name) is None) for name in with_a_file)


def test_every_kind_is_played_here():
    assert set(DECLARED) == {module for name, module in MODULES.items() if name not in SEEN_AS}


@pytest.mark.parametrize("kind", DECLARED)
def test_what_was_declared_is_found_with_every_property(kind: str):
    stage = Stage()
    resource = DECLARED[kind](stage)
    made = stage.create(resource)
    assert made.succeeded, made.reason
    stage.advance(SETTLED)
    estate = scanned(stage)
    assert estate.gaps == ()
    found = only(estate.of_type(resource.SPEC.type_name), resource, made.physical_id)
    wanted = {name: value for name, value in resource.properties().items() if name not in NOT_OF_THE_ACCOUNT}
    assert lacking(wanted, found.properties) == []
    assert found.attributes == made.data or kind == "phone_number_association"
    adopting = TYPES[found.type_name].parse(found.properties)
    assert adopting.problems() == []
    assert adopting.properties() == found.properties
    if "adopt_id" in {field.name for field in dataclasses.fields(adopting)}:
        assert found.properties["AdoptId"] == made.physical_id


def test_of_credentials_the_user_names_are_told_and_nothing_more():
    stage = Stage()
    trunk = by_hand_connector(stage)
    client = stage.client()
    client.put_voice_connector_termination(
        VoiceConnectorId=trunk, Termination={"CallingRegions": ["US"], "CidrAllowedList": ["203.0.113.0/28"]}
    )
    users = [{"Username": name, "Password": "correct horse"} for name in ("pbx-b", "pbx-a")]
    client.put_voice_connector_termination_credentials(VoiceConnectorId=trunk, Credentials=users)
    stage.advance(SETTLED)
    estate = scanned(stage)
    (found,) = estate.of_type("Custom::ChimeVoiceConnector")
    assert found.facts["TerminationUsernames"] == ["pbx-a", "pbx-b"]
    assert "correct horse" not in repr(estate)


def test_members_of_sets_are_found_one_by_one():
    stage = Stage()
    east = by_hand_application(stage, "East")
    numbers = [by_hand_number(stage, index) for index in range(2)]
    assert stage.create(rule_set(rules_for(numbers, east))).succeeded
    stage.advance(SETTLED)
    rules = scanned(stage).of_type("Custom::ChimeSipRule")
    assert {each.properties["TriggerValue"] for each in rules} == set(numbers)


def test_numbers_that_were_deleted_are_found_with_the_time_and_are_in_no_routing_table():
    from constructs_lib.estate import routing_table

    stage = Stage()
    gone = by_hand_number(stage)
    stage.client().delete_phone_number(PhoneNumberId=gone)
    stage.advance(SETTLED)
    estate = scanned(stage)
    (found,) = estate.of_type("Custom::ChimePhoneNumber")
    assert found.facts["DeletionTimestamp"].endswith("Z")
    assert routing_table(estate).resources == ()


def test_settings_that_are_not_set_are_not_found():
    assert scanned(Stage()).resources == ()


def only(found: tuple[Found, ...], resource: Resource, id_: str) -> Found:
    """The one that was made here, beside those that it needs."""
    if isinstance(resource, PhoneNumberAssociation):
        (one,) = found
        return one
    (one,) = (each for each in found if each.id == id_)
    return one


def lacking(wanted: Any, found: Any, place: str = "") -> list[str]:
    """What is declared and not found; the service may spell out defaults, and give lists in any order."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [each for name in wanted for each in lacking(wanted[name], found.get(name), f"{place}.{name}")]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = zip(sorted(wanted, key=repr), sorted(found, key=repr), strict=True)
        return [each for one, other in pairs for each in lacking(one, other, f"{place}[]")]
    return [] if wanted == found else [f"{place}: declared {wanted!r}, found {found!r}"]
