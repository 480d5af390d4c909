"""Calls to what is deployed: real functions, invoked only where Lambda would let the service."""

from __future__ import annotations

import argparse
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from constructs_lib.commands.local import calls as local_calls
from constructs_lib.local import LocalCloud, LocalCloudError, running
from tests.local.phones import EAST, FAILS, WEST, Phones, until


@pytest.fixture
def phones(local_cloud: LocalCloud) -> Phones:
    return Phones(local_cloud)


def both(phones: Phones, **east: object) -> None:
    phones.rule((EAST, phones.application(EAST, **east)), (WEST, phones.application(WEST)))  # type: ignore[arg-type]


def why_it_failed_over(call: dict[str, Any]) -> list[str]:
    return [entry["detail"] for entry in call["timeline"] if entry["what"] == "failover"]


def test_the_deployed_function_of_the_first_region_answers(phones: Phones):
    both(phones)
    call = phones.call()
    assert (call["answered_by"], call["state"], call["sip_code"]) == (EAST, "ended", 0)
    assert [(each["content"], each["region"]) for each in call["heard"]] == [("This is us-east-1", EAST)]


def test_a_region_can_be_pretended_gone_for_one_call(phones: Phones):
    both(phones)
    assert [phones.call(down=down)["answered_by"] for down in ([EAST], [EAST, WEST], [])] == [WEST, None, EAST]


def test_a_function_that_does_not_let_the_service_in_is_passed_over(phones: Phones):
    both(phones, permit=False)
    call = phones.call()
    assert call["answered_by"] == WEST
    assert "access denied: the policy of function answer does not let voiceconnector" in why_it_failed_over(call)[0]
    phones.permit(EAST)
    assert phones.call()["answered_by"] == EAST


@pytest.mark.parametrize("condition", [{"SourceAccount": "999999999999"}, {"SourceArn": "arn:aws:chime:*:*:sma/*"}])
def test_a_permission_for_somebody_else_is_none(phones: Phones, condition: dict[str, str]):
    both(phones, permit=False)
    phones.permit(EAST, **condition)
    assert phones.call()["answered_by"] == WEST


def test_a_throttled_function_is_passed_over(phones: Phones):
    both(phones)
    phones.client("lambda").put_function_concurrency(FunctionName="answer", ReservedConcurrentExecutions=0)
    call = phones.call()
    assert call["answered_by"] == WEST
    assert why_it_failed_over(call) == ["the function is throttled (TooManyRequestsException)"]


def test_a_deleted_function_is_passed_over(phones: Phones):
    both(phones)
    phones.client("lambda").delete_function(FunctionName="answer")
    call = phones.call()
    assert (call["answered_by"], why_it_failed_over(call)) == (WEST, ["function answer does not exist"])


def test_a_function_that_runs_and_fails_keeps_the_call_by_default(phones: Phones):
    both(phones, code=FAILS)
    call = phones.call()
    assert (call["answered_by"], call["handled_by"], call["sip_code"]) == (None, EAST, 480)
    assert "no database" in call["ended_because"]


def test_a_pbx_reaches_the_rule_of_the_host_name(phones: Phones):
    voice = phones.client("chime-sdk-voice")
    connector = voice.create_voice_connector(Name="pbx", RequireEncryption=True, AwsRegion=EAST)
    host = connector["VoiceConnector"]["OutboundHostName"]
    phones.rule((EAST, phones.application(EAST)), trigger=host)
    assert phones.call(host=host)["answered_by"] == EAST
    assert phones.call(host=host, user="not allowed")["answered_by"] is None
    assert "no rule" in phones.call(host="x.voiceconnector.chime.aws")["ended_because"]


def test_a_call_out_is_updated_while_it_goes_on(phones: Phones):
    application = phones.application(EAST)
    phones.rule((EAST, application))
    voice = phones.client("chime-sdk-voice")
    placed = voice.create_sip_media_application_call(
        FromPhoneNumber=phones.number, ToPhoneNumber="+12065550123", SipMediaApplicationId=application
    )
    transaction = placed["SipMediaApplicationCall"]["TransactionId"]
    until(lambda: phones.seen(transaction)["heard"])
    voice.update_sip_media_application_call(
        SipMediaApplicationId=application, TransactionId=transaction, Arguments={"text": "Your table is ready"}
    )
    call = until(lambda: (seen := phones.seen(transaction)) and seen["state"] == "ended" and seen)
    assert [each["content"] for each in call["heard"]] == ["This is us-east-1", "Your table is ready"]
    with pytest.raises(ClientError, match="NotFoundException"):
        voice.update_sip_media_application_call(
            SipMediaApplicationId=application, TransactionId=transaction, Arguments={"text": "too late"}
        )


def test_every_call_is_remembered_and_found_by_the_beginning_of_its_id(phones: Phones):
    both(phones)
    made = [phones.call()["transaction_id"] for _ in range(2)]
    listed = phones.cloud.admin.get(f"calls?account={phones.account}")
    assert [each["call"]["transaction_id"] for each in listed] == made
    assert all(f"{made[at]}  +12065550199 -> {phones.number}  ended" in listed[at]["line"] for at in (0, 1))
    assert phones.seen(made[1][:8])["transaction_id"] == made[1]


@pytest.mark.parametrize(
    ("path", "document", "problem"),
    [
        ("calls", {}, "a call has either 'to' or 'host'"),
        ("calls", {"to": "+12065550100", "user": "x"}, "a call to a number has none"),
        ("calls", {"to": "+12065550100", "host": "x"}, "a call has either 'to' or 'host'"),
        ("calls", {"to": "+12065550100", "colour": "red"}, "got to, colour"),
        ("calls", {"to": "+12065550100", "down": ["us-est-1"]}, "'down' must be of us-east-1, .* got us-est-1"),
        ("parties", {"script": "press 1"}, "a party has a 'number' in E.164"),
        ("parties", {"number": "+12065550150", "does": "press 1"}, "may have script, account; got .*does"),
        ("parties", {"number": "+12065550150", "script": "jump"}, "'jump' is no step"),
        ("clock", {"advance": -1}, "time goes forward only"),
        ("clock", {"speed": 0}, "time goes forward only"),
        ("clock", {"pace": 2}, "unknown field pace: allowed are advance, speed"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(
    local_cloud: LocalCloud, path: str, document: dict[str, Any], problem: str
):
    with pytest.raises(LocalCloudError, match=problem):
        local_cloud.admin.post(path, document)


def test_before_anything_is_deployed_there_are_no_routes_in_any_form(local_cloud: LocalCloud, monkeypatch, capsys):
    monkeypatch.setattr(running, "need", lambda: local_cloud)
    monkeypatch.setattr(local_calls, "ACCOUNT", "399999999999")
    assert local_calls._routes(argparse.Namespace(format="json")) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["routes"] == []
    assert "nothing of chime-sdk-voice was deployed yet" in said.err


def test_a_call_that_nobody_placed_is_not_found(local_cloud: LocalCloud):
    with pytest.raises(LocalCloudError, match="no call whose transaction id begins with 'feed'"):
        local_cloud.admin.get("calls/feed")


def test_the_clock_goes_on_at_another_pace_from_where_it_is(local_cloud: LocalCloud):
    before = local_cloud.admin.get("status")
    try:
        after = local_cloud.admin.post("clock", {"speed": before["speed"] * 2})
        assert after["speed"] == before["speed"] * 2
        assert after["time"] >= before["time"]
    finally:
        local_cloud.admin.post("clock", {"speed": before["speed"]})


CONFIRMS = """
def handler(event, context):
    leg = event["CallDetails"]["Participants"][0]["CallId"]
    def speak(text):
        return {"Type": "Speak", "Parameters": {"Text": text, "CallId": leg}}
    hang_up = {"Type": "Hangup", "Parameters": {"CallId": leg}}
    asks = {"Type": "SpeakAndGetDigits", "Parameters": {
        "CallId": leg, "SpeechParameters": {"Text": "Press 1"}, "FailureSpeechParameters": {"Text": "Press 1"},
        "RepeatDurationInMilliseconds": 5000}}
    data = event.get("ActionData", {})
    actions = {
        "CALL_ANSWERED": [asks],
        "ACTION_SUCCESSFUL": [speak("You pressed " + data.get("ReceivedDigits", "")), hang_up],
        "ACTION_FAILED": [hang_up],
    }
    return {"SchemaVersion": "1.0", "Actions": actions.get(event["InvocationEventType"], [])}
"""


def test_whoever_is_called_does_as_told(phones: Phones):
    application = phones.application(EAST, CONFIRMS)
    phones.rule((EAST, application))
    voice = phones.client("chime-sdk-voice")

    def ended(to: str) -> dict[str, Any]:
        placed = voice.create_sip_media_application_call(
            FromPhoneNumber=phones.number, ToPhoneNumber=to, SipMediaApplicationId=application
        )
        transaction = placed["SipMediaApplicationCall"]["TransactionId"]
        return dict(until(lambda: (seen := phones.seen(transaction)) and seen["state"] == "ended" and seen))

    party = {"account": phones.account, "number": "+12065550150"}
    phones.cloud.admin.post("parties", {**party, "script": "press 1"})
    assert ended("+12065550150")["heard"][-1]["content"] == "You pressed 1"
    assert ended("+12065550151")["heard"][-1]["content"] == "Press 1"
    phones.cloud.admin.post("parties", {**party, "script": "decline 486"})
    assert ended("+12065550150")["sip_code"] == 486
    phones.cloud.admin.post("parties", {**party, "script": "at 1000 press 1"})
    assert ended("+12065550150")["heard"][-1]["content"] == "Press 1"


def test_the_command_says_what_whoever_is_called_does(monkeypatch, capsys):
    told = []
    admin = argparse.Namespace(post=lambda path, document: told.append((path, document)))
    monkeypatch.setattr(running, "need", lambda: argparse.Namespace(admin=admin))
    for press in (["1", "2#"], None):
        assert local_calls._party(argparse.Namespace(number="+12065550150", press=press, script=None)) == 0
    assert told == [
        ("parties", {"number": "+12065550150", "script": "press 1\npress 2#"}),
        ("parties", {"number": "+12065550150", "script": ""}),
    ]
    assert capsys.readouterr().out.splitlines() == [
        "whoever is at +12065550150 does as told, from the next call on",
        "whoever is at +12065550150 answers, and does nothing, from the next call on",
    ]
