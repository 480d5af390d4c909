"""Sets of rules, voice profile domains and settings against botocore's model."""

from __future__ import annotations

import dataclasses
from typing import Any

from chime_voice.contract import voice_profile_domain
from chime_voice.contract.global_settings import GlobalSettings
from chime_voice.contract.phone_number_settings import PhoneNumberSettings
from chime_voice.contract.sip_rule import SipRule, TargetApplication
from chime_voice.contract.sip_rule_set import RuleGroup, SipRuleSet
from chime_voice.contract.voice_profile_domain import ServerSideEncryptionConfiguration, VoiceProfileDomain
from chime_voice.contract.wire import fields_of
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.service_model import accepts, members, required


def wire_names(contract: type) -> set[str]:
    return {wire for wire, _ in fields_of(contract).values()}


def problems_of(contract: type, field: str, value: Any) -> list[str]:
    checks_of = next(f for f in dataclasses.fields(contract) if f.name == field).metadata["checks"]
    return [problem for check in checks_of if (problem := check(value))]


def test_a_domain_has_the_members_of_its_create_that_are_offered():
    create = members("CreateVoiceProfileDomain")
    ours = {"HomeRegion", "AdoptId"}
    assert (wire_names(VoiceProfileDomain) - ours) | voice_profile_domain.NOT_OFFERED == set(create)
    assert required("CreateVoiceProfileDomain") <= wire_names(VoiceProfileDomain)
    assert wire_names(ServerSideEncryptionConfiguration) == set(create["ServerSideEncryptionConfiguration"].members)


@given(st.one_of(st.text(max_size=300), st.text(alphabet="ab Z9_.-", max_size=300)))
def test_a_domains_name_is_refused_exactly_when_the_model_refuses_it(value: str):
    refused = bool(problems_of(VoiceProfileDomain, "name", value))
    assert refused == (not accepts(members("CreateVoiceProfileDomain")["Name"], value))


def test_a_key_that_the_model_refuses_is_refused():
    shape = members("CreateVoiceProfileDomain")["ServerSideEncryptionConfiguration"].members["KmsKeyArn"]

    @given(st.one_of(st.text(max_size=60), st.from_regex(r"arn:aws:kms:us-east-1:[0-9]{12}:(key|alias)/[\w-]+")))
    def narrower(value: str):
        if not accepts(shape, value):
            assert problems_of(ServerSideEncryptionConfiguration, "kms_key_arn", value)

    narrower()


targets = st.integers(1, 3).map(
    lambda count: tuple(
        TargetApplication(
            sip_media_application_id=f"application-{at}",
            priority=at + 1,
            aws_region=("us-east-1", "us-west-2", "eu-west-1")[at],
        )
        for at in range(count)
    )
)


@given(
    st.lists(
        st.tuples(targets, st.sets(st.from_regex(r"\+1206555[0-9]{4}", fullmatch=True)), st.none() | st.booleans()),
        max_size=4,
    )
)
def test_a_set_has_no_problem_exactly_when_none_of_its_rules_has(drawn: list[Any]):
    groups = tuple(
        RuleGroup(target_applications=chosen, phone_numbers=tuple(sorted(numbers)) or None, disabled=disabled)
        for chosen, numbers, disabled in drawn
    )
    declared = SipRuleSet(home_region="us-east-1", name="Lines", groups=groups or None)
    triggers = [rule.trigger_value for rule in declared.rules()]
    assert all(not rule.problems() for rule in declared.rules())
    assert bool(declared.problems()) == (len(set(triggers)) < len(triggers))


def test_a_set_survives_its_way_through_cloudformation():
    group = RuleGroup(
        target_applications=(TargetApplication(sip_media_application_id="a", priority=1, aws_region="us-east-1"),),
        phone_numbers=("+12065550100",),
        disabled=True,
    )
    declared = SipRuleSet(home_region="us-east-1", name="Lines", groups=(group,))
    document = declared.properties()
    document["Groups"][0] |= {"Disabled": "true"}
    document["Groups"][0]["TargetApplications"][0]["Priority"] = "1"
    assert SipRuleSet.parse(document) == declared
    assert declared.rules() == (
        SipRule(
            trigger_type="ToPhoneNumber",
            trigger_value="+12065550100",
            target_applications=group.target_applications,
            disabled=True,
            home_region="us-east-1",
            name="Lines 12065550100",
        ),
    )


def test_what_a_set_calls_is_what_a_rule_calls():
    assert SipRuleSet.SPEC.permissions == SipRule.SPEC.permissions


@given(st.one_of(st.text(max_size=70), st.from_regex(r"(xn--)?[a-z0-9.-]{1,66}(-s3alias)?", fullmatch=True)))
def test_a_bucket_is_refused_exactly_when_the_model_refuses_it(value: str):
    shape = members("UpdateGlobalSettings")["VoiceConnector"].members["CdrBucket"]
    assert bool(problems_of(GlobalSettings, "cdr_bucket", value)) == (not accepts(shape, value))


@given(st.one_of(st.text(max_size=20), st.text(alphabet="ab Z9-", max_size=20)))
def test_a_default_calling_name_is_refused_exactly_when_the_model_refuses_it_or_it_is_none(value: str):
    shape = members("UpdatePhoneNumberSettings")["CallingName"]
    refused = not accepts(shape, value) or not value
    assert bool(problems_of(PhoneNumberSettings, "calling_name", value)) == refused
