"""Tags, settings and voice profile domains through CloudFormation."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from constructs_lib import GlobalSettings, PhoneNumberSettings, SipMediaApplication, VoiceConnector, VoiceProfileDomain
from tests.local.assemblies import Account

KEYS = [f"arn:aws:kms:us-east-1:123456789012:key/0f0f0f0f-0000-4000-8000-00000000000{at}" for at in (1, 2)]


@pytest.fixture
def handler(account: Account) -> str:
    return account.function()


def tagged(account: Account, handler: str, **tags: str) -> cdk.Stack:
    stack = account.stack()
    SipMediaApplication(stack, "East", handler=handler)
    VoiceConnector(stack, "Pbx")
    VoiceProfileDomain(stack, "Prints", key=KEYS[0], removal_policy=cdk.RemovalPolicy.DESTROY)
    for key, value in tags.items():
        cdk.Tags.of(stack).add(key, value)
    return stack


def tags_of(account: Account) -> list[dict[str, str]]:
    state = account.state()
    kinds = ("SipMediaApplications", "VoiceConnectors", "VoiceProfileDomains")
    return [dict(one["Tags"]) for kind in kinds for one in state[kind]]


def test_tags_come_change_and_go_in_place_and_tags_of_others_stay(account: Account, handler: str):
    account.deploy(tagged(account, handler, team="voice", cost="1"))
    ids = account.ids()
    assert tags_of(account) == [{"team": "voice", "cost": "1"}] * 3
    arn = account.state()["VoiceConnectors"][0]["VoiceConnectorArn"]
    account.voice.tag_resource(ResourceARN=arn, Tags=[{"Key": "by-hand", "Value": "yes"}])
    account.deploy(tagged(account, handler, team="sales"))
    assert account.ids() == ids
    assert tags_of(account) == [{"team": "sales"}, {"team": "sales", "by-hand": "yes"}, {"team": "sales"}]
    account.deploy(tagged(account, handler))
    assert tags_of(account) == [{}, {"by-hand": "yes"}, {}]
    account.destroy()


def settings(account: Account, bucket: str, name: str, *, adopt: str | None = None) -> cdk.Stack:
    stack = account.stack()
    GlobalSettings(stack, "Records", call_detail_records=bucket, adopt=adopt)
    PhoneNumberSettings(stack, "Names", calling_name=name)
    return stack


def test_settings_are_set_changed_and_given_up(account: Account):
    account.deploy(settings(account, "records", "Front Desk"))
    assert account.state()["Settings"] == {"CdrBucket": "records", "CallingName": "Front Desk"}
    account.deploy(settings(account, "more-records", "Front Desk"))
    assert account.state()["Settings"]["CdrBucket"] == "more-records"
    too_early = account.refused(settings(account, "other-records", "Sales"))
    assert "can be changed once in seven days: deploy again after" in too_early
    assert account.state()["Settings"] == {"CdrBucket": "more-records", "CallingName": "Front Desk"}
    account.destroy()
    # The name stays: the service would not take another one now.
    assert account.state()["Settings"] == {"CdrBucket": None, "CallingName": "Front Desk"}


def test_what_somebody_else_has_set_is_theirs_until_it_is_adopted(account: Account):
    account.voice.update_global_settings(VoiceConnector={"CdrBucket": "by-hand"})
    refusal = account.refused(settings(account, "records", "Front Desk"))
    assert "say adopt='by-hand'" in refusal
    assert account.state()["Settings"]["CdrBucket"] == "by-hand"
    account.deploy(settings(account, "records", "Front Desk", adopt="by-hand"))
    assert account.state()["Settings"]["CdrBucket"] == "records"
    account.destroy()
    assert account.state()["Settings"]["CdrBucket"] == "records"


def test_another_key_makes_another_domain_and_the_old_one_stays(account: Account):
    def prints(key: str) -> cdk.Stack:
        stack = account.stack()
        VoiceProfileDomain(stack, "Prints", key=key)
        return stack

    account.deploy(prints(KEYS[0]))
    before = account.ids()["Prints"]
    account.deploy(prints(KEYS[1]))
    after = account.ids()["Prints"]
    assert {one["VoiceProfileDomainId"] for one in account.state()["VoiceProfileDomains"]} == {before, after}
    account.destroy()
    assert len(account.state()["VoiceProfileDomains"]) == 2
