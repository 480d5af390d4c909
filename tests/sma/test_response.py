import pytest
from chime_voice.sma import Hangup, Pause, keep_actions, respond


def test_actions_are_answered_in_order():
    response = respond(Pause(duration_in_milliseconds=100), Hangup())
    assert response == {
        "SchemaVersion": "1.0",
        "Actions": [
            {"Type": "Pause", "Parameters": {"DurationInMilliseconds": 100}},
            {"Type": "Hangup", "Parameters": {}},
        ],
    }


def test_no_action_stops_those_that_wait_and_keeping_them_sends_no_list():
    assert respond() == {"SchemaVersion": "1.0", "Actions": []}
    assert keep_actions() == {"SchemaVersion": "1.0"}


def test_ten_actions_are_the_most():
    assert len(respond(*[Hangup()] * 10)["Actions"]) == 10
    with pytest.raises(ValueError, match="at most 10 actions, got 11"):
        respond(*[Hangup()] * 11)


def test_attributes_are_replaced_cleared_or_left():
    assert respond(attributes={"step": "menu"})["TransactionAttributes"] == {"step": "menu"}
    assert keep_actions(attributes={})["TransactionAttributes"] == {}
    assert "TransactionAttributes" not in respond(Hangup())


@pytest.mark.parametrize(
    ("attributes", "problem"),
    [
        ({str(i): "" for i in range(101)}, "at most 100 pairs, got 101"),
        ({"a": "x" * 20480}, "at most 20 KB together, got 20481 bytes"),
        ({"a": "é" * 10240}, "got 20481 bytes"),
        ({"tries": 3}, "must be text by text"),
        ({"a": {"b": "c"}}, "must be text by text"),
    ],
)
def test_attributes_that_the_service_would_refuse_are_not_sent(attributes, problem):
    with pytest.raises(ValueError, match=problem):
        respond(attributes=attributes)


def test_as_many_attributes_as_the_service_takes_are_sent():
    assert len(respond(attributes={str(i): "" for i in range(100)})["TransactionAttributes"]) == 100
    respond(attributes={"a": "x" * 20479})
