"""The linter on state that leaks: from answer to answer, and from one call into the next."""

from __future__ import annotations

from typing import Any

from constructs_lib.pstn.lint import across
from constructs_lib.pstn.parties import Party
from tests.pstn.linted import found, inbound, legs_of
from tests.pstn.phone import CALLER, NUMBER, OTHER_NUMBER, Each, Handler, hang_up, network, pause, speak


def growing():
    kept: list[Any] = []

    def answer(event):
        kept.append(pause(100 + len(kept)))
        return list(kept)

    return answer


def test_a_list_that_grows_from_answer_to_answer_is_found():
    grow = growing()
    call = inbound(Handler(NEW_INBOUND_CALL=grow, ACTION_SUCCESSFUL=Each(grow, grow, [hang_up()])))
    assert ("state-leak", "error", "ACTION_SUCCESSFUL") in found(call)


def test_a_list_of_several_that_comes_again_with_more_is_suspected():
    handler = Handler(NEW_INBOUND_CALL=[pause(), speak()], ACTION_SUCCESSFUL=[pause(), speak(), hang_up()])
    assert found(inbound(handler)) == [("state-leak", "warning", "ACTION_SUCCESSFUL")]


def test_a_message_that_is_said_again_with_more_after_it_is_right():
    handler = Handler(NEW_INBOUND_CALL=[speak("Hello")], ACTION_SUCCESSFUL=[speak("Hello"), hang_up()])
    assert inbound(handler).findings == []


def test_the_leg_of_an_earlier_call_is_known_as_such():
    kept: list[Any] = []

    def remember(event):
        kept.append(legs_of(event)["LEG-A"])
        return [speak(CallId=kept[0]), hang_up()]

    world = network(Handler(NEW_INBOUND_CALL=remember, ACTION_FAILED=[hang_up()]))
    first, second = (world.dial(to=NUMBER, caller=CALLER) for _ in range(2))
    world.run()
    assert (first.findings, found(second)) == ([], [("state-leak", "error", "NEW_INBOUND_CALL")])


def calls(handler, times=2, *, callers=(CALLER, CALLER)):
    world = network(handler)
    made = []
    for number in range(times):
        made.append(world.dial(to=NUMBER, caller=callers[number % len(callers)]))
        world.run()
    return made


def test_calls_that_are_answered_alike_leak_nothing():
    def by_id(event):
        return [speak(CallId=legs_of(event)["LEG-A"]), hang_up()]

    assert across(calls(Handler(NEW_INBOUND_CALL=by_id), 3)) == []


def test_what_an_event_tells_of_its_own_legs_may_be_repeated():
    def repeat(event):
        leg = event["CallDetails"]["Participants"][0]
        attributes = {"began": leg["StartTimeInMilliseconds"]}
        return {"SchemaVersion": "1.0", "Actions": [hang_up()], "TransactionAttributes": attributes}

    made = calls(Handler(NEW_INBOUND_CALL=repeat))
    starts = {call.exchanges[0].event["CallDetails"]["Participants"][0]["StartTimeInMilliseconds"] for call in made}
    assert len(starts) == 2
    assert across(made) == []


def test_when_another_call_began_is_no_business_of_this_one():
    kept: list[Any] = []

    def remember(event):
        kept.append(event["CallDetails"]["Participants"][0]["StartTimeInMilliseconds"])
        return {"SchemaVersion": "1.0", "Actions": [pause(), hang_up()], "TransactionAttributes": {"began": kept[0]}}

    assert [leak.id for leak in across(calls(Handler(NEW_INBOUND_CALL=remember)))] == ["state-leak"]


def test_a_list_that_grows_from_call_to_call_is_an_error():
    kept: list[Any] = []

    def add(event):
        kept.append(speak("Hello"))
        return list(kept)

    made = calls(Handler(NEW_INBOUND_CALL=add, ACTION_SUCCESSFUL=[hang_up()]))
    (leak,) = across(made)
    assert (leak.id, leak.severity, leak.transaction_id) == ("state-leak", "error", made[1].transaction_id)
    assert made[0].transaction_id in leak.message


def test_an_id_of_the_call_before_in_attributes_is_an_error():
    kept: list[Any] = []

    def attributes(event):
        kept.append(event["CallDetails"]["TransactionId"])
        return {"SchemaVersion": "1.0", "Actions": [hang_up()], "TransactionAttributes": {"call": kept[0]}}

    assert [leak.severity for leak in across(calls(Handler(NEW_INBOUND_CALL=attributes)))] == ["error"]


def test_an_answer_that_differs_is_a_warning_since_it_may_go_by_chance():
    (leak,) = across(calls(Handler(NEW_INBOUND_CALL=Each([hang_up()], [speak(), hang_up()]))))
    assert leak.severity == "warning"
    assert "by chance" in leak.remedy


def test_calls_of_different_callers_are_not_compared():
    handler = Handler(NEW_INBOUND_CALL=Each([hang_up()], [speak(), hang_up()]))
    assert across(calls(handler, callers=(CALLER, OTHER_NUMBER))) == []


def test_calls_are_compared_as_long_as_the_same_happens():
    handler = Handler(NEW_INBOUND_CALL=[pause(9_000)], ACTION_SUCCESSFUL=[hang_up()], HANGUP=Each([], [pause()]))
    world = network(handler)
    first = world.dial(to=NUMBER, caller=CALLER)
    second = world.dial(to=NUMBER, caller=CALLER, party=Party(hangs_up_after=5))
    world.run()
    assert across([first, second]) == []


def test_a_leak_that_the_call_tells_itself_is_not_told_again():
    kept: list[Any] = []

    def remember(event):
        kept.append(legs_of(event)["LEG-A"])
        return [speak(CallId=kept[0]), hang_up()]

    made = calls(Handler(NEW_INBOUND_CALL=remember, ACTION_FAILED=[hang_up()]))
    assert across(made) == []
