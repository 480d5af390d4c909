"""SIP media applications: changed in place, tags shared with others, never deleted under a rule."""

from __future__ import annotations

import pytest
from chime_voice.contract.resource import Tag

from tests.provider.stage import Stage
from tests.provider.world import application, by_hand_application, by_hand_number, by_hand_rule, function


@pytest.fixture
def stage() -> Stage:
    return Stage()


def tags_of(stage: Stage, arn: str) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in stage.client().list_tags_for_resource(ResourceARN=arn)["Tags"]}


def logging_of(stage: Stage, found: str) -> bool:
    answer = stage.client().get_sip_media_application_logging_configuration(SipMediaApplicationId=found)
    return bool(
        answer.get("SipMediaApplicationLoggingConfiguration", {}).get("EnableSipMediaApplicationMessageLogs", False)
    )


def test_is_made_with_its_function_tags_and_logging(stage: Stage):
    answer = stage.create(application(tags=(Tag(key="team", value="voice"),), message_logging=True))
    assert answer.succeeded, answer.reason
    got = stage.client().get_sip_media_application(SipMediaApplicationId=answer.physical_id)["SipMediaApplication"]
    assert got["Endpoints"] == [{"LambdaArn": function()}]
    assert tags_of(stage, answer.data["SipMediaApplicationArn"]) == {"team": "voice"}
    assert logging_of(stage, answer.physical_id)


def test_another_function_is_one_call_on_the_same_application(stage: Stage):
    made = stage.create(application())
    stage.calls.clear()
    after = stage.update(made, application(target="other"), application())
    assert after.physical_id == made.physical_id
    assert stage.calls.count("update_sip_media_application") == 1
    got = stage.client().get_sip_media_application(SipMediaApplicationId=made.physical_id)["SipMediaApplication"]
    assert got["Endpoints"] == [{"LambdaArn": function("other")}]


def test_logging_is_switched_off_again(stage: Stage):
    made = stage.create(application(message_logging=True))
    stage.update(made, application(), application(message_logging=True))
    assert not logging_of(stage, made.physical_id)


def test_tags_of_others_are_left_alone(stage: Stage):
    old = application(tags=(Tag(key="team", value="voice"), Tag(key="cost", value="1")))
    made = stage.create(old)
    arn = made.data["SipMediaApplicationArn"]
    stage.client().tag_resource(ResourceARN=arn, Tags=[{"Key": "by-hand", "Value": "yes"}])
    stage.update(made, application(tags=(Tag(key="team", value="sales"),)), old)
    assert tags_of(stage, arn) == {"team": "sales", "by-hand": "yes"}


def test_is_not_deleted_while_a_rule_sends_calls_to_it(stage: Stage):
    made = stage.create(application())
    by_hand_rule(stage, by_hand_number(stage), made.physical_id)
    answer = stage.delete(made.physical_id, application())
    assert not answer.succeeded
    assert "deploy the stack of that rule without this target first" in answer.reason
    assert stage.client().get_sip_media_application(SipMediaApplicationId=made.physical_id)


def test_adopting_takes_a_live_application_over_without_renaming_it(stage: Stage):
    existing = by_hand_application(stage, "Live")
    stage.calls.clear()
    answer = stage.create(application("Live", adopt_id=existing))
    assert answer.physical_id == existing
    assert {call for call in stage.calls if not call.startswith(("get_", "list_"))} == {"PUT answer"}


def test_a_name_that_the_contract_refuses_is_told_and_makes_nothing(stage: Stage):
    answer = stage.create(application("Été"))
    assert not answer.succeeded
    assert "name must be letters, digits" in answer.reason
    assert stage.client().list_sip_media_applications(MaxResults=10)["SipMediaApplications"] == []
    assert stage.delete(answer.physical_id, application()).succeeded
