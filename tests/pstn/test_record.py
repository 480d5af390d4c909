"""The record of a call as JSON: its schema, what is in it, and numbers that are hidden."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from constructs_lib.pstn.masking import Mask
from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.policy import Policy
from tests.pstn.json_schema import problems
from tests.pstn.phone import (
    CALLER,
    HOST,
    NUMBER,
    REGIONS,
    Handler,
    announce,
    bridge,
    hang_up,
    network,
    pause,
    play_audio,
    route,
    speak,
)

SCHEMA = json.loads(resources.files("constructs_lib.pstn").joinpath("call.schema.json").read_text(encoding="utf-8"))
FRIEND = "+12065550150"


def inbound(handler, *, party=None, bridged=None, down=(), **options):
    world = network(handler, **options)
    call = world.dial(to=NUMBER, caller=CALLER, party=party, bridged=bridged, down=down)
    world.run()
    return call


def outbound(handler, **options):
    world = network(handler)
    call = world.create_call(
        application_id="announce@us-east-1", region="us-east-1", caller=NUMBER, called=CALLER, **options
    )
    world.run()
    return call


def by_sip(handler):
    world = network(handler, routes=[route(HOST, kind="RequestUriHostname")])
    call = world.request(host=HOST, user="desk", caller=CALLER, sip_headers={"x-a": "1"})
    world.run()
    return call


def in_progress():
    world = network(Handler(NEW_INBOUND_CALL=[speak("a" * 600)]))
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(10)
    return call


def bridged_call(**others):
    handler = Handler(NEW_INBOUND_CALL=[bridge(FRIEND)], **others)
    return inbound(handler, party=Party(hangs_up_after=10), bridged=Party(hangs_up_after=40, patience=1000))


CALLS = {
    "answered": lambda: inbound(announce),
    "failed over": lambda: inbound(announce, down={REGIONS[0]}),
    "nobody": lambda: inbound(announce, down=set(REGIONS)),
    "no rule": lambda: inbound(announce, routes=[route("+12065550111")]),
    "failed": lambda: inbound(Handler(NEW_INBOUND_CALL=ValueError("no"))),
    "null": lambda: inbound(Handler(NEW_INBOUND_CALL=None)),
    "slow": lambda: inbound(announce, seconds={"announce-us-east-1": 30}),
    "bridged": bridged_call,
    "declined": lambda: inbound(Handler(NEW_INBOUND_CALL=[bridge(FRIEND)]), bridged=Party(answers=False)),
    "outbound": lambda: outbound(Handler(CALL_ANSWERED=[speak(), hang_up()])),
    "not answered": lambda: outbound(Handler(), party=Party(answers=False)),
    "sip": lambda: by_sip(Handler(NEW_INBOUND_CALL=[play_audio(), hang_up()])),
    "wrong": lambda: inbound(Handler(NEW_INBOUND_CALL=[pause("1"), speak(CallId=""), hang_up(SipResponseCode="200")])),
    "in progress": in_progress,
}


@pytest.mark.parametrize("mask", [False, True], ids=["plain", "masked"])
@pytest.mark.parametrize("name", CALLS)
def test_every_record_is_as_the_schema_says(name, mask):
    shown = json.loads(json.dumps(CALLS[name]().to_dict(mask=mask)))
    assert list(problems(shown, SCHEMA)) == []


def test_the_schema_knows_every_field_and_would_miss_one():
    shown = CALLS["bridged"]().to_dict()
    assert set(shown) == set(SCHEMA["properties"]) == set(SCHEMA["required"])
    for broken in (
        {**shown, "version": 1},
        {**shown, "state": "over"},
        {**shown, "legs": [{**shown["legs"][0], "more": 1}]},
        {**shown, "legs": [{**shown["legs"][0], "billed_seconds": -1}]},
        {**shown, "findings": [{**shown["findings"][0], "id": "Two Words"}]},
        {name: value for name, value in shown.items() if name != "attempts"},
    ):
        assert len(list(problems(broken, SCHEMA))) == 1


def test_the_record_is_json_with_every_event_and_answer():
    record = json.loads(json.dumps(inbound(announce).to_dict()))
    assert (record["from"], record["to"], record["answered_by"]) == (CALLER, NUMBER, "us-east-1")
    assert [(each["type"], each["sequence"], each["read"]) for each in record["events"]] == [
        ("NEW_INBOUND_CALL", 1, True),
        ("HANGUP", 2, False),
    ]
    assert record["events"][0]["event"]["CallDetails"]["Participants"][0]["From"] == CALLER
    assert [each["Type"] for each in record["events"][0]["answer"]["Actions"]] == ["Speak", "Hangup"]
    assert [(each["type"], each["leg"]) for each in record["actions"]] == [("Speak", "LEG-A"), ("Hangup", "LEG-A")]
    assert record["heard"][0]["content"] == "Hello from us-east-1"


def test_actions_tell_their_leg_however_it_was_named():
    others = {"HANGUP": [speak("Bye", ParticipantTag="LEG-B"), hang_up(ParticipantTag="LEG-B", CallId="")]}
    record = bridged_call(**others).to_dict()
    assert [(each["type"], each["leg"]) for each in record["actions"]] == [
        ("CallAndBridge", "LEG-A"),
        ("Speak", "LEG-B"),
        ("Hangup", "LEG-B"),
    ]


def attempts(call):
    return [(each["priority"], each["region"], each["outcome"], each["reason"]) for each in call.to_dict()["attempts"]]


def test_attempts_tell_who_was_tried_and_why_not():
    first, second = REGIONS
    gone = f"Region {first} is down"
    assert attempts(inbound(announce)) == [(1, first, "answered", "")]
    assert attempts(inbound(announce, down={first})) == [(1, first, "failed-over", gone), (2, second, "answered", "")]
    assert attempts(CALLS["nobody"]()) == [
        (1, first, "failed-over", gone),
        (2, second, "failed", f"Region {second} is down"),
    ]
    assert attempts(CALLS["failed"]()) == [(1, first, "failed", "ValueError: no")]
    assert attempts(CALLS["null"]())[0][2:] == (
        "failed",
        "the answer to NEW_INBOUND_CALL is not valid: the response is empty: it must hold at least SchemaVersion",
    )
    assert attempts(CALLS["no rule"]()) == []
    assert [each[1:] for each in attempts(CALLS["outbound"]())] == [(first, "answered", "")]


def test_an_invalid_answer_that_fails_over_by_policy_is_an_attempt_with_its_reason():
    call = inbound(Handler(NEW_INBOUND_CALL=None), policy=Policy(invalid_response_fails_over=True))
    assert [(outcome, bool(reason)) for _, _, outcome, reason in attempts(call)] == [
        ("failed-over", True),
        ("failed", True),
    ]


def legs(call):
    start = call.timeline[0].time
    return [
        (
            leg["tag"],
            leg["answered"] and leg["answered"] - start,
            leg["ended"] and leg["ended"] - start,
            leg["billed_seconds"],
        )
        for leg in call.to_dict()["legs"]
    ]


def test_a_leg_that_is_left_up_shows_in_what_is_billed():
    assert legs(bridged_call()) == [("LEG-A", 3.0, 10.0, 7.0), ("LEG-B", 3.0, 43.0, 40.0)]


def test_a_leg_that_was_never_answered_is_not_billed():
    tag, answered, _, billed = legs(CALLS["declined"]())[1]
    assert (tag, answered, billed) == ("LEG-B", None, 0.0)


def test_a_leg_that_is_up_is_billed_up_to_now():
    assert legs(in_progress()) == [("LEG-A", 0.0, None, 10.0)]


def test_a_leg_that_was_replaced_stays_in_the_record():
    handler = Handler(
        NEW_INBOUND_CALL=[bridge(FRIEND)],
        ACTION_FAILED=lambda event: [bridge("+12065550151")] if event["Sequence"] < 3 else [hang_up()],
    )
    call = inbound(handler, bridged=Party(answers=False))
    assert [leg["to"] for leg in call.to_dict()["legs"]] == [NUMBER, FRIEND, "+12065550151"]


def test_what_is_masked_shows_no_number_anywhere():
    text = json.dumps(bridged_call().to_dict(mask=True), ensure_ascii=False)
    for number in (CALLER, NUMBER, FRIEND):
        assert number not in text
        assert number.removeprefix("+") not in text
    assert "+1206•••0150" in text


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+12065550100", "+1206•••0100"),
        ("+442079460100", "+4420••••0100"),
        ("+123456789012345", "+1234•••••••2345"),
        ("+3581234", "+35•••34"),
        ("+1234", "+1•••"),
        ("ring +12065550100, then 5", "ring +1206•••0100, then 5"),
        ("12065550199 or desk", "1206•••0199 or desk"),
        ("1206555019912", "1206555019912"),
        ("id 555", "id 555"),
    ],
)
def test_the_middle_of_a_number_is_hidden(number, shown):
    assert Mask(["+12065550199", "desk", "555"]).text(number) == shown


def test_a_mask_reaches_names_lists_and_texts_and_nothing_else():
    value = {"+12065550100": [1, None, True, {"a": "+12065550100"}]}
    assert Mask().everywhere(value) == {"+1206•••0100": [1, None, True, {"a": "+1206•••0100"}]}


def test_times_and_ids_are_not_taken_for_numbers():
    plain, masked = (CALLS["answered"]().to_dict(mask=mask) for mask in (False, True))
    assert plain["legs"][0]["call_id"] == masked["legs"][0]["call_id"]
    details = masked["events"][0]["event"]["CallDetails"]
    assert re.fullmatch(r"\d{13}", details["Participants"][0]["StartTimeInMilliseconds"])
    assert details["AwsAccountId"] == "123456789012"
