"""What the service puts up with: slow functions, refusals, long lists, answers that are none."""

from __future__ import annotations

import dataclasses

import pytest

from constructs_lib.pstn.invoking import Invoked
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.policy import Policy
from tests.pstn.phone import (
    CALLER,
    NUMBER,
    Handler,
    announce,
    hang_up,
    network,
    pause,
    route,
    speak,
    table_of,
    words,
)

FIRST = "announce-us-east-1"


def inbound(handler, **options):
    world = network(handler, **options)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    return call


@pytest.mark.parametrize(("seconds", "times", "answered"), [(4, 1, True), (6, 2, True), (19, 2, True), (21, 2, False)])
def test_a_slow_function_is_invoked_again_after_five_seconds_and_given_up_after_twenty(seconds, times, answered):
    handler = Handler(NEW_INBOUND_CALL=[speak(), hang_up()])
    call = inbound(handler, seconds={FIRST: seconds})
    assert handler.kinds.count("NEW_INBOUND_CALL") == times
    assert {event["Sequence"] for event in handler.events if event["InvocationEventType"] != "HANGUP"} == {1}
    assert (call.answered_by is not None) is answered
    if answered:
        assert call.heard[0].time - call.timeline[0].time == seconds
    else:
        assert call.timeline[-1].time - call.timeline[0].time == 20
        assert call.sip_code == 480


@pytest.mark.parametrize("after", [20, 60])
def test_a_function_is_invoked_once_where_the_second_time_would_come_too_late(after):
    handler = Handler(NEW_INBOUND_CALL=[hang_up()])
    call = inbound(handler, seconds={FIRST: 30}, policy=Policy(reinvoke_after=after))
    assert (call.invocations, call.ended_because) == (1, "NEW_INBOUND_CALL got no answer: no answer within 20 s")
    assert call.timeline[-1].time - call.timeline[0].time == 20


def test_the_first_answer_counts_even_if_it_is_the_repeated_ones():
    answers = iter([(60, [speak("Slow"), hang_up()]), (1, [speak("Quick"), hang_up()]), (0, []), (0, [])])

    class Uneven:
        def invoke(self, function, event, *, time_limit):
            seconds, actions = next(answers)
            return Invoked(kind="answered", payload={"SchemaVersion": "1.0", "Actions": actions}, seconds=seconds)

    world = Network(table=table_of(route()), invoker=Uneven(), seed=1)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    assert [each.content for each in call.heard] == ["Quick"]
    assert call.heard[0].time - call.timeline[0].time == 6


def test_a_functions_own_time_out_is_its_error():
    given = route()
    function = dataclasses.replace(given.targets[0].function, timeout=3)
    targets = (dataclasses.replace(given.targets[0], function=function), given.targets[1])
    table = table_of(dataclasses.replace(given, targets=targets))
    call = inbound(announce, table=table, seconds={FIRST: 4})
    assert "Task timed out after 3.00 seconds" in call.ended_because


@pytest.mark.parametrize(("refusals", "answered"), [(1, True), (2, False)])
def test_a_refusal_in_the_middle_of_a_call_is_survived_once(refusals, answered):
    left = [refusals]

    class Throttled:
        def invoke(self, function, event, *, time_limit):
            if event["InvocationEventType"] == "ACTION_SUCCESSFUL" and left[0]:
                left[0] -= 1
                return Invoked(kind="not_invokable", error="429 throttled")
            actions = {"NEW_INBOUND_CALL": [speak()], "ACTION_SUCCESSFUL": [speak("Again"), hang_up()]}
            payload = {"SchemaVersion": "1.0", "Actions": actions.get(event["InvocationEventType"], [])}
            return Invoked(kind="answered", payload=payload)

    world = Network(table=table_of(route()), invoker=Throttled(), seed=1)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    assert (len(call.heard) == 2) is answered
    assert answered or (call.sip_code, call.ended_because) == (480, "ACTION_SUCCESSFUL got no answer: 429 throttled")


@pytest.mark.parametrize(("retried", "times"), [(True, 2), (False, 1)])
def test_whether_a_failed_function_is_asked_again_is_a_matter_of_policy(retried, times):
    handler = Handler(NEW_INBOUND_CALL=RuntimeError("no"))
    inbound(handler, policy=Policy(function_errors_are_retried=retried))
    assert len(handler.events) == times


def test_a_call_ends_when_its_invocations_are_used_up():
    handler = Handler(NEW_INBOUND_CALL=[pause(100)], ACTION_SUCCESSFUL=[pause(100)])
    call = inbound(handler)
    assert len(handler.events) == 1000
    assert (call.ended_because, call.sip_code) == ("more than 1000 invocations in one call", 480)


@pytest.mark.parametrize(("count", "taken"), [(10, True), (11, False)])
def test_ten_actions_are_a_list_and_eleven_are_not(count, taken):
    handler = Handler(NEW_INBOUND_CALL=[pause(100)] * (count - 1) + [hang_up()])
    call = inbound(handler)
    assert (call.ended_because == "the application hung up") is taken


@pytest.mark.parametrize(
    ("payload", "error_type"),
    [
        (None, "SystemException"),
        ("", "SystemException"),
        ({}, "SystemException"),
        ({"statusCode": 200, "body": "{}"}, "SchemaVersionMismatch"),
        ([hang_up()], "SchemaVersionMismatch"),
        ({"SchemaVersion": "2.0", "Actions": [hang_up()]}, "SchemaVersionMismatch"),
        ({"SchemaVersion": "1.0"}, "SystemException"),
        ({"SchemaVersion": "1.0", "Actions": []}, "SystemException"),
        ({"SchemaVersion": "1.0", "Actions": "Hangup"}, "SystemException"),
        ({"SchemaVersion": "1.0", "Actions": [""]}, "SystemException"),
        ({"SchemaVersion": "1.0", "Actions": [[hang_up()]]}, "SystemException"),
        ({"SchemaVersion": "1.0", "Actions": [{"Type": "Pause", "Parameters": [1]}]}, "SystemException"),
        (
            {"SchemaVersion": "1.0", "Actions": [hang_up()], "TransactionAttributes": {str(n): "" for n in range(11)}},
            "TransactionAttributesInvalidMapSize",
        ),
        (
            {"SchemaVersion": "1.0", "Actions": [hang_up()], "TransactionAttributes": {"a": "b" * 20_480}},
            "TransactionAttributesInvalidMapSize",
        ),
        ({"SchemaVersion": "1.0", "Actions": [hang_up()], "TransactionAttributes": ["a"]}, "SystemException"),
    ],
)
def test_an_answer_that_is_none_is_told_to_the_function_and_ends_the_call(payload, error_type):
    seen = []

    def answer(event, context):
        seen.append(event)
        return payload if event["InvocationEventType"] == "NEW_INBOUND_CALL" else None

    call = inbound(answer)
    assert [event["InvocationEventType"] for event in seen] == ["NEW_INBOUND_CALL", "INVALID_LAMBDA_RESPONSE"]
    assert seen[1]["ErrorType"] == error_type
    assert seen[1]["ErrorMessage"] in call.ended_because
    assert "ActionData" not in seen[1]
    assert (call.sip_code, call.answered_by) == (480, None)


@pytest.mark.parametrize(("runs", "heard"), [(False, []), (True, ["Sorry"])])
def test_whether_the_answer_to_an_invalid_response_is_run_is_a_matter_of_policy(runs, heard):
    handler = Handler(NEW_INBOUND_CALL=[{}], INVALID_LAMBDA_RESPONSE=[speak("Sorry"), hang_up()])
    call = inbound(handler, policy=Policy(runs_reply_to_invalid_response=runs))
    assert [each.content for each in call.heard] == heard
    assert [each.outcome for each in call.attempts] == (["answered"] if runs else ["failed"])


def test_an_answer_to_an_invalid_response_that_is_run_keeps_its_attributes():
    sorry = {"SchemaVersion": "1.0", "Actions": [hang_up()], "TransactionAttributes": {"sorry": "yes"}}
    handler = Handler(NEW_INBOUND_CALL=[{}], INVALID_LAMBDA_RESPONSE=sorry)
    inbound(handler, policy=Policy(runs_reply_to_invalid_response=True))
    assert handler.last("HANGUP")["CallDetails"]["TransactionAttributes"] == {"sorry": "yes"}


@pytest.mark.parametrize("strict", [True, False])
def test_an_attribute_that_is_no_string_is_taken_with_a_warning_unless_the_policy_is_strict(strict):
    reply = {"SchemaVersion": "1.0", "Actions": [hang_up()], "TransactionAttributes": {"count": 1}}
    call = inbound(Handler(NEW_INBOUND_CALL=reply), policy=Policy(attributes_must_be_strings=strict))
    if strict:
        assert "'count' must be a string" in call.ended_because
    else:
        assert "'count' must be a string" in words(call, "warning")[0]


def test_an_invalid_answer_to_what_is_ignored_is_only_a_warning():
    handler = Handler(NEW_INBOUND_CALL=[hang_up()], HANGUP={"statusCode": 200})
    call = inbound(handler)
    assert handler.kinds == ["NEW_INBOUND_CALL", "HANGUP"]
    assert "SchemaVersion" in words(call, "warning")[0]


def test_an_invoker_that_breaks_its_promise_ends_the_call_with_its_words():
    class Broken:
        def invoke(self, function, event, *, time_limit):
            raise OSError("no workers left")

    world = Network(table=table_of(route()), invoker=Broken(), seed=1)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    assert call.ended_because == "no target can be invoked"
    assert "OSError: no workers left" in words(call, "failover")[0]


def test_a_handlers_answer_goes_through_json_as_in_lambda():
    call = inbound(Handler(NEW_INBOUND_CALL=[{1, 2}]))
    assert "not JSON serializable" in call.ended_because
