"""A call for a terminal, and as JSON."""

from __future__ import annotations

import json

from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.render import render
from tests.pstn.phone import CALLER, NUMBER, Handler, announce, hang_up, network, speak


def played(handler, **options):
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, **options)
    world.run()
    return call


def test_a_failover_reads_from_top_to_bottom():
    assert render(played(announce, down={"us-east-1"})).splitlines() == [
        f"    0.000                  call      {CALLER} -> {NUMBER}",
        f"    0.000                  rule      Rule {NUMBER}: 1. us-east-1, 2. us-west-2",
        "    0.000  us-east-1       attempt   priority 1: announce",
        "    0.000  us-east-1       failover  Region us-east-1 is down",
        "    0.000  us-west-2       attempt   priority 2: announce",
        "    0.000  us-west-2       event <-  NEW_INBOUND_CALL #1",
        "    0.000  us-west-2       reply ->  Speak, Hangup",
        "    0.000  us-west-2       action    Speak on LEG-A: Hello from us-west-2",
        "    0.000  us-west-2       leg       LEG-A is answered",
        "    1.333  us-west-2       action    Hangup on LEG-A",
        "    1.333  us-west-2       leg       LEG-A is down: the application hung up",
        "    1.333  us-west-2       event <-  HANGUP #2",
        "    1.333  us-west-2       reply ->  no actions (ignored)",
        "    1.333  us-west-2       ended     the application hung up (0)",
        '  heard in us-west-2: "Hello from us-west-2"',
        "ended, answered by us-west-2: the application hung up",
    ]


def test_no_line_is_wider_than_a_hundred_columns_and_nothing_is_lost():
    text = " ".join(f"word{n}" for n in range(60)) + "x" * 200
    rendered = render(played(Handler(NEW_INBOUND_CALL=[speak(text), hang_up()])))
    assert max(len(line) for line in rendered.splitlines()) <= 100
    assert all(f"word{n}" in rendered for n in range(60))


def test_control_characters_are_escaped():
    rendered = render(played(Handler(NEW_INBOUND_CALL=[speak("\x1b[2J\n\u202e"), hang_up()])))
    assert "\\x1b[2J\\n\\u202e" in rendered
    assert all(line.isprintable() for line in rendered.splitlines())


def test_a_call_in_progress_can_be_rendered():
    world = network(Handler(NEW_INBOUND_CALL=[speak("a" * 600)]))
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(hangs_up_after=30))
    world.run(10)
    assert render(call).splitlines()[-1] == "answered, answered by us-east-1: still going on"


def test_the_record_is_json_with_every_event_and_answer():
    call = played(announce)
    record = json.loads(json.dumps(call.to_dict()))
    assert (record["from"], record["to"], record["answered_by"]) == (CALLER, NUMBER, "us-east-1")
    events = [entry["data"]["event"] for entry in record["timeline"] if entry["what"] == "event"]
    assert [event["InvocationEventType"] for event in events] == ["NEW_INBOUND_CALL", "HANGUP"]
    assert record["heard"][0]["content"] == "Hello from us-east-1"
