"""CallAndBridge: a second leg, and what is left when one of the two goes."""

from __future__ import annotations

import dataclasses

import pytest

from constructs_lib.pstn.parties import Attention, Party
from constructs_lib.pstn.policy import Policy
from constructs_lib.routing.model import Connector
from tests.pstn.phone import (
    CALLER,
    NUMBER,
    OTHER_NUMBER,
    Each,
    Handler,
    announce,
    bridge,
    functions,
    hang_up,
    network,
    pause,
    route,
    speak,
    table_of,
    words,
)

CONNECTOR = "arn:aws:chime:us-east-1:123456789012:vc/abcdef1ghij2klmno3pqr4"


def other_leg(event):
    """Hang up whoever is left, as the guide asks for."""
    left = [each for each in event["CallDetails"]["Participants"] if each.get("Status") == "Connected"]
    return [hang_up(CallId=each["CallId"]) for each in left]


def inbound(handler, *, policy=None, numbers=None, **options):
    world = network(handler, policy=policy, numbers=numbers)
    call = world.dial(to=NUMBER, caller=CALLER, **options)
    world.run()
    return call


def test_the_caller_is_answered_when_the_other_party_is():
    handler = Handler(NEW_INBOUND_CALL=[bridge()], HANGUP=other_leg)
    call = inbound(handler, bridged=Party(rings_seconds=7, hangs_up_after=10))
    answered = next(entry for entry in call.timeline if entry.detail == "LEG-A is answered")
    assert answered.time - call.timeline[0].time == 7
    legs = handler.last("ACTION_SUCCESSFUL")["CallDetails"]["Participants"]
    assert [(leg["ParticipantTag"], leg["Direction"], leg["Status"]) for leg in legs] == [
        ("LEG-A", "Inbound", "Connected"),
        ("LEG-B", "Outbound", "Connected"),
    ]
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP", "HANGUP"]


@pytest.mark.parametrize(
    ("party", "message"),
    [
        (Party(answers=False, refuses_with=486), "declined with 486"),
        (Party(rings_seconds=31), "did not answer within 30 s"),
    ],
)
def test_a_bridge_that_is_not_answered_fails_and_the_caller_stays(party, message):
    handler = Handler(NEW_INBOUND_CALL=[speak(), bridge(), pause()], ACTION_FAILED=[speak("Sorry"), hang_up()])
    call = inbound(handler, bridged=party)
    data = handler.last("ACTION_FAILED")["ActionData"]
    assert data["ErrorType"] == "CallNotAnswered"
    assert message in data["ErrorMessage"]
    assert [each.content for each in call.heard] == ["Hello", "Sorry"]


def test_a_leg_that_is_forgotten_stays_up_until_its_party_leaves():
    handler = Handler(NEW_INBOUND_CALL=[bridge()])
    call = inbound(handler, party=Party(hangs_up_after=10), bridged=Party(patience=50))
    ends = [event["ActionData"]["Parameters"]["ParticipantTag"] for event in handler.events[2:]]
    assert ends == ["LEG-A", "LEG-B"]
    assert call.timeline[-1].time - call.timeline[0].time == 60


def test_the_other_leg_is_hung_up_by_the_answer_to_hangup():
    handler = Handler(NEW_INBOUND_CALL=[bridge()], HANGUP=other_leg)
    call = inbound(handler, party=Party(hangs_up_after=10))
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP", "HANGUP"]
    assert call.timeline[-1].time - call.timeline[0].time == 10
    assert call.ended_because == "the caller hung up"


def test_hanging_up_a_leg_that_is_down_already_fails():
    handler = Handler(NEW_INBOUND_CALL=[bridge()], HANGUP=Each([hang_up()], []), ACTION_FAILED=[])
    inbound(handler, party=Party(hangs_up_after=10))
    assert "LEG-A is down" in handler.last("ACTION_FAILED")["ActionData"]["ErrorMessage"]


def test_an_action_that_names_no_leg_is_for_the_leg_of_the_event():
    handler = Handler(NEW_INBOUND_CALL=[bridge()], HANGUP=Each([speak("Gone", ParticipantTag="")], []))
    call = inbound(handler, bridged=Party(hangs_up_after=10))
    assert "LEG-B is down" in handler.last("ACTION_FAILED")["ActionData"]["ErrorMessage"]
    assert call.heard == []


def test_a_caller_who_leaves_while_it_rings_stops_the_ringing():
    handler = Handler(NEW_INBOUND_CALL=[bridge()])
    call = inbound(handler, party=Party(hangs_up_after=2), bridged=Party(rings_seconds=20))
    assert handler.kinds == ["NEW_INBOUND_CALL", "HANGUP"]
    assert call.timeline[-1].time - call.timeline[0].time == 2


@pytest.mark.parametrize("reports", [True, False])
def test_whether_a_bridge_reports_success_before_the_list_ends_is_a_matter_of_policy(reports):
    nothing = {"SchemaVersion": "1.0"}
    handler = Handler(
        NEW_INBOUND_CALL=[bridge(), speak()], ACTION_SUCCESSFUL=Each(nothing, [hang_up()]), HANGUP=other_leg
    )
    inbound(handler, policy=Policy(mid_list_success=reports), bridged=Party(hangs_up_after=20))
    first = handler.events[1]["ActionData"]["Type"]
    assert (first, handler.kinds.count("ACTION_SUCCESSFUL")) == (("CallAndBridge", 2) if reports else ("Speak", 1))


def test_an_answer_with_actions_replaces_what_followed_the_bridge():
    handler = Handler(NEW_INBOUND_CALL=[bridge(), speak("Old")], ACTION_SUCCESSFUL=Each([speak("New")], []))
    call = inbound(handler, bridged=Party(hangs_up_after=20))
    assert [each.content for each in call.heard] == ["New"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"CallerIdNumber": "anonymous"}, "InvalidActionParameter"),
        ({"Endpoints": []}, "InvalidActionParameter"),
        ({"Endpoints": [{"BridgeEndpointType": "SIP", "Uri": "+12065550150"}]}, "InvalidActionParameter"),
        ({"Endpoints": [{"BridgeEndpointType": "PSTN", "Uri": "front desk"}]}, "InvalidActionParameter"),
        (
            {"Endpoints": [{"BridgeEndpointType": "PSTN", "Uri": "+12065550150", "Arn": CONNECTOR}]},
            "InvalidActionParameter",
        ),
        ({"Endpoints": [{"BridgeEndpointType": "AWS", "Uri": "100"}]}, "InvalidActionParameter"),
        (
            {"Endpoints": [{"BridgeEndpointType": "AWS", "Uri": "1" * 37, "Arn": CONNECTOR}]},
            "InvalidActionParameter",
        ),
        ({"CallTimeoutSeconds": 121}, "InvalidActionParameter"),
        ({"CallTimeoutSeconds": 0}, "InvalidActionParameter"),
        ({"RingbackTone": {"Type": "S3"}}, "InvalidAudioSource"),
        ({"SipHeaders": {"X-Amzn-Trace": "1"}}, "InvalidActionParameter"),
        ({"SipHeaders": {"Subject": "1"}}, "InvalidActionParameter"),
    ],
)
def test_a_bridge_outside_of_its_limits_fails(change, error):
    handler = Handler(NEW_INBOUND_CALL=[bridge(**change)], ACTION_FAILED=[hang_up()])
    inbound(handler)
    assert handler.last("ACTION_FAILED")["ActionData"]["ErrorType"] == error


@pytest.mark.parametrize(
    ("caller_id", "numbers", "fails"),
    [
        (CALLER, list, False),
        (NUMBER, lambda: [NUMBER], False),
        ("+12065550177", lambda: [NUMBER], True),
        ("+12065550177", None, False),
    ],
)
def test_the_caller_id_must_be_the_callers_or_an_own_number(caller_id, numbers, fails):
    handler = Handler(NEW_INBOUND_CALL=[bridge(CallerIdNumber=caller_id)], ACTION_FAILED=[hang_up()], HANGUP=other_leg)
    call = inbound(handler, numbers=numbers)
    assert ("ACTION_FAILED" in handler.kinds) is fails
    assert any("must be a number of the account" in warning for warning in words(call, "warning")) is (numbers is None)


def test_a_second_bridge_waits_for_the_end_of_the_first():
    handler = Handler(NEW_INBOUND_CALL=[bridge()], ACTION_SUCCESSFUL=[bridge()], HANGUP=other_leg)
    inbound(handler, party=Party(hangs_up_after=20))
    assert "LEG-B is still up" in handler.last("ACTION_FAILED")["ActionData"]["ErrorMessage"]


def test_a_bridge_to_a_number_of_the_same_table_rings_its_rule():
    handler = Handler(NEW_INBOUND_CALL=[bridge(OTHER_NUMBER)], HANGUP=other_leg)
    world = network(
        handler, routes=[route(), route(OTHER_NUMBER, name="other")], others=functions(announce, name="other")
    )
    outer = world.dial(to=NUMBER, caller=CALLER, down={"us-east-1"})
    world.run()
    _, inner = world.calls
    assert (inner.leg_a.to, inner.leg_a.from_, inner.answered_by) == (OTHER_NUMBER, NUMBER, "us-west-2")
    assert [each.content for each in inner.heard] == ["Hello from us-west-2"]
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP", "HANGUP"]
    assert (outer.state, inner.state) == ("ended", "ended")


def test_the_end_of_a_call_ends_the_call_it_was_bridged_to():
    handler = Handler(NEW_INBOUND_CALL=[bridge(OTHER_NUMBER)], HANGUP=other_leg)
    listener = Handler(NEW_INBOUND_CALL=[speak("a" * 1000)])
    world = network(
        handler, routes=[route(), route(OTHER_NUMBER, name="other")], others=functions(listener, name="other")
    )
    world.dial(to=NUMBER, caller=CALLER, party=Party(hangs_up_after=9))
    world.run()
    assert listener.kinds == ["NEW_INBOUND_CALL", "HANGUP"]
    assert world.calls[1].timeline[-1].time - world.calls[0].timeline[0].time == 9


def test_a_call_bridged_to_the_same_table_stays_as_long_as_its_caller():
    handler = Handler(NEW_INBOUND_CALL=[bridge(OTHER_NUMBER)], HANGUP=other_leg)
    listener = Handler(NEW_INBOUND_CALL=[speak()])
    world = network(
        handler, routes=[route(), route(OTHER_NUMBER, name="other")], others=functions(listener, name="other")
    )
    world.dial(to=NUMBER, caller=CALLER, party=Party(patience=100))
    world.run()
    assert world.calls[1].timeline[-1].time - world.calls[0].timeline[0].time == 100
    assert world._player._peers == {}


def test_a_bridge_that_times_out_stops_ringing_at_the_other_side():
    handler = Handler(NEW_INBOUND_CALL=[bridge(OTHER_NUMBER, CallTimeoutSeconds=10)], ACTION_FAILED=[hang_up()])
    ringing = Handler(NEW_INBOUND_CALL=[pause(30_000)])
    world = network(
        handler, routes=[route(), route(OTHER_NUMBER, name="other")], others=functions(ringing, name="other")
    )
    world.dial(to=NUMBER, caller=CALLER)
    world.run()
    inner = world.calls[1]
    assert (inner.ended_because, inner.timeline[-1].time - inner.timeline[0].time) == ("the caller hung up", 10)


def test_a_bridge_to_a_voice_connector_rings_the_system_behind_it_and_no_rule():
    endpoint = {"BridgeEndpointType": "AWS", "Uri": OTHER_NUMBER, "Arn": CONNECTOR}
    handler = Handler(NEW_INBOUND_CALL=[bridge(Endpoints=[endpoint])], HANGUP=other_leg)
    world = network(handler, routes=[route(), route(OTHER_NUMBER)])
    world.dial(to=NUMBER, caller=CALLER)
    world.run()
    assert len(world.calls) == 1
    assert "ACTION_SUCCESSFUL" in handler.kinds


def test_a_circle_of_bridges_ends():
    handler = Handler(NEW_INBOUND_CALL=[bridge(NUMBER)], HANGUP=other_leg)
    world = network(handler, policy=Policy(max_hops=4))
    world.dial(to=NUMBER, caller=CALLER)
    world.run()
    assert len(world.calls) == 5
    assert {call.state for call in world.calls} == {"ended"}


HOST = "abcdef1ghij2klmno3pqr4.voiceconnector.chime.aws"


def to_connector(user="100", **parameters):
    return bridge(Endpoints=[{"BridgeEndpointType": "AWS", "Uri": user, "Arn": CONNECTOR}], **parameters)


def test_a_bridge_to_a_voice_connector_of_the_same_table_rings_the_rule_of_its_host_with_the_headers():
    headers = {"X-Ticket": "42", "User-to-User": "a"}
    outer = Handler(NEW_INBOUND_CALL=[to_connector(SipHeaders=headers)], HANGUP=other_leg)
    inner = Handler(NEW_INBOUND_CALL=[speak("Desk"), hang_up()])
    table = dataclasses.replace(
        table_of(route(), route(HOST, name="desk", kind="RequestUriHostname")),
        connectors=(Connector(arn=CONNECTOR, host=HOST),),
    )
    world = network(outer, table=table, others=functions(inner, name="desk"))
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    assert [each.content for each in world.calls[1].heard] == ["Desk"]
    (participant,) = inner.events[0]["CallDetails"]["Participants"]
    assert (participant["To"], participant["From"], participant["SipHeaders"]) == ("100", NUMBER, headers)
    assert "SipHeaders" not in outer.last("ACTION_SUCCESSFUL")["CallDetails"]["Participants"][1]
    assert call.state == "ended"


def test_headers_of_a_call_that_an_application_places_reach_the_application_of_the_called_number():
    inner = Handler(NEW_INBOUND_CALL=[speak("Desk"), hang_up()])
    world = network(
        Handler(HANGUP=other_leg),
        routes=[route(), route(OTHER_NUMBER, name="desk")],
        others=functions(inner, name="desk"),
    )
    world.create_call(
        application_id="announce@us-east-1",
        region="us-east-1",
        caller=NUMBER,
        called=OTHER_NUMBER,
        sip_headers={"X-Order": "7"},
    )
    world.run()
    assert inner.events[0]["CallDetails"]["Participants"][0]["SipHeaders"] == {"X-Order": "7"}


def test_an_application_that_was_called_by_another_one_and_bridged_on_rings_a_party():
    caller = Handler(CALL_ANSWERED=[bridge("+12065550150")], HANGUP=other_leg)
    desk = Handler(NEW_INBOUND_CALL=[speak("Desk")])
    world = network(caller, routes=[route(), route(OTHER_NUMBER, name="desk")], others=functions(desk, name="desk"))
    call = world.create_call(
        application_id="announce@us-east-1",
        region="us-east-1",
        caller=NUMBER,
        called=OTHER_NUMBER,
        bridged=Party(by_hand=True),
    )
    world.run()
    assert call.attention == Attention("LEG-B", "ring")
    world.answer(call)
    world.run()
    assert call.attention == Attention("LEG-B", "nothing")
    world.hang_up(call, leg="LEG-B")
    world.run()
    assert {each.state for each in world.calls} == {"ended"}


def test_too_many_headers_or_too_long_ones_fail_the_bridge():
    for headers in ({f"X-{n}": "" for n in range(21)}, {"X-Long": "a" * 2049}):
        handler = Handler(NEW_INBOUND_CALL=[bridge(SipHeaders=headers)], ACTION_FAILED=[hang_up()])
        inbound(handler)
        assert handler.last("ACTION_FAILED")["ActionData"]["ErrorType"] == "InvalidActionParameter"


def test_the_caller_hears_the_ringback_tone_while_it_rings():
    tone = {"Type": "S3", "BucketName": "prompts", "Key": "ring.wav"}
    handler = Handler(NEW_INBOUND_CALL=[bridge(RingbackTone=tone)], HANGUP=other_leg)
    call = inbound(handler, bridged=Party(hangs_up_after=1))
    assert [(each.leg, each.kind, each.content) for each in call.heard] == [("LEG-A", "audio", "prompts/ring.wav")]
