"""A call for a terminal."""

from __future__ import annotations

import re

import pytest

from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.render import render
from tests.pstn.phone import CALLER, NUMBER, Handler, announce, bridge, hang_up, network, pause, speak


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


WRONG = [speak(), pause("100", CallId="nobody"), hang_up()]


def test_findings_are_at_the_end_with_what_to_do():
    call = played(Handler(NEW_INBOUND_CALL=WRONG, ACTION_FAILED=[hang_up()]))
    assert render(call).splitlines()[-8:] == [
        '  heard in us-east-1: "Hello"',
        "  warning number-as-text: action 2 of the answer to NEW_INBOUND_CALL (#1): DurationInMilliseconds",
        "    should be a number, but is the string '100'",
        "    -> write 100 without quotes",
        '  error unknown-leg: action 2 of the answer to NEW_INBOUND_CALL (#1): CallId "nobody" is no leg of',
        "    this call",
        f"    -> it may be {call.leg_a.call_id}",
        "ended, answered by us-east-1: the application hung up",
    ]


def test_a_call_that_goes_round_in_circles_is_told_in_short():
    # The pause is refused, and the refusal is answered with the same again, until the invocations are used up.
    again = [speak("Hello"), pause(1)]
    call = played(Handler(NEW_INBOUND_CALL=again, ACTION_FAILED=again))
    lines = render(call).splitlines()
    assert len(call.timeline) > 1000
    assert len(lines) < 250
    (gap,) = [line for line in lines if line.endswith("entries are left out here")]
    assert int(gap.split()[1]) == len(call.timeline) - 110
    (heard,) = [line for line in lines if "heard in" in line]
    assert heard == f'  heard in us-east-1 ({len(call.heard)} times): "Hello"'


def test_a_mistake_that_is_made_at_several_places_is_told_once():
    call = played(Handler(NEW_INBOUND_CALL=[pause(1), pause(1), hang_up()]))
    text = " ".join(render(call).split())
    assert text.count("error out-of-limits:") == 1
    assert "action 1 of the answer to NEW_INBOUND_CALL (#1): DurationInMilliseconds is 1 (2 times) -> " in text


def test_colors_change_nothing_but_the_colors():
    for handler in (announce, Handler(NEW_INBOUND_CALL=WRONG, ACTION_FAILED=[hang_up()])):
        call = played(handler, down={"us-east-1"})
        colored = render(call, color=True)
        assert colored != render(call)
        assert re.sub(r"\033\[\d*m", "", colored) == render(call)


@pytest.mark.parametrize(("down", "code"), [((), "32"), (("us-east-1", "us-west-2"), "31")])
def test_the_outcome_is_green_when_somebody_answered_and_else_red(down, code):
    assert render(played(announce, down=down), color=True).splitlines()[-1].startswith(f"\033[{code}mended, ")


def test_numbers_can_be_hidden():
    handler = Handler(NEW_INBOUND_CALL=[speak(f"Call {CALLER} back"), bridge(), hang_up(Reason=NUMBER)])
    rendered = render(played(handler), mask=True)
    assert "+1206•••0199 -> +1206•••0100" in rendered
    assert '"Call +1206•••0199 back"' in rendered
    assert "+12065550" not in rendered


def test_hidden_numbers_are_only_hidden():
    call = played(announce)
    assert len(render(call, mask=True).splitlines()) == len(render(call).splitlines())
