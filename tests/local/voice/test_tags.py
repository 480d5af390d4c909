"""Tags of applications and connectors."""

from __future__ import annotations

import pytest

from tests.local.voice.bench import OTHER, Bench, refusal


@pytest.fixture
def arn(bench: Bench) -> str:
    made = bench.connector(Tags=[{"Key": "team", "Value": "voice"}])
    return str(made["VoiceConnectorArn"])


def tags(bench: Bench, arn: str) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in bench.home.list_tags_for_resource(ResourceARN=arn)["Tags"]}


def test_come_with_what_is_made(bench: Bench, arn: str):
    assert tags(bench, arn) == {"team": "voice"}
    application = bench.application(Tags=[{"Key": "team", "Value": "sales"}])
    got = bench.home.get_sip_media_application(SipMediaApplicationId=application)["SipMediaApplication"]
    assert tags(bench, got["SipMediaApplicationArn"]) == {"team": "sales"}


def test_are_added_changed_and_taken_away(bench: Bench, arn: str):
    added = [{"Key": "team", "Value": "sales"}, {"Key": "cost", "Value": "1"}]
    bench.home.tag_resource(ResourceARN=arn, Tags=added)
    assert tags(bench, arn) == {"team": "sales", "cost": "1"}
    bench.home.untag_resource(ResourceARN=arn, TagKeys=["team", "never there"])
    assert tags(bench, arn) == {"cost": "1"}


def test_are_fifty_at_most(bench: Bench, arn: str):
    many = [{"Key": f"k{at}", "Value": ""} for at in range(50)]
    assert refusal(bench.home.tag_resource, ResourceARN=arn, Tags=many) == "ResourceLimitExceededException"
    assert tags(bench, arn) == {"team": "voice"}
    bench.home.tag_resource(ResourceARN=arn, Tags=many[:49])


def test_need_a_resource_of_this_endpoint(bench: Bench, arn: str):
    for client, unknown in ((bench.home, f"{arn}x"), (bench.client(OTHER), arn)):
        assert refusal(client.list_tags_for_resource, ResourceARN=unknown) == "NotFoundException"
