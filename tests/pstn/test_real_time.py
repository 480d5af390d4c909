"""Time by a clock: threads, slow functions, and a clock that others move."""

from __future__ import annotations

import threading
import time

import pytest

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.clock import RealTime
from constructs_lib.pstn.errors import PstnError
from constructs_lib.pstn.parties import Party, Press, Wait
from constructs_lib.pstn.policy import Policy
from tests.pstn.phone import (
    CALLER,
    NUMBER,
    Each,
    Handler,
    bridge,
    functions,
    get_digits,
    hang_up,
    network,
    pause,
    route,
    speak,
)

PATIENCE = 20
"""Seconds that a test waits for what should come at once."""


class MovedClock:
    """Goes on only when it is moved."""

    def __init__(self):
        self.moment = 1000.0

    def now(self):
        return self.moment


class FastClock:
    """A thousand seconds a second."""

    def now(self):
        return time.monotonic() * 1000


class SlowerClock:
    """A hundred seconds a second."""

    def now(self):
        return time.monotonic() * 100


@pytest.fixture
def real():
    """Makes times by a clock, and stops them."""
    made = []

    def make(clock):
        made.append(RealTime(clock))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_a_call_plays_by_itself(real):
    world = network(Handler(NEW_INBOUND_CALL=[speak(), hang_up()]), time=real(FastClock()))
    call = world.dial(to=NUMBER, caller=CALLER)
    assert call.wait(PATIENCE)
    assert (call.state, call.answered_by) == ("ended", "us-east-1")


def test_a_clock_that_stands_still_keeps_a_call_and_one_that_is_moved_ends_it(real):
    clock = MovedClock()
    asked = threading.Event()

    def answer(event):
        asked.set()
        return [hang_up()]

    world = network(
        Handler(NEW_INBOUND_CALL=[speak(), pause(30_000)], ACTION_SUCCESSFUL=answer), time=real(clock)
    )  # fmt: skip
    call = world.dial(to=NUMBER, caller=CALLER)
    assert not asked.wait(0.05)
    clock.moment += 31
    # Speech ended at once; the pause began when that was seen.
    while not any("Pause" in entry.detail for entry in call.timeline if entry.what == "action"):
        assert not call.wait(0.01)
    clock.moment += 31
    assert call.wait(PATIENCE)
    assert asked.is_set()


def test_a_function_that_hangs_stops_no_other_call(real):
    let_go = threading.Event()

    def hang(event):
        let_go.wait(PATIENCE)
        return [hang_up()]

    world = network(
        Handler(NEW_INBOUND_CALL=hang),
        routes=[route(), route("+12065550101", name="other")],
        others=functions(Handler(NEW_INBOUND_CALL=[speak(), hang_up()]), name="other"),
        time=real(FastClock()),
    )
    hanging = world.dial(to=NUMBER, caller=CALLER)
    other = world.dial(to="+12065550101", caller=CALLER)
    assert other.wait(PATIENCE)
    assert hanging.state == "ringing"
    let_go.set()
    assert hanging.wait(PATIENCE)
    assert hanging.ended_because == "the application hung up"


def test_a_fast_clock_makes_no_function_late(real):
    def a_while(event):
        time.sleep(0.1)  # a hundred seconds by the call's clock
        return [hang_up()]

    handler = Handler(NEW_INBOUND_CALL=a_while)
    call = network(handler, time=real(FastClock())).dial(to=NUMBER, caller=CALLER)
    assert call.wait(PATIENCE)
    assert handler.kinds.count("NEW_INBOUND_CALL") == 1


def test_a_function_without_an_answer_is_given_up_while_it_still_runs(real):
    let_go = threading.Event()

    def hang(event):
        let_go.wait(PATIENCE)
        return [hang_up()]

    policy = Policy(reinvoke_after=0.05, hang_up_after=0.1)
    call = network(Handler(NEW_INBOUND_CALL=hang), policy=policy, time=real(FastClock())).dial(to=NUMBER, caller=CALLER)
    assert call.wait(PATIENCE)
    assert call.sip_code == 480
    let_go.set()


def test_a_handler_may_place_and_update_calls_from_its_thread(real):
    placed: list[Call] = []

    def place(event):
        application = event["CallDetails"]["SipMediaApplicationId"]
        call = world.create_call(application_id=application, region="us-east-1", caller=NUMBER, called=CALLER)
        placed.append(call)
        updated = world.update_call(
            application_id=application, transaction_id=call.transaction_id, arguments={"a": "b"}
        )
        return [speak(str(updated)), hang_up()]

    handler = Handler(NEW_INBOUND_CALL=place, CALL_ANSWERED=[pause()], CALL_UPDATE_REQUESTED=[hang_up()])
    world = network(handler, time=real(FastClock()))
    call = world.dial(to=NUMBER, caller=CALLER)
    assert call.wait(PATIENCE)
    assert placed[0].wait(PATIENCE)
    assert call.heard[0].content == "True"
    assert "CALL_UPDATE_REQUESTED" in handler.kinds


def test_somebody_may_leave_at_any_moment(real):
    world = network(Handler(NEW_INBOUND_CALL=[pause(30_000)]), time=real(MovedClock()))
    call = world.dial(to=NUMBER, caller=CALLER)
    world.hang_up(call)
    assert call.wait(PATIENCE)
    assert call.ended_because == "the caller hung up"


def test_calls_by_a_clock_are_not_run_by_hand(real):
    with pytest.raises(PstnError, match=r"call\.wait"):
        network(Handler(), time=real(MovedClock())).run()


def test_a_closed_time_leaves_no_thread():
    closed = RealTime(MovedClock())
    closed.close()
    assert not any(thread is closed._driver for thread in threading.enumerate())


def test_steps_are_taken_by_a_clock_too(real):
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_SUCCESSFUL=[hang_up()], ACTION_FAILED=[hang_up()])
    party = Party(does=(Wait(seconds=1), Press(keys="42#")))
    call = network(handler, time=real(SlowerClock())).dial(to=NUMBER, caller=CALLER, party=party)
    assert call.wait(PATIENCE)
    assert handler.last("ACTION_SUCCESSFUL")["ActionData"]["ReceivedDigits"] == "42"


def test_a_party_is_steered_by_hand_while_the_clock_goes_on(real):
    clock = MovedClock()
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_SUCCESSFUL=Each([bridge()], []), HANGUP=[])
    world = network(handler, time=real(clock))
    hand = Party(by_hand=True)
    call = world.dial(to=NUMBER, caller=CALLER, party=hand, bridged=hand)
    steps = [
        ("digits", lambda: world.press(call, "42#")),
        ("ring", lambda: world.answer(call)),
        ("nothing", lambda: world.hang_up(call, leg="LEG-B")),
        ("nothing", lambda: world.hang_up(call)),
    ]
    for awaited, act in steps:
        while call.attention is None or call.attention.to != awaited:
            assert not call.wait(0.01)
            clock.moment += 0.1
        before = call.attention
        act()
        while call.attention is before and not call.wait(0.01):
            pass
    assert call.wait(PATIENCE)
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "ACTION_SUCCESSFUL", "HANGUP", "HANGUP"]
