"""Functions that fail on request."""

from __future__ import annotations

import pytest

from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.faults import Fault, FaultyInvoker, by_function
from constructs_lib.pstn.invoking import PythonInvoker
from constructs_lib.routing.model import Function, Origin

EAST = Function(
    name="east",
    region="us-east-1",
    arn="arn:east",
    timeout=7,
    origin=Origin(construct_path="App/East/Handler", stack="East", logical_id="Handler1"),
)
WEST = Function(name="west", region="us-west-2", arn="arn:west")


def invoke(invoker, function=EAST, *, transaction="t", time_limit=20.0):
    return invoker.invoke(function, {"CallDetails": {"TransactionId": transaction}}, time_limit=time_limit)


def faulty(*faults):
    inner = PythonInvoker({each.arn: lambda *_: "fine" for each in (EAST, WEST)})
    return FaultyInvoker(inner, {EAST.arn: [Fault.parse(fault) for fault in faults]})


def kinds(invoker, times=4, **more):
    return [invoke(invoker, **more).kind for _ in range(times)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Handler=throttle", Fault("Handler", "throttle")),
        ("App/East/Handler=gone@3", Fault("App/East/Handler", "gone", 3)),
        ("*=error", Fault("*", "error")),
        ("a=b=timeout", Fault("a=b", "timeout")),
    ],
)
def test_a_fault_is_a_name_a_kind_and_from_when_on(text, fault):
    assert Fault.parse(text) == fault


@pytest.mark.parametrize(
    "text", ["", "Handler", "Handler=", "=error", "Handler=slow", "Handler=error@0", "Handler=error@x"]
)
def test_what_is_no_fault_is_told_with_the_kinds_there_are(text):
    with pytest.raises(CallsError, match="throttle, error, timeout or gone") as raised:
        Fault.parse(text)
    assert repr(text) in str(raised.value)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("throttle", "not_invokable"),
        ("gone", "not_invokable"),
        ("error", "function_error"),
        ("timeout", "function_error"),
    ],
)
def test_each_kind_fails_as_lambda_would_say_it(kind, outcome):
    assert invoke(faulty(f"x={kind}")).kind == outcome


def test_a_function_that_hangs_is_ended_by_its_own_timeout_or_given_up_by_the_service():
    hangs = faulty("x=timeout")
    by_itself, by_the_service = invoke(hangs, time_limit=20.0), invoke(hangs, time_limit=5.0)
    assert (by_itself.seconds, by_itself.error) == (7, "Task timed out after 7.00 seconds")
    assert (by_the_service.kind, by_the_service.seconds) == ("timed_out", 5.0)


def test_a_fault_begins_at_its_invocation_and_stays():
    assert kinds(faulty("x=error@3")) == ["answered", "answered", "function_error", "function_error"]


def test_invocations_are_counted_for_each_call_by_itself():
    invoker = faulty("x=error@2")
    assert kinds(invoker, 2) == kinds(invoker, 2, transaction="another") == ["answered", "function_error"]


def test_other_functions_go_on():
    assert kinds(faulty("x=error"), 2, function=WEST) == ["answered", "answered"]


def test_of_several_faults_the_first_that_is_due_counts():
    assert kinds(faulty("x=throttle@2", "x=error"), 2) == ["function_error", "not_invokable"]


NAMES = {"east": [EAST], "Handler1": [EAST], "App/East/Handler": [EAST], "west": [WEST]}


@pytest.mark.parametrize("name", ["east", "Handler1", "App/East/Handler"])
def test_a_function_goes_by_all_its_names(name):
    fault = Fault(name, "error")
    assert by_function([fault], NAMES) == {EAST.arn: [fault]}


def test_a_star_means_every_function():
    assert set(by_function([Fault("*", "error")], NAMES)) == {EAST.arn, WEST.arn}


def test_names_of_no_function_are_told_together_with_the_functions_there_are():
    with pytest.raises(CallsError, match="2 problems") as raised:
        by_function([Fault("nowhere", "error"), Fault("west", "error"), Fault("lost", "gone")], NAMES)
    message = str(raised.value)
    assert "there is no function 'nowhere'" in message
    assert "there is no function 'lost'" in message
    assert "Handler1 (App/East/Handler), west in us-west-2" in message
