"""Rules, priorities, and who takes an inbound call."""

from __future__ import annotations

import dataclasses

import pytest

from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.policy import Policy
from tests.pstn.phone import (
    CALLER,
    HOST,
    NUMBER,
    Handler,
    announce,
    functions,
    hang_up,
    network,
    pause,
    route,
    speak,
    table_of,
    words,
)


def dialed(world, **options):
    call = world.dial(to=NUMBER, caller=CALLER, **options)
    world.run()
    return call


def test_the_first_priority_answers_and_says_its_region():
    call = dialed(network(announce))
    assert call.answered_by == "us-east-1"
    assert [(each.region, each.content) for each in call.heard] == [("us-east-1", "Hello from us-east-1")]
    assert (call.state, call.sip_code, call.ended_because) == ("ended", 0, "the application hung up")


def test_the_second_answers_when_the_first_region_is_down():
    call = dialed(network(announce), down={"us-east-1"})
    assert call.answered_by == "us-west-2"
    assert [each.content for each in call.heard] == ["Hello from us-west-2"]
    assert words(call, "failover") == ["Region us-east-1 is down"]


def test_a_caller_is_turned_away_with_480_when_no_target_can_be_invoked():
    call = dialed(network(announce), down={"us-east-1", "us-west-2"})
    assert call.answered_by is None
    assert (call.sip_code, call.ended_because) == (480, "no target can be invoked")
    assert call.heard == []


def test_priority_numbers_decide_and_not_the_order_in_the_rule():
    given = route()
    call = dialed(network(announce, table=table_of(dataclasses.replace(given, targets=given.targets[::-1]))))
    assert call.answered_by == "us-east-1"


def test_a_function_that_does_not_exist_fails_over():
    handlers = functions(announce, regions=["us-west-2"])
    call = dialed(network(None, others=handlers | {"announce-us-east-1": None}))
    assert call.answered_by == "us-west-2"
    assert words(call, "failover")[0].startswith("function not found")


def test_a_refused_invocation_is_repeated_once_before_the_next_target():
    call = dialed(network(announce, others={"announce-us-east-1": None}))
    assert words(call, "event") == ["NEW_INBOUND_CALL #1"] * 3 + ["HANGUP #2"]


def test_a_missing_invoke_permission_fails_over():
    given = route()
    function = dataclasses.replace(given.targets[0].function, invoke_permission=False)
    targets = (dataclasses.replace(given.targets[0], function=function), given.targets[1])
    call = dialed(network(announce, table=table_of(dataclasses.replace(given, targets=targets))))
    assert call.answered_by == "us-west-2"
    assert "access denied" in words(call, "failover")[0]


def test_a_function_that_is_gone_fails_over_and_is_told_as_gone():
    given = route()
    function = dataclasses.replace(given.targets[0].function, exists=False, invoke_permission=False)
    targets = (dataclasses.replace(given.targets[0], function=function), given.targets[1])
    call = dialed(network(announce, table=table_of(dataclasses.replace(given, targets=targets))))
    assert call.answered_by == "us-west-2"
    assert "function announce-us-east-1 does not exist" in words(call, "failover")[0]


def test_an_application_that_is_gone_fails_over():
    given = route()
    targets = (dataclasses.replace(given.targets[0], function=None), given.targets[1])
    call = dialed(network(announce, table=table_of(dataclasses.replace(given, targets=targets))))
    assert call.answered_by == "us-west-2"


@pytest.mark.parametrize(("fails_over", "expected"), [(False, None), (True, "us-west-2")])
def test_whether_a_failing_function_fails_over_is_a_matter_of_policy(fails_over, expected):
    broken = {"announce-us-east-1": Handler(NEW_INBOUND_CALL=RuntimeError("no database"))}
    world = network(announce, others=broken, policy=Policy(function_error_fails_over=fails_over))
    call = dialed(world)
    assert call.answered_by == expected
    assert "RuntimeError: no database" in " ".join(words(call, "reply"))


@pytest.mark.parametrize(("fails_over", "expected"), [(False, None), (True, "us-west-2")])
def test_whether_a_silent_function_fails_over_is_a_matter_of_policy(fails_over, expected):
    world = network(announce, seconds={"announce-us-east-1": 60}, policy=Policy(time_out_fails_over=fails_over))
    assert dialed(world).answered_by == expected


@pytest.mark.parametrize(("fails_over", "expected"), [(False, None), (True, "us-west-2")])
def test_whether_an_invalid_response_fails_over_is_a_matter_of_policy(fails_over, expected):
    broken = {"announce-us-east-1": Handler(NEW_INBOUND_CALL={"statusCode": 200, "body": "{}"})}
    world = network(announce, others=broken, policy=Policy(invalid_response_fails_over=fails_over))
    assert dialed(world).answered_by == expected


@pytest.mark.parametrize(("kept", "sequence"), [(False, 1), (True, 2)])
def test_whether_the_next_target_sees_the_same_transaction_is_a_matter_of_policy(kept, sequence):
    seen = []

    def first(event, context):
        seen.append(event["CallDetails"]["TransactionId"])
        raise RuntimeError

    handler = Handler(NEW_INBOUND_CALL=[hang_up()])
    policy = Policy(transaction_kept_at_failover=kept, function_error_fails_over=True)
    world = network(handler, others={"announce-us-east-1": first}, policy=policy)
    call = dialed(world)
    event = handler.events[0]
    assert event["Sequence"] == sequence
    assert (event["CallDetails"]["TransactionId"] == seen[0]) is kept
    assert call.transaction_id == event["CallDetails"]["TransactionId"]


def test_the_next_target_sees_its_own_application_and_region():
    handler = Handler(NEW_INBOUND_CALL=[hang_up()])
    dialed(network(handler), down={"us-east-1"})
    details = handler.events[0]["CallDetails"]
    assert (details["AwsRegion"], details["SipMediaApplicationId"]) == ("us-west-2", "announce@us-west-2")


def test_nobody_is_asked_when_no_rule_matches():
    handler = Handler()
    world = network(handler)
    call = world.dial(to="+12065550111", caller=CALLER)
    world.run()
    assert (call.ended_because, call.sip_code, handler.events) == ("no rule for +12065550111", 404, [])


def test_a_disabled_rule_takes_no_call_and_says_so():
    call = dialed(network(announce, routes=[route(enabled=False)]))
    assert call.ended_because == f"the rule for {NUMBER} is disabled"


def test_a_sip_request_matches_by_its_host():
    handler = Handler(NEW_INBOUND_CALL=[hang_up()])
    world = network(handler, routes=[route(HOST, kind="RequestUriHostname")])
    world.request(host=HOST, user="+12065550142", caller=CALLER, sip_headers={"X-Queue": "billing"})
    world.run()
    (participant,) = handler.events[0]["CallDetails"]["Participants"]
    assert (participant["To"], participant["SipHeaders"]) == ("+12065550142", {"X-Queue": "billing"})


@pytest.mark.parametrize(
    ("user", "taken"), [("a" * 36, True), ("a" * 37, False), ("", False), ("a b", False), ("~*().", True)]
)
def test_the_user_part_of_a_sip_request_is_checked(user, taken):
    world = network(announce, routes=[route(HOST, kind="RequestUriHostname")])
    call = world.request(host=HOST, user=user, caller=CALLER)
    world.run()
    assert (call.answered_by is not None) is taken
    assert taken or "user part" in call.ended_because


def test_a_caller_who_leaves_while_a_target_is_tried_is_not_offered_to_the_next():
    world = network(announce, seconds={"announce-us-east-1": 10}, policy=Policy(function_error_fails_over=True),
                    others={"announce-us-east-1": Handler(NEW_INBOUND_CALL=RuntimeError())})  # fmt: skip
    call = dialed(world, party=Party(hangs_up_after=2))
    assert (call.ended_because, call.answered_by) == ("the caller hung up", None)
    assert words(call, "attempt")[-1] != "priority 2: announce"


def test_the_table_is_read_when_the_call_comes_in():
    tables = [table_of(route()), table_of(route(regions=REVERSED))]
    world = network(announce, table=lambda: tables[0])
    assert dialed(world).answered_by == "us-east-1"
    tables.pop(0)
    assert dialed(world).answered_by == "us-west-2"


REVERSED = ("us-west-2", "us-east-1")


def test_after_the_call_was_taken_a_failure_moves_it_to_no_other_region():
    handler = Handler(NEW_INBOUND_CALL=[pause()], ACTION_SUCCESSFUL=RuntimeError("gone"))
    call = dialed(network(handler))
    assert (call.sip_code, call.ended_because) == (480, "ACTION_SUCCESSFUL got no answer: RuntimeError: gone")
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL"]


def test_a_call_that_is_hung_up_first_was_answered_by_nobody():
    call = dialed(network(Handler(NEW_INBOUND_CALL=[hang_up(SipResponseCode=486)])))
    assert (call.answered_by, call.handled_by, call.sip_code) == (None, "us-east-1", 486)


def test_the_time_before_the_next_target_is_a_matter_of_policy():
    handler = Handler(NEW_INBOUND_CALL=[speak(), hang_up()])
    call = dialed(network(handler, policy=Policy(seconds_before_next_target=4)), down={"us-east-1"})
    assert call.heard[0].time - call.timeline[0].time == 4
