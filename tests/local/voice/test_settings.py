"""What the service is like when nobody says anything."""

from __future__ import annotations

from constructs_lib.local.voice.settings import DAY, Settings
from tests.local.voice.bench import ACCOUNT, Bench


def test_documented_quotas_and_times_are_the_defaults():
    settings = Settings()
    assert (settings.phone_numbers, settings.voice_connectors, settings.sip_media_applications) == (5, 3, 30)
    assert (settings.create_calls_per_second, settings.update_calls_per_second) == (1, 5)
    assert (settings.deletion_queue_seconds, settings.calling_name_seconds) == (7 * DAY, 3 * DAY)


def test_a_page_is_as_long_as_the_setting_when_the_request_does_not_say(bench: Bench):
    bench.set(page_size=2)
    for _ in range(3):
        bench.connector()
    first = bench.home.list_voice_connectors()
    rest = bench.home.list_voice_connectors(NextToken=first["NextToken"])
    assert (len(first["VoiceConnectors"]), len(rest["VoiceConnectors"])) == (2, 1)


def test_a_key_that_is_no_account_id_belongs_to_the_default_account():
    bench = Bench(default_account=ACCOUNT)
    arn = bench.client(account="AKIAIOSFODNN7EXAMPLE").create_voice_connector(Name="x", RequireEncryption=True)
    assert arn["VoiceConnector"]["VoiceConnectorArn"].split(":")[4] == ACCOUNT
