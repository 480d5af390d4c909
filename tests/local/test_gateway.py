"""One port for everything: what is ours, what is the emulator's, and our own API under `/_chime/`."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from constructs_lib.local import LocalCloud, LocalCloudError
from constructs_lib.local.client import Admin

ACCOUNT = "333322221111"


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    """One of our own: resetting and stopping would take the shared one from the others."""
    with LocalCloud(account=ACCOUNT) as running:
        yield running


def client(cloud: LocalCloud, service: Any, region: str = "us-east-1") -> Any:
    return boto3.client(
        service, region_name=region, endpoint_url=cloud.url, aws_access_key_id=ACCOUNT, aws_secret_access_key="x"
    )


def get(url: str, **headers: str) -> tuple[int, Any]:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def signed(service: str) -> dict[str, str]:
    scope = f"Credential={ACCOUNT}/20261123/us-east-1/{service}/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"}


def test_what_is_signed_for_the_service_is_ours_and_all_else_the_emulators(cloud: LocalCloud):
    made = client(cloud, "chime-sdk-voice").create_voice_connector(Name="x", RequireEncryption=True)
    assert f":{ACCOUNT}:vc/" in made["VoiceConnector"]["VoiceConnectorArn"]
    assert client(cloud, "sts").get_caller_identity()["Account"] == ACCOUNT
    assert get(f"{cloud.url}/sip-rules", **signed("chime")) == (200, b'{"SipRules": []}')
    assert b"SipRules" not in get(f"{cloud.url}/sip-rules", **signed("s3"))[1]


def test_meetings_are_made_at_the_same_port_under_the_same_signature(cloud: LocalCloud):
    meetings = client(cloud, "chime-sdk-meetings")
    wish = {"ClientRequestToken": "weekly", "ExternalMeetingId": "weekly", "MediaRegion": "us-east-1"}
    made = meetings.create_meeting(**wish)["Meeting"]
    assert f":{ACCOUNT}:meeting/" in made["MeetingArn"]
    assert meetings.create_attendee(MeetingId=made["MeetingId"], ExternalUserId="ann")["Attendee"]["JoinToken"]


def test_a_path_that_no_operation_has_is_told(cloud: LocalCloud):
    status, body = get(f"{cloud.url}/switchboards", **signed("chime"))
    assert status == 404
    assert "no operation of chime-sdk-voice is GET /switchboards" in json.loads(body)["Message"]


def test_a_numbers_plus_sign_arrives(cloud: LocalCloud):
    voice = client(cloud, "chime-sdk-voice")
    voice.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=["+12065550107"])
    cloud.admin.post("clock", {"advance": 60})
    assert voice.get_phone_number(PhoneNumberId="+12065550107")["PhoneNumber"]["Status"] == "Unassigned"


def test_orders_end_as_they_are_told(cloud: LocalCloud):
    voice = client(cloud, "chime-sdk-voice")
    cloud.admin.post("orders", {"outcome": "failed", "seconds": 5})
    wanted = {"ProductType": "VoiceConnector", "E164PhoneNumbers": ["+12065550108"]}
    order = voice.create_phone_number_order(**wanted)["PhoneNumberOrder"]["PhoneNumberOrderId"]
    cloud.admin.post("clock", {"advance": 6})
    assert voice.get_phone_number_order(PhoneNumberOrderId=order)["PhoneNumberOrder"]["Status"] == "Failed"


def test_the_journal_tells_what_was_heard_without_numbers(cloud: LocalCloud):
    voice = client(cloud, "chime-sdk-voice")
    since = cloud.admin.get("status")["journal"]
    voice.search_available_phone_numbers(AreaCode="206")
    wanted = {"ProductType": "VoiceConnector", "E164PhoneNumbers": ["+12065550109"]}
    voice.create_phone_number_order(**wanted)
    heard = cloud.admin.get(f"journal?since={since}")
    assert [entry["operation"] for entry in heard] == ["SearchAvailablePhoneNumbers", "CreatePhoneNumberOrder"]
    assert "2065550109" not in json.dumps(heard)
    changing = cloud.admin.get(f"journal?since={since}&mutating=true")
    assert [entry["operation"] for entry in changing] == ["CreatePhoneNumberOrder"]


@pytest.mark.parametrize(
    ("path", "document", "said"),
    [
        ("weather", {}, r"has no POST weather; it has .*POST faults/clear"),
        ("clock", {"advance": -1}, "time goes forward only"),
        ("orders", {"colour": "red"}, "unknown field colour: allowed are outcome, seconds, failing"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(cloud: LocalCloud, path: str, document: dict[str, Any], said: str):
    with pytest.raises(LocalCloudError, match=said):
        cloud.admin.post(path, document)


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_a_body_that_is_no_json_object_is_refused(cloud: LocalCloud, body: bytes):
    request = urllib.request.Request(f"{cloud.url}/_chime/clock", body, method="POST")  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)  # noqa: S310
    with refused.value as answer:
        assert answer.code == 400


def test_our_api_is_asked_without_a_proxy(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    assert cloud.admin.get("status")["pid"] == cloud.address.pid


def test_nobody_there_is_one_line():
    with pytest.raises(LocalCloudError, match=r"no local cloud answers at http://127\.0\.0\.1:1 "):
        Admin("http://127.0.0.1:1").get("status")


def test_a_reset_of_the_emulator_forgets_ours_too(cloud: LocalCloud):
    client(cloud, "s3").create_bucket(Bucket="to-be-forgotten")
    client(cloud, "chime-sdk-voice", "us-west-2").create_voice_connector(
        Name="x", RequireEncryption=True, AwsRegion="us-west-2"
    )
    meetings = client(cloud, "chime-sdk-meetings")
    wish = {"ClientRequestToken": "lost", "ExternalMeetingId": "lost", "MediaRegion": "us-east-1"}
    lost = meetings.create_meeting(**wish)["Meeting"]["MeetingId"]
    urllib.request.urlopen(f"{cloud.url}/_ministack/reset", b"", timeout=20).close()  # noqa: S310
    assert cloud.admin.get("state") == {}
    assert client(cloud, "s3").list_buckets()["Buckets"] == []
    with pytest.raises(meetings.exceptions.NotFoundException):
        meetings.get_meeting(MeetingId=lost)
