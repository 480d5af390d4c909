"""What a real client sees of the service's faults, through the real server."""

from __future__ import annotations

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError

from constructs_lib.local import LocalCloud, LocalCloudError


@pytest.fixture
def voice(local_cloud: LocalCloud):
    yield boto3.client(
        "chime-sdk-voice",
        region_name="eu-central-1",
        endpoint_url=local_cloud.url,
        aws_access_key_id="111122223333",
        aws_secret_access_key="x",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=5),
    )
    local_cloud.admin.post("faults/clear")


def create(voice):
    return voice.create_voice_connector(Name="Fault", RequireEncryption=True, AwsRegion="eu-central-1")


def connectors(local_cloud: LocalCloud) -> int:
    return len(local_cloud.admin.get("state").get("111122223333", {}).get("VoiceConnectors", []))


def test_a_throttled_call_gets_the_service_s_own_error(local_cloud: LocalCloud, voice):
    local_cloud.admin.post("faults", {"kind": "throttle", "region": "eu-central-1"})
    with pytest.raises(ClientError, match="ThrottledClientException"):
        create(voice)


def test_a_connection_can_break_although_the_call_was_done(local_cloud: LocalCloud, voice):
    before = connectors(local_cloud)
    local_cloud.admin.post("faults", {"kind": "closed_after", "operation": "Create*", "region": "eu-central-1"})
    with pytest.raises(ConnectionClosedError):
        create(voice)
    assert connectors(local_cloud) == before + 1


def test_a_region_can_be_down(local_cloud: LocalCloud, voice):
    local_cloud.admin.post("faults", {"kind": "region_down", "region": "eu-central-1", "count": None})
    with pytest.raises(BotoCoreError):
        voice.list_sip_rules()


def test_a_fault_that_makes_no_sense_is_refused_with_what_is_allowed(local_cloud: LocalCloud):
    with pytest.raises(LocalCloudError, match=r"must be one of throttle, .* got 'flood'"):
        local_cloud.admin.post("faults", {"kind": "flood"})
    with pytest.raises(LocalCloudError, match="unknown field colour: allowed are kind, "):
        local_cloud.admin.post("faults", {"kind": "throttle", "colour": "red"})
