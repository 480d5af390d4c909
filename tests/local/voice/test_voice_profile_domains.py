"""Voice profile domains of the local service."""

from __future__ import annotations

from typing import Any

from tests.local.voice.bench import OTHER, Bench, refusal

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f0f0f0f-0000-4000-8000-000000000001"


def make(bench: Bench, name: str = "Prints", **more: Any) -> dict[str, Any]:
    values = {"ServerSideEncryptionConfiguration": {"KmsKeyArn": KEY}} | more
    return dict(bench.home.create_voice_profile_domain(Name=name, **values)["VoiceProfileDomain"])


def test_a_domain_is_made_shown_changed_and_deleted(bench: Bench):
    made = make(bench, Description="Of regular callers", Tags=[{"Key": "team", "Value": "voice"}])
    found = made["VoiceProfileDomainId"]
    assert made["VoiceProfileDomainArn"].endswith(f":voice-profile-domain/{found}")
    bench.home.update_voice_profile_domain(VoiceProfileDomainId=found, Name="Renamed")
    shown = bench.home.get_voice_profile_domain(VoiceProfileDomainId=found)["VoiceProfileDomain"]
    assert (shown["Name"], shown["Description"]) == ("Renamed", "Of regular callers")
    assert shown["ServerSideEncryptionConfiguration"] == {"KmsKeyArn": KEY}
    tags = bench.home.list_tags_for_resource(ResourceARN=made["VoiceProfileDomainArn"])["Tags"]
    assert tags == [{"Key": "team", "Value": "voice"}]
    bench.home.delete_voice_profile_domain(VoiceProfileDomainId=found)
    assert bench.home.list_voice_profile_domains()["VoiceProfileDomains"] == []


def test_a_list_does_not_tell_keys(bench: Bench):
    make(bench)
    (shown,) = bench.home.list_voice_profile_domains()["VoiceProfileDomains"]
    assert "ServerSideEncryptionConfiguration" not in shown


def test_the_same_token_makes_one_domain(bench: Bench):
    one, again, other = (make(bench, ClientRequestToken=token) for token in ("once", "once", "twice"))
    assert one["VoiceProfileDomainId"] == again["VoiceProfileDomainId"] != other["VoiceProfileDomainId"]


def test_a_region_has_three_by_default_and_another_knows_nothing_of_them(bench: Bench):
    found = [make(bench, name)["VoiceProfileDomainId"] for name in ("A", "B", "C")]
    assert refusal(make, bench=bench) == "ResourceLimitExceededException"
    elsewhere = bench.client(OTHER).get_voice_profile_domain
    assert refusal(elsewhere, VoiceProfileDomainId=found[0]) == "NotFoundException"


def test_a_key_is_of_the_domains_region(bench: Bench):
    away = {"KmsKeyArn": KEY.replace("us-east-1", "us-west-2")}
    assert refusal(make, bench=bench, ServerSideEncryptionConfiguration=away) == "BadRequestException"
