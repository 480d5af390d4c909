"""A leg ends once, whoever ends it and however often."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.parties import Party
from tests.pstn.phone import CALLER, NUMBER, Each, Handler, bridge, functions, hang_up, network, play_audio


def hung_up(handler):
    events = [event for event in handler.events if event["InvocationEventType"] == "HANGUP"]
    return [event["ActionData"]["Parameters"]["ParticipantTag"] for event in events]


@pytest.mark.parametrize("plays", [True, False], ids=["audio", "silence"])
@pytest.mark.parametrize(
    ("tag", "other", "who"), [("LEG-A", "LEG-B", "party"), ("LEG-B", "LEG-A", "bridged")], ids=["caller", "called"]
)
def test_a_party_that_was_hung_up_on_does_not_leave_once_more(tag, other, who, plays):
    handler = Handler(
        NEW_INBOUND_CALL=[bridge()],
        ACTION_SUCCESSFUL=Each([hang_up(ParticipantTag=tag)], []),
        HANGUP=[play_audio(Repeat=20, ParticipantTag=other)] if plays else [],
    )
    world = network(handler)
    world.dial(to=NUMBER, caller=CALLER, **{who: Party(hangs_up_after=20)})
    world.run()
    assert hung_up(handler) == [tag, other]


def test_somebody_who_leaves_twice_while_the_function_thinks_leaves_once():
    handler = Handler(
        NEW_INBOUND_CALL=[bridge()],
        ACTION_SUCCESSFUL=Each([play_audio(Repeat=20, ParticipantTag="LEG-A")], [hang_up()]),
        HANGUP={"SchemaVersion": "1.0"},
    )
    world = network(handler, seconds=dict.fromkeys(functions(handler), 4))
    call = world.dial(to=NUMBER, caller=CALLER, bridged=Party(hangs_up_after=2))
    world.run(8)  # it is answered at 7, and the function told, which thinks until 11
    world.hang_up(call, leg="LEG-B")
    world.run()
    assert hung_up(handler) == ["LEG-B", "LEG-A"]


def test_who_leaves_during_an_action_on_the_other_leg_is_shown_as_gone_when_that_succeeds():
    handler = Handler(
        NEW_INBOUND_CALL=[bridge()],
        ACTION_SUCCESSFUL=Each([play_audio(Repeat=2, ParticipantTag="LEG-B")], []),
        HANGUP=[hang_up(ParticipantTag="LEG-B")],
    )
    world = network(handler)
    world.dial(to=NUMBER, caller=CALLER, party=Party(hangs_up_after=5))
    world.run()
    told = [
        (each["InvocationEventType"], each["CallDetails"]["Participants"][0].get("Status")) for each in handler.events
    ]
    assert told == [
        ("NEW_INBOUND_CALL", None),
        ("ACTION_SUCCESSFUL", "Connected"),
        ("ACTION_SUCCESSFUL", "Disconnected"),
        ("HANGUP", "Disconnected"),
        ("HANGUP", "Disconnected"),
    ]
