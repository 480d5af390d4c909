"""What the contract says of wrong values, all at once and in the user's words."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.resource import Tag
from chime_voice.contract.sip_media_application import Endpoint, SipMediaApplication
from chime_voice.contract.sip_rule import SipRule, TargetApplication
from chime_voice.contract.voice_connector import VoiceConnector


def target(priority: int = 1, region: str = "us-east-1") -> TargetApplication:
    return TargetApplication(sip_media_application_id=f"in-{region}", priority=priority, aws_region=region)


def rule(**changes: Any) -> SipRule:
    values: dict[str, Any] = {
        "name": "Main",
        "trigger_type": "ToPhoneNumber",
        "trigger_value": "+12065550100",
        "target_applications": (target(),),
        "home_region": "us-east-1",
    }
    return SipRule(**(values | changes))


def number(**changes: Any) -> PhoneNumber:
    return PhoneNumber(home_region="us-east-1", **changes)


def test_a_good_rule_has_no_problems():
    assert rule().problems() == []


def test_all_problems_are_told_together():
    problems = rule(
        name="", trigger_value="206", target_applications=(target(0), target(0)), home_region="eu-west-1"
    ).problems()
    told = "\n".join(problems)
    for part in (
        "name must have 1",
        "target_applications[0].priority",
        "aws_region must differ",
        "priority must differ",
        "sip_media_application_id must differ",
    ):
        assert part in told
    assert "home_region must be one of us-east-1, us-west-2" in told


def test_a_value_that_is_not_known_yet_is_not_checked():
    unknown = rule(trigger_value="<later>", target_applications=(target(-1), target(-1, "us-west-2")))
    assert unknown.problems(lambda value: value not in ("<later>", -1)) == []


@pytest.mark.parametrize(
    ("trigger_type", "value", "good"),
    [
        ("ToPhoneNumber", "+12065550100", True),
        ("ToPhoneNumber", "voice.example.com", False),
        ("RequestUriHostname", "abcdefghijklmnopqrstuv.voiceconnector.chime.aws", True),
        ("RequestUriHostname", "pbx.example.com", False),
        ("RequestUriHostname", "+12065550100", False),
    ],
)
def test_a_trigger_value_has_the_form_of_its_type(trigger_type: str, value: str, good: bool):
    assert (rule(trigger_type=trigger_type, trigger_value=value).problems() == []) == good


def test_fails_when_one_application_is_said_to_be_in_two_regions():
    both = (target(), dataclasses.replace(target(2), aws_region="us-west-2"))
    (problem,) = rule(target_applications=both).problems()
    assert "sip_media_application_id must differ, got 'in-us-east-1' 2 times" in problem


@pytest.mark.parametrize("value", ["", " ", "arn:aws:chime:us-east-1:123456789012:sma/0f0f", "Front desk"])
def test_fails_when_an_id_is_none_of_the_services(value: str):
    endpoints = (Endpoint(lambda_arn="arn:aws:lambda:us-east-1:123456789012:function:answer"),)
    for declared in (
        rule(adopt_id=value),
        rule(target_applications=(dataclasses.replace(target(), sip_media_application_id=value),)),
        SipMediaApplication(aws_region="us-east-1", endpoints=endpoints, adopt_id=value),
        VoiceConnector(aws_region="us-east-1", adopt_id=value),
    ):
        assert [problem.split(" must be ")[1] for problem in declared.problems()] == [
            f"the service's id, no name or ARN, got {value!r}"
        ]


@pytest.mark.parametrize(
    ("tag", "complaint"),
    [
        (Tag(key="", value="x"), "tags[0].key must have 1 to 128 characters"),
        (Tag(key="k" * 129, value="x"), "tags[0].key must have 1 to 128 characters"),
        (Tag(key="k", value="v" * 257), "tags[0].value must have 0 to 256 characters"),
    ],
)
def test_fails_when_a_tag_is_out_of_its_limits(tag: Tag, complaint: str):
    (problem,) = VoiceConnector(name="T", require_encryption=True, aws_region="us-east-1", tags=(tag,)).problems()
    assert problem.startswith(complaint)


def test_a_hostname_rule_may_live_in_any_voice_region():
    host = "abcdefghijklmnopqrstuv.voiceconnector.chime.aws"
    assert rule(trigger_type="RequestUriHostname", trigger_value=host, home_region="eu-west-1").problems() == []


def test_fails_when_the_function_is_in_another_region():
    arn = "arn:aws:lambda:us-west-2:123456789012:function:answer"
    application = SipMediaApplication(name="East", aws_region="us-east-1", endpoints=(Endpoint(lambda_arn=arn),))
    assert any(
        "'us-west-2'" in problem and "deploy the function to us-east-1" in problem for problem in application.problems()
    )


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({}, "got none"),
        ({"area_code": "206", "e164_phone_number": "+12065550100"}, "got e164_phone_number and a search"),
        ({"area_code": "106"}, "three-digit area code"),
        ({"toll_free_prefix": "888", "area_code": "206"}, "cannot be combined with area_code"),
        ({"toll_free_prefix": "888", "phone_number_type": "Local"}, "cannot be combined with toll_free_prefix"),
        ({"phone_number_type": "TollFree", "state": "WA"}, "cannot be combined with state"),
        ({"city": "Seattle"}, "city needs state"),
        ({"country": "DE", "product_type": "VoiceConnector"}, "US numbers only"),
        ({"e164_phone_number": "+442079460100", "product_type": "VoiceConnector"}, "US numbers only"),
        ({"adopt_id": "+442079460100", "product_type": "VoiceConnector"}, "US numbers only"),
        ({"toll_free_prefix": "888", "calling_name": "Support"}, "calling_name is for local numbers"),
        ({"adopt_id": "+18335550100", "calling_name": "Support"}, "calling_name is for local numbers"),
        ({"area_code": "833"}, "search toll-free numbers by toll_free_prefix"),
        ({"adopt_id": "2065550100"}, "in E.164 form such as +12065550100, got '2065550100'"),
    ],
)
def test_fails_when_a_number_cannot_be_had_that_way(changes: dict[str, Any], complaint: str):
    assert any(complaint in problem for problem in number(**changes).problems())


@pytest.mark.parametrize(
    "changes",
    [
        {"area_code": "206"},
        {"city": "Seattle", "state": "WA"},
        {"toll_free_prefix": "800"},
        {"country": "DE"},
        {"e164_phone_number": "+12065550100"},
        {"adopt_id": "+12065550100", "calling_name": "Support"},
        {"e164_phone_number": "+12065550100", "product_type": "VoiceConnector"},
        {"e164_phone_number": "+442079460100"},
    ],
)
def test_a_number_can_be_had_each_way(changes: dict[str, Any]):
    assert number(**changes).problems() == []


def test_what_is_made_needs_a_name_and_what_is_adopted_may_keep_its_own():
    assert any("name must be given" in problem for problem in rule(name=None).problems())
    assert rule(name=None, adopt_id="0f0f0f0f-0000-4000-8000-000000000001").problems() == []


def test_a_connector_that_is_made_says_whether_it_is_encrypted():
    made = VoiceConnector(name="Trunk", aws_region="us-east-1")
    assert any("require_encryption must be given" in problem for problem in made.problems())
    assert VoiceConnector(aws_region="us-east-1", adopt_id="abcdefghijklmnopqrstuv").problems() == []
