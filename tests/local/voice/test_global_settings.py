"""The account's bucket of call detail records in the local service."""

from __future__ import annotations

from tests.local.voice.bench import OTHER, Bench, refusal


def test_is_one_for_the_account_whatever_the_endpoint(bench: Bench):
    assert bench.home.get_global_settings()["VoiceConnector"] == {}
    bench.home.update_global_settings(VoiceConnector={"CdrBucket": "records-of-calls"})
    assert bench.client(OTHER).get_global_settings()["VoiceConnector"] == {"CdrBucket": "records-of-calls"}
    assert bench.client(account="999999999999").get_global_settings()["VoiceConnector"] == {}


def test_is_taken_away_by_naming_none(bench: Bench):
    bench.home.update_global_settings(VoiceConnector={"CdrBucket": "records-of-calls"})
    bench.home.update_global_settings(VoiceConnector={})
    assert bench.home.get_global_settings()["VoiceConnector"] == {}


def test_a_name_with_dots_is_refused(bench: Bench):
    update = bench.home.update_global_settings
    assert refusal(update, VoiceConnector={"CdrBucket": "records.of.calls"}) == "BadRequestException"
