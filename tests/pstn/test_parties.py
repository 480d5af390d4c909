"""What parties do: step by step when the call waits for them, by hand, or by habit."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.errors import PstnError
from constructs_lib.pstn.parties import Answer, Attention, Decline, HangUp, Party, Press, Say, Talk, Update, Wait
from tests.pstn.phone import (
    CALLER,
    NUMBER,
    OTHER_NUMBER,
    Each,
    Handler,
    bridge,
    functions,
    get_digits,
    hang_up,
    network,
    pause,
    record,
    route,
    speak,
)


def other_leg(event):
    return [
        hang_up(CallId=each["CallId"])
        for each in event["CallDetails"]["Participants"]
        if each.get("Status") == "Connected"
    ]


def menu(**more):
    """Asks for a PIN, then for a choice, then says goodbye."""
    return Handler(
        NEW_INBOUND_CALL=[get_digits("Your PIN", TerminatorDigits=["#"])],
        ACTION_SUCCESSFUL=Each([get_digits("Your choice", MaxNumberOfDigits=1)], [speak("Goodbye"), hang_up()]),
        **more,
    )


def inbound(handler, *, policy=None, **options):
    world = network(handler, policy=policy)
    call = world.dial(to=NUMBER, caller=CALLER, **options)
    world.run()
    return call


def received(handler):
    data = [event.get("ActionData", {}) for event in handler.events]
    return [each["ReceivedDigits"] for each in data if "ReceivedDigits" in each]


def test_each_step_is_taken_when_the_call_waits_for_the_party():
    handler = menu()
    call = inbound(handler, party=Party(does=(Press(keys="42#"), Press(keys="1"))))
    assert received(handler) == ["42", "1"]
    assert [each.content for each in call.heard] == ["Your PIN", "Your choice", "Goodbye"]


def test_a_wait_lets_time_pass_before_the_next_step_and_may_last_too_long():
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_FAILED=[hang_up()], ACTION_SUCCESSFUL=[hang_up()])
    early = inbound(handler, party=Party(does=(Wait(seconds=4), Press(keys="1#"))))
    assert received(handler) == ["1"]
    assert early.timeline[-1].time - early.timeline[0].time == pytest.approx(4 + 8 / 15)
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_FAILED=[hang_up()])
    inbound(handler, party=Party(does=(Wait(seconds=6), Press(keys="1#"))))
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_FAILED", "HANGUP"]


def test_a_step_after_a_wait_is_taken_though_nobody_waits_for_it():
    handler = Handler(NEW_INBOUND_CALL=[speak("One")], ACTION_SUCCESSFUL=Each([speak("b" * 150)], [hang_up()]))
    call = inbound(handler, party=Party(does=(Wait(seconds=3), HangUp())))
    assert call.ended_because == "the application hung up"
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_FAILED=[speak("b" * 150)])
    call = inbound(handler, party=Party(does=(Wait(seconds=7), HangUp())))
    assert call.ended_because == "the caller hung up"
    assert call.timeline[-1].time - call.timeline[0].time == pytest.approx(7 + 8 / 15)


def test_a_party_with_steps_left_does_not_lose_patience():
    handler = Handler(NEW_INBOUND_CALL=[speak()])
    call = inbound(handler, party=Party(patience=5, does=(Wait(seconds=60), HangUp(sip_code=486))))
    assert call.sip_code == 486
    assert call.timeline[-1].time - call.timeline[0].time > 60


def test_a_party_without_steps_lets_digits_time_out():
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_FAILED=[hang_up()])
    inbound(handler)
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_FAILED", "HANGUP"]


def test_an_update_can_be_a_step():
    handler = Handler(NEW_INBOUND_CALL=[speak()], CALL_UPDATE_REQUESTED=[hang_up()])
    inbound(handler, party=Party(does=(Update(arguments={"text": "News"}),)))
    assert handler.last("CALL_UPDATE_REQUESTED")["ActionData"]["Parameters"]["Arguments"] == {"text": "News"}


def test_what_nobody_waits_for_is_lost():
    handler = Handler(NEW_INBOUND_CALL=[speak()])
    steps = (Press(keys="1"), Say(intent="Billing"), Talk(seconds=1), Answer(), Decline(), HangUp())
    call = inbound(handler, party=Party(does=steps))
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP"]
    assert call.ended_because == "the caller hung up"


@pytest.mark.parametrize(
    ("steps", "kind", "seconds", "said"),
    [
        ((Answer(), HangUp()), "ACTION_SUCCESSFUL", 0, ""),
        ((Wait(seconds=9), Answer(), HangUp()), "ACTION_SUCCESSFUL", 9, ""),
        ((Decline(sip_code=486),), "ACTION_FAILED", 0, "declined with 486"),
        ((HangUp(),), "ACTION_FAILED", 0, "declined with 480"),
        ((Wait(seconds=1000),), "ACTION_FAILED", 30, "within 30 s"),
        ((Press(keys="1"), HangUp()), "ACTION_SUCCESSFUL", 3, ""),
    ],
)
def test_who_is_called_answers_declines_or_lets_it_ring_by_its_steps_and_else_by_habit(steps, kind, seconds, said):
    handler = Handler(NEW_INBOUND_CALL=[bridge()], ACTION_FAILED=[hang_up()], HANGUP=other_leg)
    call = inbound(handler, bridged=Party(does=steps))
    assert handler.kinds[1] == kind
    assert said in handler.events[1]["ActionData"].get("ErrorMessage", "")
    told = next(each for each in call.timeline if each.what == "event" and each.detail.startswith(kind))
    assert told.time - call.timeline[0].time == seconds


def test_the_steps_of_several_legs_follow_one_another():
    handler = Handler(
        NEW_INBOUND_CALL=[bridge("+12065550150")],
        ACTION_FAILED=Each([bridge("+12065550151")], [bridge("+12065550152")]),
        HANGUP=other_leg,
    )
    steps = (Decline(sip_code=486), Wait(seconds=1000), Answer(), HangUp())
    call = inbound(handler, bridged=Party(does=steps))
    assert handler.kinds[:4] == ["NEW_INBOUND_CALL", "ACTION_FAILED", "ACTION_FAILED", "ACTION_SUCCESSFUL"]
    assert call.leg_b.to == "+12065550152"


def test_both_parties_of_a_bridged_call_take_their_steps():
    handler = Handler(NEW_INBOUND_CALL=[bridge()], HANGUP=other_leg)
    call = inbound(
        handler,
        party=Party(does=(Wait(seconds=100), HangUp())),
        bridged=Party(does=(Wait(seconds=1), Answer(), Wait(seconds=40), HangUp())),
    )
    ends = [event["ActionData"]["Parameters"]["ParticipantTag"] for event in handler.events[2:]]
    assert ends == ["LEG-B", "LEG-A"]
    assert call.timeline[-1].time - call.timeline[0].time == 41


@pytest.mark.parametrize("steps", [{"does": (Press(keys="1"),)}, {"by_hand": True}])
def test_the_called_party_of_an_outbound_call_takes_steps_or_is_steered_too(steps):
    handler = Handler(CALL_ANSWERED=[get_digits(MaxNumberOfDigits=1)], ACTION_SUCCESSFUL=[hang_up()])
    world = network(handler)
    call = world.create_call(
        application_id="announce@us-east-1", region="us-east-1", caller=NUMBER, called=CALLER, party=Party(**steps)
    )
    world.run()
    if "by_hand" in steps:
        assert call.attention == Attention("LEG-A", "ring")
        world.answer(call)
        world.run()
        world.press(call, "1")
        world.run()
    assert call.answered_by
    assert received(handler) == ["1"]


def test_a_party_by_hand_stops_time_where_the_call_waits_for_it():
    handler = menu()
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run()
    assert (call.attention, call.state) == (Attention("LEG-A", "digits"), "answered")
    world.press(call, "42#")
    assert call.attention is None or world.run() is None
    assert [each.content for each in call.heard] == ["Your PIN", "Your choice"]
    world.press(call, "1")
    world.run()
    assert (call.attention, call.state) == (None, "ended")
    assert received(handler) == ["42", "1"]


def test_time_goes_on_for_a_party_by_hand_when_it_is_told_to():
    handler = Handler(NEW_INBOUND_CALL=[get_digits(Repeat=2)], ACTION_FAILED=[hang_up()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run()
    world.run()
    assert [each.content for each in call.heard] == ["Your PIN"]
    world.run(6)
    world.run()
    assert [each.content for each in call.heard] == ["Your PIN", "Wrong", "Your PIN"]
    assert call.attention == Attention("LEG-A", "digits")


def test_a_party_by_hand_never_loses_patience_and_may_leave():
    world = network(Handler(NEW_INBOUND_CALL=[speak()]))
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True, patience=1))
    world.run()
    assert call.attention == Attention("LEG-A", "nothing")
    world.run(1000)
    assert call.state == "answered"
    world.hang_up(call)
    world.run()
    assert call.ended_because == "the caller hung up"


def test_steps_come_before_the_hand():
    world = network(menu())
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True, does=(Press(keys="42#"),)))
    world.run()
    assert [each.content for each in call.heard] == ["Your PIN", "Your choice"]
    assert call.attention == Attention("LEG-A", "digits")


def test_who_is_called_can_be_steered_by_hand_and_time_stops_while_it_rings():
    handler = Handler(NEW_INBOUND_CALL=[bridge()], ACTION_FAILED=[bridge("+12065550151"), hang_up()], HANGUP=other_leg)
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, bridged=Party(by_hand=True))
    world.run()
    assert call.attention == Attention("LEG-B", "ring")
    world.decline(call, 486)
    world.run()
    assert "declined with 486" in handler.last("ACTION_FAILED")["ActionData"]["ErrorMessage"]
    world.answer(call)
    world.run()
    assert call.attention == Attention("LEG-B", "nothing")
    world.hang_up(call, leg="LEG-B")
    world.run()
    assert call.state == "ended"


def test_a_call_that_nothing_answers_is_not_held_by_a_caller_by_hand():
    world = network(Handler(NEW_INBOUND_CALL=[pause()]))
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run()
    assert (call.state, call.sip_code) == ("ended", 480)


def test_an_action_by_hand_needs_somebody_to_do_it():
    world = network(Handler(NEW_INBOUND_CALL=[speak()]))
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run()
    with pytest.raises(PstnError, match="nobody is at the far end of LEG-B"):
        world.press(call, "1", leg="LEG-B")
    with pytest.raises(PstnError, match="rings at nobody"):
        world.answer(call)
    with pytest.raises(ValueError, match="0-9"):
        world.press(call, "x")
    with pytest.raises(ValueError, match="0-9"):
        Press(keys="")
    world.hang_up(call)
    world.run()
    with pytest.raises(PstnError, match="nobody is at the far end of LEG-A"):
        world.talk(call, 1)
    world.hang_up(call)


def test_recordings_and_bots_are_spoken_to_by_hand():
    bot = {"Type": "StartBotConversation", "Parameters": {"BotAliasArn": BOT}}
    handler = Handler(
        NEW_INBOUND_CALL=[record(SilenceDurationInSeconds=3)], ACTION_SUCCESSFUL=Each([bot], [speak()], [hang_up()])
    )
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run()
    assert call.attention == Attention("LEG-A", "recording")
    world.talk(call, 10)
    world.run()
    assert call.attention == Attention("LEG-A", "recording")
    world.run(3)
    world.run()
    assert call.attention == Attention("LEG-A", "bot")
    world.say(call, "Billing", {"Account": "42"})
    world.run()
    intent = handler.events[-3]["ActionData"]["IntentResult"]["SessionState"]["Intent"]
    assert (intent["Name"], intent["Slots"]["Account"]["Value"]["InterpretedValue"]) == ("Billing", "42")


BOT = "arn:aws:lex:us-east-1:123456789012:bot-alias/ABCDEFGHIJ/TSTALIASID"


def inner_menu():
    return Handler(
        NEW_INBOUND_CALL=[get_digits("Extension", MaxNumberOfDigits=1)],
        ACTION_SUCCESSFUL=Each([bridge("+12065550150")], []),
        HANGUP=other_leg,
    )


def two_applications(outer, inner):
    return network(outer, routes=[route(), route(OTHER_NUMBER, name="other")], others=functions(inner, name="other"))


def test_a_caller_reaches_the_application_that_the_call_was_bridged_to():
    outer, inner = Handler(NEW_INBOUND_CALL=[bridge(OTHER_NUMBER)], HANGUP=other_leg), inner_menu()
    world = two_applications(outer, inner)
    call = world.dial(
        to=NUMBER,
        caller=CALLER,
        party=Party(does=(Press(keys="1"), Wait(seconds=50), HangUp())),
        bridged=Party(does=(Decline(),)),
    )
    world.run()
    assert received(inner) == ["1"]
    assert inner.last("ACTION_FAILED")["ActionData"]["ErrorType"] == "CallNotAnswered"
    assert {each.state for each in world.calls} == {"ended"}
    assert call.ended_because == "the caller hung up"


@pytest.mark.parametrize(("steps", "seconds"), [((Talk(seconds=8),), 13), ((Talk(seconds=8), Press(keys="#")), 8)])
def test_a_message_reaches_the_recording_of_the_application_that_the_call_was_bridged_to(steps, seconds):
    outer = Handler(NEW_INBOUND_CALL=[bridge(OTHER_NUMBER)], HANGUP=other_leg)
    inner = Handler(NEW_INBOUND_CALL=[record(SilenceDurationInSeconds=5)], ACTION_SUCCESSFUL=[hang_up()])
    world = two_applications(outer, inner)
    world.dial(to=NUMBER, caller=CALLER, party=Party(does=steps))
    world.run()
    assert world.calls[1].timeline[-1].time - world.calls[1].timeline[0].time == seconds


def test_the_attention_of_a_call_within_a_call_is_that_of_the_first_and_its_parties_are_steered_there():
    outer, inner = Handler(NEW_INBOUND_CALL=[bridge(OTHER_NUMBER)], HANGUP=other_leg), inner_menu()
    world = two_applications(outer, inner)
    hand = Party(by_hand=True)
    call = world.dial(to=NUMBER, caller=CALLER, party=hand, bridged=hand)
    world.run()
    assert call.attention == Attention("LEG-A", "digits")
    world.press(call, "1")
    world.run()
    assert call.attention == Attention("LEG-B", "ring")
    world.answer(call)
    world.run()
    assert call.attention == Attention("LEG-A", "nothing")
    world.hang_up(call, leg="LEG-B")
    world.run()
    assert {each.state for each in world.calls} == {"ended"}


def test_keys_go_to_whoever_listens_on_the_way_and_along_the_bridge():
    listen = {
        "Type": "ReceiveDigits",
        "Parameters": {
            "InputDigitsRegex": r"^\*9$",
            "InBetweenDigitsDurationInMilliseconds": 1000,
            "FlushDigitsDurationInMilliseconds": 5000,
        },
    }
    outer = Handler(
        NEW_INBOUND_CALL=[listen, bridge(OTHER_NUMBER)], DIGITS_RECEIVED=Each([hang_up(ParticipantTag="LEG-B")]),
        HANGUP=other_leg,
    )  # fmt: skip
    inner = Handler(NEW_INBOUND_CALL=[get_digits(TerminatorDigits=["9"])], ACTION_SUCCESSFUL=[pause(30_000)])
    world = two_applications(outer, inner)
    world.dial(to=NUMBER, caller=CALLER, party=Party(does=(Press(keys="*9"),)))
    world.run()
    assert outer.last("DIGITS_RECEIVED")["ActionData"]["ReceivedDigits"] == "*9"
    assert received(inner) == ["*"]


def test_what_is_done_by_hand_and_not_waited_for_leaves_the_call_waiting_as_before():
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_SUCCESSFUL=[hang_up()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run()
    world.say(call, "Billing")
    world.run()
    assert call.attention == Attention("LEG-A", "digits")
    world.press(call, "1#")
    world.run()
    assert call.state == "ended"


def test_an_update_that_has_to_wait_for_the_action_lets_time_go_on():
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_FAILED=[pause()], CALL_UPDATE_REQUESTED=[hang_up()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run()
    world.update_call(application_id="announce@us-east-1", transaction_id=call.transaction_id, arguments={})
    world.run()
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_FAILED", "CALL_UPDATE_REQUESTED", "HANGUP"]
