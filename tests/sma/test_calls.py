import copy

import pytest
from chime_voice.sma import (
    AudioSource,
    CallEvent,
    Calls,
    FailOver,
    Hangup,
    PlayAudio,
    Speak,
    hang_up_all,
    keep_actions,
    respond,
)
from chime_voice.sma.calls import EVENTS

from tests.sma.recorded import NAMES, call_id, event, types_of

NOTHING = {"SchemaVersion": "1.0", "Actions": []}
KEEP = {"SchemaVersion": "1.0"}


def failing_on(event_type: str) -> Calls:
    app = Calls()

    @app.on(event_type)
    def fail(call):
        raise RuntimeError(f"no luck with {call.leg_a.from_}")

    return app


def test_every_recorded_event_is_one_the_router_knows():
    assert {event(name)["InvocationEventType"] for name in NAMES} == set(EVENTS)


def test_each_event_goes_to_its_function():
    app = Calls()

    @app.on("NEW_INBOUND_CALL")
    def greet(call):
        return respond(Speak(text="Hello", call_id=call.leg_a.call_id))

    @app.on("ACTION_SUCCESSFUL", "ACTION_FAILED")
    def end(call):
        return respond(Hangup())

    assert types_of(app.handler(event("new_inbound_call"), None)) == ["Speak"]
    assert types_of(app.handler(event("action_successful"), None)) == ["Hangup"]
    assert types_of(app.handler(event("action_failed"), None)) == ["Hangup"]


def test_many_calls_in_one_process_do_not_add_up():
    app = Calls()
    greeting = Speak(text="Hello", call_id="a")
    app.on("NEW_INBOUND_CALL")(lambda _: respond(greeting))
    answers = [app.handler(event("new_inbound_call"), None) for _ in range(12)]
    assert all(answer == respond(greeting) for answer in answers)


def test_nothing_that_a_handler_can_reach_is_left_over_in_the_next_call():
    app = Calls()
    sound = PlayAudio(audio_source=AudioSource(bucket_name="prompts", key="hello.wav"), playback_terminators=["#"])

    @app.on("NEW_INBOUND_CALL")
    def answer(call):
        return respond(
            Speak(text="Hello", call_id=call.leg_a.call_id), sound, attributes={**call.attributes, "step": "1"}
        )

    first = app.handler(event("new_inbound_call"), None)
    kept = copy.deepcopy(first)
    raw = event("new_inbound_call", TransactionAttributes={"account": "42"})
    spoilt = app.handler(raw, None)
    for found in everything_in(spoilt, raw, sound.to_dict(), respond(sound), keep_actions(attributes={})):
        found.clear()
    assert first == kept
    assert app.handler(event("new_inbound_call"), None) == kept


def everything_in(*values):
    """Every list and mapping, the innermost first."""
    for value in values:
        if isinstance(value, dict | list):
            yield from everything_in(*(value.values() if isinstance(value, dict) else value))
            yield value


@pytest.mark.parametrize("name", NAMES)
def test_the_same_event_twice_has_the_same_answer(name):
    app = Calls()
    raw = event(name)
    assert app.handler(raw, None) == app.handler(event(name), None)
    assert raw == event(name)


@pytest.mark.parametrize(
    "name", ["new_outbound_call", "ringing", "call_answered", "action_interrupted", "new_outbound_call_with_arguments"]
)
def test_without_a_function_nothing_is_done_where_nothing_is_expected(name):
    assert Calls().handler(event(name), None) == NOTHING


@pytest.mark.parametrize(
    "name",
    ["action_successful", "action_successful_bridged", "digits_received", "call_update_requested", "action_failed_bridged"],
)  # fmt: skip
def test_without_a_function_a_call_that_goes_on_is_left_alone(name):
    assert Calls().handler(event(name), None) == KEEP


def test_without_a_function_a_new_call_is_refused_as_unavailable():
    response = Calls().handler(event("new_inbound_call"), None)
    assert response["Actions"] == [{"Type": "Hangup", "Parameters": {"SipResponseCode": 480}}]


@pytest.mark.parametrize("name", ["action_failed", "invalid_lambda_response"])
def test_without_a_function_a_lone_caller_is_not_left_in_silence(name):
    raw = event(name)
    response = Calls().handler(raw, None)
    assert response["Actions"] == [{"Type": "Hangup", "Parameters": {"CallId": call_id(raw)}}]


@pytest.mark.parametrize(("name", "other"), [("hangup_of_one_of_two", 1), ("hangup_of_the_second", 0)])
def test_without_a_function_the_other_leg_is_ended_too(name, other):
    raw = event(name)
    response = Calls().handler(raw, None)
    assert response["Actions"] == [{"Type": "Hangup", "Parameters": {"CallId": call_id(raw, other)}}]


def test_a_leg_that_is_down_already_is_not_hung_up_again():
    assert Calls().handler(event("hangup"), None) == NOTHING


def test_an_event_of_tomorrow_changes_nothing():
    raw = event("ringing") | {"InvocationEventType": "CALL_TRANSFERRED"}
    assert Calls().handler(raw, None) == KEEP


def test_an_error_on_a_new_call_comes_out_so_that_another_region_may_answer():
    with pytest.raises(RuntimeError):
        failing_on("NEW_INBOUND_CALL").handler(event("new_inbound_call"), None)


def failing_over_on(event_type):
    app = Calls()

    @app.on(event_type)
    def fail_over(call):
        raise FailOver("the desk of this Region is closed")

    return app


def test_a_handler_can_let_the_next_region_answer():
    with pytest.raises(FailOver, match="desk of this Region is closed"):
        failing_over_on("NEW_INBOUND_CALL").handler(event("new_inbound_call"), None)


@pytest.mark.parametrize("name", [name for name in NAMES if event(name)["InvocationEventType"] != "NEW_INBOUND_CALL"])
def test_once_a_call_has_begun_no_other_region_can_answer_so_it_is_answered_safely(name, capsys):
    raw = event(name)
    answer = failing_over_on(raw["InvocationEventType"]).handler(raw, None)
    assert answer == failing_on(raw["InvocationEventType"]).handler(raw, None)
    assert "FailOver in the answer to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "legs"),
    [
        ("new_inbound_call", [0]),
        ("action_successful", [0]),
        ("action_successful_bridged", [0, 1]),
        ("hangup", []),
        ("hangup_of_one_of_two", [1]),
        ("hangup_of_the_second", [0]),
        ("hangup_of_a_busy_leg", [0]),
    ],
)
def test_every_leg_that_is_still_up_is_hung_up(name, legs):
    raw = event(name)
    ended = [action["Parameters"]["CallId"] for action in hang_up_all(CallEvent(raw))["Actions"]]
    assert ended == [call_id(raw, leg) for leg in legs]


def test_the_other_leg_is_ended_also_when_the_service_tells_no_status():
    raw = event("hangup_of_one_of_two")
    for leg in raw["CallDetails"]["Participants"]:
        del leg["Status"]
    assert Calls().handler(raw, None)["Actions"] == [{"Type": "Hangup", "Parameters": {"CallId": call_id(raw, 1)}}]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("new_outbound_call", []),
        ("ringing", []),
        ("action_interrupted", []),
        ("hangup", []),
        ("call_answered", ["Hangup"]),
        ("action_successful", ["Hangup"]),
        ("action_failed", ["Hangup"]),
        ("digits_received", ["Hangup"]),
        ("invalid_lambda_response", ["Hangup"]),
        ("hangup_of_one_of_two", ["Hangup"]),
    ],
)
def test_an_error_later_ends_the_call_where_nothing_else_would_happen(name, expected):
    raw = event(name)
    assert types_of(failing_on(raw["InvocationEventType"]).handler(raw, None)) == expected


@pytest.mark.parametrize("name", ["call_update_requested", "action_successful_bridged", "action_failed_bridged"])
def test_an_error_later_does_not_cut_off_what_is_going_on(name):
    raw = event(name)
    assert failing_on(raw["InvocationEventType"]).handler(raw, None) == KEEP


def test_an_error_is_logged_with_its_place_and_nobodys_number(capsys):
    failing_on("CALL_ANSWERED").handler(event("call_answered"), None)
    log = capsys.readouterr().err
    assert "RuntimeError in the answer to CallEvent(CALL_ANSWERED" in log
    assert "in fail" in log
    assert "5550" not in log


@pytest.mark.parametrize("wrong", [None, [], {"statusCode": 200, "body": "{}"}, [Hangup()]])
def test_what_is_no_response_is_an_error_of_the_function(wrong):
    app = Calls()
    app.on("NEW_INBOUND_CALL")(lambda _: wrong)
    with pytest.raises(TypeError, match="function for NEW_INBOUND_CALL must return respond"):
        app.handler(event("new_inbound_call"), None)


@pytest.mark.parametrize("silent", [respond(), keep_actions()])
def test_a_new_call_must_be_answered_with_something(silent):
    app = Calls()
    app.on("NEW_INBOUND_CALL")(lambda _: silent)
    with pytest.raises(ValueError, match="must have an action"):
        app.handler(event("new_inbound_call"), None)


def test_a_misspelt_or_repeated_event_is_refused_when_the_handler_is_loaded():
    app = Calls()
    with pytest.raises(ValueError, match="there is no event 'NEW_INCOMING_CALL'"):
        app.on("NEW_INCOMING_CALL")
    app.on("RINGING")(lambda _: respond())
    with pytest.raises(ValueError, match="RINGING has a function already"):
        app.on("RINGING")
