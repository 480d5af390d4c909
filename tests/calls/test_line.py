"""One call in somebody's hand."""

from __future__ import annotations

import pytest

from constructs_lib import calls
from constructs_lib.calls import acting, script
from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.line import Line
from constructs_lib.calls.script import Script
from constructs_lib.calls.simulation import Simulation
from constructs_lib.pstn.parties import Attention
from tests.calls.phones import menu
from tests.pstn.phone import announce, bridge, hang_up, route, speak, table_of

DESK = "+12065550150"
BOT = {"BotAliasArn": "arn:aws:lex:us-east-1:123456789012:bot-alias/ABCDEFGHIJ/KLMNOPQRST", "LocaleId": "en_US"}
RECORD = {
    "RecordingDestination": {"Type": "S3", "BucketName": "voices"},
    "RecordingTerminators": ["#"],
    "SilenceDurationInSeconds": 3,
}
ASKED = Attention("LEG-A", "digits")
RINGS = Attention("LEG-B", "ring")


def line(handler=menu, **how):
    simulation = Simulation(handler)
    return Line(simulation.network, simulation.call(by_hand=True, **how))


def outbound(handler=menu, **how):
    simulation = Simulation(handler)
    return Line(simulation.network, simulation.outbound(to="+12065550123", by_hand=True, **how))


def test_the_room_gives_its_names_and_no_others():
    assert (calls.Line, calls.Simulation, calls.CallsError) == (Line, Simulation, CallsError)
    with pytest.raises(AttributeError, match="no attribute 'Phone'"):
        calls.Phone  # noqa: B018


def test_a_call_that_waits_for_nobody_is_played_to_its_end():
    call = line(announce)
    assert (call.over, call.attention) == (True, None)
    assert (call.answered_by, call.handled_by, call.sip_code) == ("us-east-1", "us-east-1", 0)
    assert call.heard == ("Hello from us-east-1",)
    assert call.ended_because
    assert call.events[0] == "NEW_INBOUND_CALL"
    assert call.timeline[-1].what == "ended"


def test_a_call_stops_where_it_waits_for_digits_and_goes_on_with_them():
    call = line()
    assert (call.over, call.attention, call.sip_code) == (False, ASKED, None)
    assert call.press("2").over
    assert call.heard[-1] == "Goodbye"


def test_keys_that_are_none_are_refused():
    with pytest.raises(ValueError, match="keys"):
        line().press("one")


def test_whoever_it_rings_at_answers_declines_or_lets_it_ring():
    assert line().press("1").attention == RINGS
    answered = line().press("1").other_answers()
    assert answered.call.leg_b.status == "Connected"
    assert line().press("1").other_declines(486).heard[-1] == "Nobody is there"
    rung = line().press("1").wait(21)
    assert rung.heard[-1] == "Nobody is there"


@pytest.mark.parametrize("leaves", ["hang_up", "other_hangs_up"])
def test_either_party_hangs_up_and_both_legs_are_down(leaves):
    call = line().press("1").other_answers()
    getattr(call, leaves)()
    assert call.over
    assert {leg.status for leg in call.call.legs} == {"Disconnected"}


def test_the_caller_hangs_up_while_asked():
    assert line().hang_up().events[-1] == "HANGUP"


def test_an_update_reaches_the_handler_by_name_or_as_a_mapping():
    assert line().update(text="Good news").heard[-1] == "Good news"
    assert line().update({"text": "Good news"}).heard[-1] == "Good news"


def test_an_update_that_no_application_has_is_told():
    simulation = Simulation(table_of(route(enabled=False)))
    steps = script.parse("at 1 update a=b")
    call = simulation.call()
    with pytest.raises(CallsError, match="nobody can update it"):
        acting.take(simulation.network, call, steps.timed[0].step)


def test_what_is_said_to_a_bot_and_talked_into_a_recording_reaches_the_handler():
    def bot(event, context):
        data = event.get("ActionData", {})
        if event["InvocationEventType"] == "NEW_INBOUND_CALL":
            actions = [{"Type": "StartBotConversation", "Parameters": BOT}]
        elif data.get("Type") == "StartBotConversation":
            intent = data["IntentResult"]["SessionState"]["Intent"]
            slot = intent["Slots"]["Account"]["Value"]["InterpretedValue"]
            actions = [
                speak(f"{intent['Name']} {slot} {intent['State']}"),
                {"Type": "RecordAudio", "Parameters": RECORD},
            ]
        elif data.get("Type") == "RecordAudio":
            actions = [speak(f"kept {data['RecordingDestination']['BucketName']}"), hang_up()]
        else:
            actions = []
        return {"SchemaVersion": "1.0", "Actions": actions}

    call = line(bot)
    assert call.attention == Attention("LEG-A", "bot")
    call.say("Billing", {"Account": "42"}, state="Failed")
    assert call.heard[-1] == "Billing 42 Failed"
    assert call.attention == Attention("LEG-A", "recording")
    call.talk(5)
    while not call.over:
        call.wait(1)
    assert call.heard[-1] == "kept voices"


def test_waiting_lets_the_handlers_question_time_out():
    call = line()
    while not call.over:
        call.wait(1)
    assert call.heard[-1] == "Sorry"


def test_nothing_can_be_done_with_a_call_that_is_over():
    call = line(announce)
    for do in (
        lambda: call.press("1"),
        call.hang_up,
        call.other_answers,
        lambda: call.wait(1),
        lambda: call.update(a="b"),
    ):
        with pytest.raises(CallsError, match="the call is over: "):
            do()


def test_nobody_answers_where_nothing_rings_and_nobody_is_on_the_other_end():
    call = line()
    with pytest.raises(CallsError, match="the call rings at nobody"):
        call.other_answers()
    with pytest.raises(CallsError, match="the call rings at nobody"):
        call.other_declines()
    with pytest.raises(CallsError, match="nobody is at the far end of LEG-B"):
        call.other_hangs_up()
    with pytest.raises(CallsError, match="nobody is at the far end of LEG-B"):
        call.other_presses("1")


def test_the_called_party_of_an_outbound_call_answers_or_declines():
    assert outbound().attention == Attention("LEG-A", "ring")
    answered = outbound().answers()
    assert (answered.attention, answered.answered_by) == (ASKED, "us-east-1")
    declined = outbound().declines(486)
    assert (declined.over, declined.sip_code, declined.answered_by) == (True, 486, None)


@pytest.mark.parametrize(
    "text",
    [
        "press 1\nother answers\nother hangs up",
        "press 1\nother answers\nhang up",
        "press 1\nother declines 486",
        "press 2",
        'update text="Good news"',
        "hang up",
    ],
)
def test_steps_by_hand_come_to_the_same_as_the_script(text):
    def run(call):
        return (call.heard, call.sip_code, call.events, {leg.status for leg in call.call.legs})

    steps = script.parse(text)
    by_script, by_hand = line(script=steps), line()
    for each in text.splitlines():
        one = script.parse(each)
        for step in one.caller:
            by_hand.do(step)
        for step in one.other:
            by_hand.do(step, leg="LEG-B")
    assert by_script.over
    assert run(by_hand) == run(by_script)


def test_a_script_lets_the_first_party_ring_on_and_the_second_answer():
    def hunt(event, context):
        tried = int(event["CallDetails"].get("TransactionAttributes", {}).get("tried", "0"))
        kind = event["InvocationEventType"]
        if kind == "NEW_INBOUND_CALL" or (kind == "ACTION_FAILED" and tried < 2):
            numbers = ["+12065550151", "+12065550152"]
            return {
                "SchemaVersion": "1.0",
                "Actions": [bridge(numbers[tried], CallTimeoutSeconds=10)],
                "TransactionAttributes": {"tried": str(tried + 1)},
            }
        if kind == "HANGUP":
            up = [each for each in event["CallDetails"]["Participants"] if each.get("Status") == "Connected"]
            return {"SchemaVersion": "1.0", "Actions": [hang_up(CallId=each["CallId"]) for each in up]}
        return {"SchemaVersion": "1.0", "Actions": [] if kind == "ACTION_SUCCESSFUL" else [speak("Nobody"), hang_up()]}

    steps = script.parse("other does not answer\nother answers\nother hangs up")
    call = line(hunt, script=Script(other=steps.other))
    assert [leg.to for leg in call.call.all_legs if leg.tag == "LEG-B"] == ["+12065550151", "+12065550152"]
    assert call.answered_by == "us-east-1"
    assert call.over
    assert call.timeline[-1].time - call.timeline[0].time < 60


def seconds_of(call, what):
    return [round(each.time - call.timeline[0].time, 1) for each in call.timeline if each.what == what]


def test_a_step_with_a_time_is_taken_then_in_the_middle_of_an_action():
    def talks(event, context):
        new = event["InvocationEventType"] == "NEW_INBOUND_CALL"
        return {"SchemaVersion": "1.0", "Actions": [speak("a" * 150), hang_up()] if new else []}

    simulation = Simulation(talks)
    call = Line(simulation.network, simulation.call(script=script.parse("at 2 hang up")))
    assert (call.over, seconds_of(call, "ended")) == (True, [2.0])


def test_a_step_with_a_time_reaches_the_other_party_and_the_api():
    simulation = Simulation(menu)
    steps = script.parse("press 1\nat 30 other hangs up")
    left = Line(simulation.network, simulation.call(script=steps))
    assert seconds_of(left, "ended") == [30.0]
    updated = Line(simulation.network, simulation.call(script=script.parse('at 1 update text="Good news"')))
    assert updated.heard[-1] == "Good news"


def comes_to_nothing(call):
    return [each.detail for each in call.timeline if "comes to nothing" in each.detail]


def test_a_step_that_comes_to_nothing_is_told_unless_the_call_is_over():
    simulation = Simulation(menu)
    early = Line(simulation.network, simulation.call(script=script.parse("press 1\nat 0.1 other presses 1")))
    assert comes_to_nothing(early) == ["the step at 0.1 s comes to nothing: nobody is at the far end of LEG-B now"]
    late = Line(simulation.network, simulation.call(script=script.parse("press 2\nat 900 hang up")))
    assert comes_to_nothing(late) == []
