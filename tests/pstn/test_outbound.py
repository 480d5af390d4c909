"""Calls placed by an application, and calls updated from outside."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.errors import UnknownApplication
from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.policy import Policy
from tests.pstn.phone import CALLER, NUMBER, Handler, hang_up, network, pause, play_audio, speak, words

APPLICATION = "announce@us-east-1"


def place(world, **options):
    return world.create_call(
        application_id=APPLICATION, region="us-east-1", caller=NUMBER, called=CALLER, **options
    )  # fmt: skip


def placed(handler, *, policy=None, **options):
    world = network(handler, policy=policy)
    call = place(world, **options)
    world.run()
    return call


def update(world, call, **arguments):
    return world.update_call(application_id=APPLICATION, transaction_id=call.transaction_id, arguments=arguments)


def test_an_outbound_call_is_announced_rings_and_is_answered():
    handler = Handler(CALL_ANSWERED=[speak(), hang_up()])
    call = placed(handler, party=Party(rings_seconds=4))
    assert handler.kinds == ["NEW_OUTBOUND_CALL", "RINGING", "CALL_ANSWERED", "HANGUP"]
    assert [event["Sequence"] for event in handler.events] == [1, 2, 3, 4]
    assert call.answered_by == "us-east-1"
    assert call.heard[0].time - call.timeline[0].time == 4


def test_the_first_event_of_an_outbound_call_is_what_was_recorded():
    handler = Handler()
    placed(handler, sip_headers={"X-Secret": "1"})
    event = handler.events[0]
    (participant,) = event["CallDetails"]["Participants"]
    assert "ActionData" not in event
    assert "SipRuleId" not in event["CallDetails"]
    assert (participant["Direction"], participant["To"], participant["From"]) == ("Outbound", CALLER, NUMBER)
    assert {"Status", "SipHeaders"}.isdisjoint(participant)


def test_arguments_arrive_with_the_first_event():
    handler = Handler()
    placed(handler, arguments={"order": "7"})
    assert handler.events[0]["ActionData"] == {
        "Type": "CallCreateRequest",
        "Parameters": {"Arguments": {"order": "7"}},
    }


@pytest.mark.parametrize("kept", [True, False])
def test_attributes_answered_to_the_first_event_are_kept_by_policy_and_its_actions_never_run(kept):
    first = {"SchemaVersion": "1.0", "Actions": [hang_up()], "TransactionAttributes": {"a": "b"}}
    handler = Handler(NEW_OUTBOUND_CALL=first, RINGING=[hang_up()], CALL_ANSWERED=[hang_up()])
    policy = Policy() if kept else Policy(attributes_kept_from=frozenset())
    placed(handler, policy=policy)
    assert handler.kinds == ["NEW_OUTBOUND_CALL", "RINGING", "CALL_ANSWERED", "HANGUP"]
    assert handler.events[1]["CallDetails"].get("TransactionAttributes") == ({"a": "b"} if kept else None)


def test_a_party_that_declines_ends_the_call_with_its_code():
    handler = Handler()
    call = placed(handler, party=Party(answers=False, refuses_with=486))
    assert handler.kinds == ["NEW_OUTBOUND_CALL", "RINGING", "HANGUP"]
    assert handler.events[2]["ActionData"]["Parameters"]["SipResponseCode"] == 486
    assert (call.answered_by, call.sip_code) == (None, 486)


def test_a_party_that_lets_it_ring_is_given_up():
    handler = Handler()
    call = placed(handler, policy=Policy(rings_out_after=45), party=Party(rings_seconds=100))
    assert call.ended_because == "nobody answered within 45 s"
    assert handler.last("HANGUP")["ActionData"]["Parameters"]["SipResponseCode"] == 480


def test_an_outbound_call_fails_over_to_no_other_region():
    handler = Handler()
    call = placed(handler, down={"us-east-1"})
    assert (handler.events, call.sip_code) == ([], 480)
    assert "Region us-east-1 is down" in call.ended_because


@pytest.mark.parametrize(("application", "region"), [("nobody", "us-east-1"), (APPLICATION, "us-west-2")])
def test_an_application_that_is_not_in_that_region_places_no_call(application, region):
    with pytest.raises(UnknownApplication, match=region):
        network(Handler()).create_call(application_id=application, region=region, caller=NUMBER, called=CALLER)


@pytest.mark.parametrize(("action", "at"), [(pause(20_000), 5), (play_audio(Repeat=9), 5), (speak("a" * 150), 13)])
def test_an_update_interrupts_audio_and_pauses_and_waits_for_speech(action, at):
    handler = Handler(CALL_ANSWERED=[action, hang_up()], CALL_UPDATE_REQUESTED=[speak("New"), hang_up()])
    world = network(handler)
    call = place(world)
    world.run(5)
    assert update(world, call, say="New")
    world.run()
    interrupted = [] if action["Type"] == "Speak" else ["ACTION_INTERRUPTED"]
    assert handler.kinds[3:] == [*interrupted, "CALL_UPDATE_REQUESTED", "HANGUP"]
    assert handler.last("CALL_UPDATE_REQUESTED")["ActionData"] == {
        "Type": "CallUpdateRequest",
        "Parameters": {"Arguments": {"say": "New"}},
    }
    new = call.heard[-1]
    assert (new.content, new.time - call.timeline[0].time) == ("New", at)


def test_an_update_that_is_answered_without_actions_leaves_the_rest_as_it_is():
    handler = Handler(
        CALL_ANSWERED=[pause(10_000), speak("Still here"), hang_up()], CALL_UPDATE_REQUESTED={"SchemaVersion": "1.0"}
    )
    world = network(handler)
    call = place(world)
    world.run(5)
    update(world, call)
    world.run()
    assert [each.content for each in call.heard] == ["Still here"]


@pytest.mark.parametrize(("stops", "heard"), [(True, []), (False, ["Still here"])])
def test_whether_an_empty_list_stops_the_rest_is_a_matter_of_policy(stops, heard):
    handler = Handler(CALL_ANSWERED=[pause(10_000), speak("Still here"), hang_up()], CALL_UPDATE_REQUESTED=[])
    world = network(handler, policy=Policy(empty_list_stops=stops))
    call = place(world)
    world.run(5)
    update(world, call)
    world.run()
    assert [each.content for each in call.heard] == heard


def test_only_a_call_in_progress_of_that_application_can_be_updated():
    handler = Handler(CALL_ANSWERED=[pause(), hang_up()])
    world = network(handler)
    call = place(world)
    world.run(3.5)
    assert not world.update_call(application_id="other", transaction_id=call.transaction_id, arguments={})
    assert not world.update_call(application_id=APPLICATION, transaction_id="none", arguments={})
    world.run()
    assert not update(world, call)
    assert "CALL_UPDATE_REQUESTED" not in handler.kinds


def test_an_inbound_call_can_be_updated_too():
    handler = Handler(NEW_INBOUND_CALL=[play_audio(Repeat=9)], CALL_UPDATE_REQUESTED=[hang_up()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(2)
    assert update(world, call, end="now")
    world.run()
    assert call.timeline[-1].time - call.timeline[0].time == 2


def test_a_handler_may_place_and_update_calls_while_it_is_invoked():
    placed_calls = []

    def place_another(event):
        placed_calls.append(place(world, party=Party(rings_seconds=1)))
        return [pause(5000)]

    def update_it(event):
        assert update(world, placed_calls[0], hello="there")
        return [hang_up()]

    caller = Handler(NEW_INBOUND_CALL=place_another, ACTION_SUCCESSFUL=update_it, CALL_ANSWERED=[pause(30_000)])
    world = network(caller)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    assert call.ended_because == "the application hung up"
    assert words(placed_calls[0], "event")[3:5] == ["ACTION_INTERRUPTED #4", "CALL_UPDATE_REQUESTED #5"]
