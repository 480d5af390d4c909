"""Meetings for calls, as real clients ask for them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from constructs_lib.local.meetings.meetings import Meetings
from constructs_lib.local.meetings.service import PATH, MeetingsService
from constructs_lib.local.voice import inprocess, model
from constructs_lib.local.voice.caller import numeric_accounts
from constructs_lib.local.voice.wire import WireRequest
from tests.local.voice.bench import ACCOUNT, HOME, OTHER, refusal

MODEL = model.load("chime-sdk-meetings")
NOWHERE = "00000000-0000-4000-8000-000000000000"
SIGNED = {"Authorization": f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20261123/{HOME}/chime/aws4_request, Signature=x"}
SIMULATED = {name for name, operation in MODEL.operations.items() if hasattr(Meetings, operation.python_name)}


@pytest.fixture
def service() -> MeetingsService:
    return MeetingsService(numeric_accounts(ACCOUNT))


def client(service: MeetingsService, region: str = HOME, account: str = ACCOUNT) -> Any:
    return inprocess.client(service, region, account, api="chime-sdk-meetings")


@pytest.fixture
def meetings(service: MeetingsService) -> Any:
    return client(service)


def make(meetings: Any, name: str = "weekly-review", **more: Any) -> dict[str, Any]:
    wish = {"ClientRequestToken": name, "ExternalMeetingId": name, "MediaRegion": HOME, **more}
    return dict(meetings.create_meeting(**wish)["Meeting"])


def test_a_meeting_is_what_was_asked_for_and_an_address_of_nobody(meetings: Any):
    meeting = make(meetings, MediaRegion="eu-west-1", MeetingFeatures={"Attendee": {"MaxCount": 5}})
    assert (meeting["ExternalMeetingId"], meeting["MediaRegion"]) == ("weekly-review", "eu-west-1")
    assert meeting["MeetingFeatures"] == {"Attendee": {"MaxCount": 5}}
    assert meeting["MeetingArn"] == f"arn:aws:chime:{HOME}:{ACCOUNT}:meeting/{meeting['MeetingId']}"
    assert all(re.search(r"\.meetings\.invalid[:/]", address) for address in meeting["MediaPlacement"].values())
    assert meetings.get_meeting(MeetingId=meeting["MeetingId"])["Meeting"] == meeting


def test_one_token_is_one_meeting_until_it_is_deleted(meetings: Any):
    first = make(meetings)
    assert make(meetings) == first
    assert make(meetings, "other")["MeetingId"] != first["MeetingId"]
    meetings.delete_meeting(MeetingId=first["MeetingId"])
    assert refusal(meetings.get_meeting, MeetingId=first["MeetingId"]) == "NotFoundException"
    assert make(meetings)["MeetingId"] != first["MeetingId"]


def test_an_attendee_is_one_for_each_user_of_a_meeting(meetings: Any):
    first, second = make(meetings)["MeetingId"], make(meetings, "other")["MeetingId"]

    def attendee(meeting: str, user: str) -> dict[str, Any]:
        return dict(meetings.create_attendee(MeetingId=meeting, ExternalUserId=user)["Attendee"])

    known = attendee(first, "ann")
    assert attendee(first, "ann") == known
    others = [attendee(first, "bob"), attendee(second, "ann")]
    assert len({each["JoinToken"] for each in [known, *others]}) == 3
    assert len({each["AttendeeId"] for each in [known, *others]}) == 3
    assert known["Capabilities"] == {"Audio": "SendReceive", "Video": "SendReceive", "Content": "SendReceive"}


@pytest.mark.parametrize("operation", ["get_meeting", "delete_meeting", "create_attendee"])
def test_a_meeting_that_is_not_there_is_not_found(meetings: Any, operation: str):
    more = {"ExternalUserId": "ann"} if operation == "create_attendee" else {}
    assert refusal(getattr(meetings, operation), MeetingId=NOWHERE, **more) == "NotFoundException"


def test_accounts_and_regions_do_not_know_each_others_meetings(service: MeetingsService):
    here = make(client(service))
    elsewhere = [client(service, OTHER), client(service, account="210987654321")]
    for other in elsewhere:
        assert refusal(other.get_meeting, MeetingId=here["MeetingId"]) == "NotFoundException"
        assert make(other)["MeetingId"] != here["MeetingId"]


def test_a_region_without_meetings_does_not_answer(service: MeetingsService):
    # Calls are answered in eu-west-1, meetings are not made there.
    with pytest.raises(EndpointConnectionError):
        make(client(service, "eu-west-1"))


def test_a_reset_forgets_all_meetings(service: MeetingsService, meetings: Any):
    made = make(meetings)
    service.reset()
    assert refusal(meetings.get_meeting, MeetingId=made["MeetingId"]) == "NotFoundException"


def test_a_request_is_held_against_the_model(service: MeetingsService):
    body = b'{"ClientRequestToken": "a b", "MediaRegion": "us-east-1"}'
    answer = service.handle(WireRequest(method="POST", path=PATH, query={}, headers=SIGNED, body=body))
    assert answer.status == 400
    assert answer.headers["x-amzn-ErrorType"] == "BadRequestException"
    assert b"2 validation errors" in answer.body
    assert b"ExternalMeetingId" in answer.body


def test_what_is_not_signed_is_refused_by_the_name_that_this_service_has_for_it(service: MeetingsService):
    answer = service.handle(WireRequest(method="POST", path=PATH, query={}, headers={}))
    assert (answer.status, answer.headers["x-amzn-ErrorType"]) == (401, "UnauthorizedException")


@pytest.mark.parametrize("name", sorted(set(MODEL.operations) - SIMULATED))
def test_answers_501_with_the_name_of_an_operation_that_it_does_not_have(service: MeetingsService, name: str):
    operation = MODEL.operations[name]
    path = "/" + "/".join(re.sub(r"^\{.*\}$", NOWHERE, segment) for segment in operation.segments)
    query = {key: [value] for key, value in operation.query}
    answer = service.handle(WireRequest(method=operation.method, path=path, query=query, headers=SIGNED))
    assert answer.status == 501
    assert name in answer.body.decode()


def test_every_public_method_is_an_operation_with_the_errors_that_it_answers():
    methods = {name for name in vars(Meetings) if not name.startswith("_")}
    assert {MODEL.operations[name].python_name for name in SIMULATED} == methods
    for name in SIMULATED - {"CreateMeeting"}:
        assert "NotFoundException" in MODEL.operations[name].errors


def test_no_path_of_the_voice_service_begins_as_those_of_meetings_do():
    assert not [o.name for o in model.load().operations.values() if f"/{o.segments[0]}".startswith(PATH)]


def test_a_path_that_no_operation_has_is_told(meetings: Any, service: MeetingsService):
    answer = service.handle(WireRequest(method="PUT", path=PATH, query={}, headers=SIGNED))
    assert answer.status == 404
    assert b"chime-sdk-meetings is PUT /meetings" in answer.body


def test_refusals_are_read_by_the_client(meetings: Any):
    with pytest.raises(ClientError, match=f"meeting {NOWHERE} does not exist in {HOME}"):
        meetings.get_meeting(MeetingId=NOWHERE)
