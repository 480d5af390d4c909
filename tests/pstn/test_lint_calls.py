"""The linter on whole calls: what needs more than one answer, the function's time and log, or the end of the call."""

from __future__ import annotations

import dataclasses
import json

import pytest

from constructs_lib.pstn.invoking import Invoked, PythonInvoker
from constructs_lib.pstn.lint import RULES
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.policy import Policy
from tests.pstn import test_lint_answers
from tests.pstn.linted import found, inbound, legs_of, outbound
from tests.pstn.phone import (
    CALLER,
    NUMBER,
    Each,
    Handler,
    announce,
    bridge,
    functions,
    hang_up,
    network,
    pause,
    record,
    route,
    speak,
    table_of,
    words,
)

FIRST = "announce-us-east-1"


def hang_up_b(event):
    legs = {each["ParticipantTag"]: each for each in event["CallDetails"]["Participants"]}
    up = "LEG-B" in legs and legs["LEG-B"].get("Status") == "Connected"
    return [hang_up(CallId=legs["LEG-B"]["CallId"])] if up else []


def test_a_call_that_goes_well_has_nothing_to_be_said_against():
    assert inbound(announce).findings == []


def test_actions_answered_where_nobody_reads_them_are_found():
    handler = Handler(
        NEW_OUTBOUND_CALL=[speak("Early")], RINGING=[speak("Ringing")], CALL_ANSWERED=[hang_up()], HANGUP=[pause()]
    )
    call = outbound(handler)
    assert found(call) == [
        ("unread-answer", "warning", "NEW_OUTBOUND_CALL"),
        ("unread-answer", "warning", "RINGING"),
        ("unread-answer", "warning", "HANGUP"),
    ]
    assert call.findings[1].message.endswith("nobody reads what is answered to RINGING")
    assert call.findings[2].message.endswith("nobody reads what is answered to HANGUP of the last leg")


@pytest.mark.parametrize(("stops", "what", "heard"), [(True, "are dropped", []), (False, "go on", ["Hello"])])
def test_an_empty_list_where_actions_are_still_to_come_is_found(stops, what, heard):
    handler = Handler(NEW_INBOUND_CALL=[record(DurationInSeconds=1), speak(), hang_up()], ACTION_SUCCESSFUL=[])
    call = inbound(handler, policy=Policy(empty_list_stops=stops))
    (finding,) = (each for each in call.findings if each.id == "empty-mid-list")
    assert f"Speak, Hangup were still to come: they {what}" in finding.message
    assert [each.content for each in call.heard] == heard


def test_no_actions_keep_what_is_still_to_come_and_that_is_right():
    handler = Handler(
        NEW_INBOUND_CALL=[record(DurationInSeconds=1), hang_up()], ACTION_SUCCESSFUL={"SchemaVersion": "1.0"}
    )
    assert inbound(handler).findings == []


def test_no_actions_are_right_where_nobody_reads_them():
    handler = Handler(CALL_ANSWERED=[speak(), hang_up()], RINGING={"SchemaVersion": "1.0"})
    assert outbound(handler).findings == []


def test_the_hang_up_that_the_guide_asks_for_after_an_invalid_response_is_not_found():
    handler = Handler(NEW_INBOUND_CALL=None, INVALID_LAMBDA_RESPONSE=[hang_up()])
    assert found(inbound(handler)) == [("not-a-response", "error", "NEW_INBOUND_CALL")]


def test_a_branch_that_replays_its_message_on_a_call_update_is_found():
    handler = Handler(
        CALL_ANSWERED=[speak("Hello"), pause(9_000)], CALL_UPDATE_REQUESTED=[speak("Hello"), pause(9_000)]
    )
    assert ("replayed-default", "warning", "CALL_UPDATE_REQUESTED") in found(outbound(handler, updates=[1]))


def test_a_branch_that_replays_its_message_where_nobody_reads_it_is_found_once():
    handler = Handler(CALL_ANSWERED=[pause(9_000), speak()], ACTION_INTERRUPTED=[pause(9_000), speak()])
    handler.answers["CALL_UPDATE_REQUESTED"] = [hang_up()]
    assert found(outbound(handler, updates=[1])) == [("replayed-default", "warning", "ACTION_INTERRUPTED")]


def test_to_wait_on_after_an_interruption_is_right():
    handler = Handler(
        CALL_ANSWERED=[pause(30_000)], CALL_UPDATE_REQUESTED=[pause(30_000)], ACTION_SUCCESSFUL=[hang_up()]
    )
    assert outbound(handler, updates=[1]).findings == []


def test_actions_answered_after_an_action_that_a_hang_up_cut_short_are_right():
    handler = Handler(NEW_INBOUND_CALL=[speak("a" * 900)], ACTION_FAILED=[hang_up()])
    policy = Policy(reports_action_cut_by_hang_up=True)
    assert inbound(handler, party=Party(hangs_up_after=5), policy=policy).findings == []


def test_an_update_with_an_answer_of_its_own_is_right():
    handler = Handler(CALL_ANSWERED=[speak("Hello"), pause(9_000)], CALL_UPDATE_REQUESTED=[speak("News"), hang_up()])
    assert outbound(handler, updates=[1]).findings == []


def bridged_call(on_hang_up, *, stays=40.0, **options):
    handler = Handler(NEW_INBOUND_CALL=[bridge()], HANGUP=on_hang_up, **options)
    caller = Party(hangs_up_after=10)
    return inbound(handler, party=caller, bridged=Party(hangs_up_after=stays, patience=1000))


def test_a_leg_that_is_left_up_after_the_other_one_hung_up_is_found_with_what_it_cost():
    call = bridged_call([])
    assert found(call) == [("leg-left-up", "error", "HANGUP")]
    assert call.findings[0].message == (
        "the answer to HANGUP (#3): LEG-B was not hung up: it stayed up for another 33 s, and is billed"
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: bridged_call(hang_up_b),
        lambda: bridged_call(lambda event: [speak("Bye" * 30, ParticipantTag="LEG-B"), *hang_up_b(event)]),
        lambda: bridged_call([], stays=7.0),
    ],
    ids=["it is hung up", "it hears something", "it leaves at the same moment"],
)
def test_a_leg_that_is_looked_after_is_right(call):
    assert "leg-left-up" not in {finding.id for finding in call().findings}


def test_hanging_up_the_leg_that_left_leaves_the_other_one_up():
    call = bridged_call(Each([hang_up()], []))
    assert [finding.id for finding in call.findings] == ["leg-is-down", "leg-left-up"]


def test_a_call_that_nobody_has_anything_to_say_to_any_more_is_found():
    call = inbound(Handler(NEW_INBOUND_CALL=[speak()]))
    assert found(call) == [("silence", "warning", "ACTION_SUCCESSFUL")]
    assert "LEG-A heard nothing more, for 30 s" in call.findings[0].message


def test_a_call_that_is_never_answered_is_found():
    call = inbound(Handler(NEW_INBOUND_CALL=[pause()]))
    assert found(call) == [("silence", "warning", "ACTION_SUCCESSFUL")]
    assert "LEG-A was never answered, for 30 s" in call.findings[0].message


def test_a_caller_who_hears_nothing_after_a_bridge_that_failed_is_found():
    call = inbound(Handler(NEW_INBOUND_CALL=[speak(), bridge()]), bridged=Party(answers=False))
    assert found(call) == [("silence", "warning", "ACTION_FAILED")]


def test_a_caller_whose_digits_are_awaited_is_not_forgotten():
    handler = Handler(NEW_INBOUND_CALL=[speak(), test_lint_answers.receive()], DIGITS_RECEIVED=[hang_up()])
    assert inbound(handler, party=Party(hangs_up_after=20)).findings == []


def test_a_called_party_that_waits_for_an_update_is_not_forgotten():
    assert outbound(Handler(CALL_UPDATE_REQUESTED=[hang_up()]), updates=[1]).findings == []


def test_a_caller_who_leaves_by_himself_while_something_plays_leaves_no_silence():
    handler = Handler(NEW_INBOUND_CALL=[speak("a" * 900)])
    assert inbound(handler, party=Party(hangs_up_after=5)).findings == []


def test_a_called_party_that_does_not_answer_leaves_no_silence():
    assert outbound(Handler(), party=Party(answers=False)).findings == []


@pytest.mark.parametrize(
    ("seconds", "severities"),
    [(0, []), (4, []), (6, ["warning"]), (19, ["warning"]), (21, ["warning", "error"])],
)
def test_a_slow_function_is_found_when_it_is_invoked_again_and_when_it_is_given_up(seconds, severities):
    call = inbound(announce, seconds={FIRST: seconds})
    slow = [finding.severity for finding in call.findings if finding.event == "NEW_INBOUND_CALL"]
    assert slow == severities
    assert {finding.id for finding in call.findings} <= {"slow-handler"}


@pytest.mark.parametrize(("timeout", "count"), [(3, 0), (20, 0), (21, 1), (900, 1), (None, 0)])
def test_a_time_out_beyond_what_the_service_waits_is_found_once(timeout, count):
    given = route()
    function = dataclasses.replace(given.targets[0].function, timeout=timeout)
    table = table_of(dataclasses.replace(given, targets=(dataclasses.replace(given.targets[0], function=function),)))
    assert [finding.id for finding in inbound(announce, table=table).findings] == ["slow-handler"] * count


def test_a_function_that_fails_in_the_middle_of_a_call_is_found():
    call = inbound(Handler(NEW_INBOUND_CALL=[speak()], ACTION_SUCCESSFUL=KeyError("digits")))
    assert found(call) == [("handler-failed", "error", "ACTION_SUCCESSFUL")]
    assert "KeyError: 'digits'" in call.findings[0].message


def test_a_function_that_fails_when_everybody_has_left_does_little_harm():
    call = inbound(Handler(NEW_INBOUND_CALL=[hang_up()], HANGUP=KeyError("leg")))
    assert found(call) == [("handler-failed", "warning", "HANGUP")]


def test_a_function_that_fails_while_somebody_is_still_there_does_harm():
    assert ("handler-failed", "error", "HANGUP") in found(bridged_call(KeyError("leg")))


def test_a_function_that_raises_so_that_the_next_region_takes_the_call_is_right():
    call = inbound(Handler(NEW_INBOUND_CALL=RuntimeError("next, please")))
    assert call.findings == []


TRACEBACK = (
    'Traceback (most recent call last):\n  File "/var/task/app.py", line 3, in f\n    x\nbotocore.ClientError: no\n'
)
NODE = "2026-11-23T09:00:00.000Z\t1\tERROR\tTypeError: x is undefined\n    at handler (/var/task/index.mjs:3:9)\n"


def logged(log, *, actions, on="NEW_INBOUND_CALL"):
    class Logging(PythonInvoker):
        def invoke(self, function, event, *, time_limit):
            invoked = super().invoke(function, event, time_limit=time_limit)
            return dataclasses.replace(invoked, log=log) if event["InvocationEventType"] == on else invoked

    handler = Handler(NEW_INBOUND_CALL=actions, ACTION_SUCCESSFUL=[hang_up()])
    world = Network(table=table_of(route()), invoker=Logging(functions(handler)), seed=1)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    return [finding.message for finding in call.findings if finding.id == "swallowed-error"]


@pytest.mark.parametrize(("log", "name"), [(TRACEBACK, "botocore.ClientError"), (NODE, "TypeError")])
@pytest.mark.parametrize("actions", [[], [hang_up(SipResponseCode=480)], None])
def test_an_error_that_is_caught_so_that_no_other_region_is_tried_is_found(log, name, actions):
    (message,) = logged(log, actions=actions)
    assert f"the function met a {name}" in message


@pytest.mark.parametrize(
    ("log", "actions"),
    [
        ("INFO an Error at work, no Traceback", [hang_up()]),
        ("", [hang_up()]),
        (TRACEBACK, [speak(), hang_up()]),
    ],
)
def test_a_refusal_without_an_error_and_an_error_that_is_made_good_are_right(log, actions):
    assert logged(log, actions=actions) == []


def test_an_error_later_in_the_call_hinders_no_failover():
    assert logged(TRACEBACK, actions=[speak()], on="ACTION_SUCCESSFUL") == []


def test_a_handler_that_goes_round_in_a_circle_is_found_and_each_of_its_mistakes_once():
    call = inbound(Handler(NEW_INBOUND_CALL=[pause("100")], ACTION_SUCCESSFUL=[pause("100")]))
    assert found(call) == [
        ("number-as-text", "warning", "NEW_INBOUND_CALL"),
        ("number-as-text", "warning", "ACTION_SUCCESSFUL"),
        ("endless", "error", "ACTION_SUCCESSFUL"),
    ]


def test_the_timeline_shows_a_warning_where_it_belongs_and_once():
    call = inbound(Handler(NEW_INBOUND_CALL=[speak(ParticipantTag=""), hang_up(Reason="done")]))
    assert len(words(call, "warning")) == len(call.findings) == 3
    order = [entry.what for entry in call.timeline]
    assert order.index("reply") < order.index("warning") < order.index("action")


def test_findings_are_there_while_the_call_goes_on():
    world = network(Handler(NEW_INBOUND_CALL=[speak("a" * 600), hang_up(Reason="done")]))
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(5)
    assert call.state == "answered"
    assert [finding.id for finding in call.findings] == ["unknown-parameter"]


def test_an_invocation_that_lambda_refuses_is_no_mistake_of_the_handler():
    class Refusing:
        def invoke(self, function, event, *, time_limit):
            return Invoked(kind="not_invokable", error="429 throttled")

    world = Network(table=table_of(route()), invoker=Refusing(), seed=1)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    assert call.findings == []


def test_the_limit_of_actions_is_the_policys():
    handler = Handler(NEW_INBOUND_CALL=[speak(), hang_up()])
    call = inbound(handler, policy=Policy(max_actions=1))
    assert found(call) == [("too-many-actions", "error", "NEW_INBOUND_CALL")]


@pytest.mark.parametrize(
    ("action", "rule"),
    [(each, case[0]) for case in test_lint_answers.PARAMETERS for each in case[1:]],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_an_error_the_engine_refuses_and_what_is_a_warning_it_takes(action, rule):
    def first(event):
        return json.loads(json.dumps([action]).replace(test_lint_answers.A, legs_of(event)["LEG-A"]))

    handler = Handler(NEW_INBOUND_CALL=first, ACTION_FAILED=[hang_up()], ACTION_SUCCESSFUL=[hang_up()])
    call = inbound(handler, bridged=Party(hangs_up_after=0.5))
    errors = [error for error, severity, event in found(call) if (severity, event) == ("error", "NEW_INBOUND_CALL")]
    failed = [
        event["ActionData"]["ErrorType"] for event in handler.events if event["InvocationEventType"] == "ACTION_FAILED"
    ]
    refused = "INVALID_LAMBDA_RESPONSE" in handler.kinds or set(failed) - {"InvalidDigitsReceived"}
    assert bool(errors) == bool(refused), (errors, failed)


def test_every_rule_is_tried_here_or_with_the_answers():
    here = {
        "empty-mid-list", "unread-answer", "replayed-default", "leg-left-up", "silence", "slow-handler", "handler-failed",
        "swallowed-error", "endless",
        "refused-action",  # in test_lint_refusals.py
    }  # fmt: skip
    tables = test_lint_answers.PARAMETERS, test_lint_answers.ANSWERS
    there = {case[0] for table in tables for case in table} | {"leg-in-the-way"}
    assert here | there == set(RULES)
