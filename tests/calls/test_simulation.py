"""Calls to one source: who calls, what the functions are told, and who runs them."""

from __future__ import annotations

import dataclasses
import os

import pytest

from constructs_lib.calls import script
from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.faults import Fault
from constructs_lib.calls.line import Line
from constructs_lib.calls.script import Script
from constructs_lib.calls.simulation import USER, Simulation
from constructs_lib.calls.stand_ins import CALLER
from constructs_lib.pstn.invoking import PythonInvoker
from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.policy import Policy
from tests.calls.phones import MENU, menu
from tests.pstn.phone import HOST, NUMBER, OTHER_NUMBER, Handler, functions, hang_up, route, speak, table_of


def line(simulation, **how):
    return Line(simulation.network, simulation.call(**how))


def leg_a(handler):
    return handler.events[0]["CallDetails"]["Participants"][0]


@pytest.fixture
def handler():
    return Handler(NEW_INBOUND_CALL=[speak(), hang_up()], CALL_ANSWERED=[speak(), hang_up()])


def test_a_call_to_a_number_shows_who_calls_and_what_is_called(handler):
    line(Simulation(handler), to=OTHER_NUMBER, caller="+12065550177")
    assert (leg_a(handler)["To"], leg_a(handler)["From"]) == (OTHER_NUMBER, "+12065550177")
    assert "SipHeaders" not in leg_a(handler)


def test_a_request_to_a_host_shows_user_and_headers(handler):
    line(Simulation(handler), host=HOST, user="4711", sip_headers={"x-desk": "3"})
    assert (leg_a(handler)["To"], leg_a(handler)["From"]) == ("4711", CALLER)
    assert leg_a(handler)["SipHeaders"] == {"x-desk": "3"}


def test_a_request_without_a_user_is_to_a_number(handler):
    line(Simulation(handler), host=HOST)
    assert leg_a(handler)["To"] == USER


@pytest.mark.parametrize("more", [{"user": "4711"}, {"sip_headers": {"x-desk": "3"}}])
def test_a_call_to_a_number_has_neither_user_nor_headers(handler, more):
    with pytest.raises(CallsError, match="a call to a number has none"):
        Simulation(handler).call(to=NUMBER, **more)


def test_an_outbound_call_comes_from_the_first_number_and_carries_arguments(handler):
    simulation = Simulation(table_of(route(OTHER_NUMBER)), invoker=PythonInvoker(functions(handler)))
    placed = simulation.outbound("announce@us-west-2", to="+12065550123", arguments={"k": "v"})
    assert Line(simulation.network, placed).answered_by == "us-west-2"
    assert (leg_a(handler)["To"], leg_a(handler)["From"]) == ("+12065550123", OTHER_NUMBER)
    assert handler.events[0]["ActionData"]["Parameters"]["Arguments"] == {"k": "v"}


def test_an_outbound_call_of_a_handler_alone_comes_from_a_number(handler):
    simulation = Simulation(handler)
    Line(simulation.network, simulation.outbound(to="+12065550123"))
    assert leg_a(handler)["From"] == NUMBER


def test_a_party_may_be_given_whole():
    busy = Party(answers=False, refuses_with=486)
    made = line(Simulation(menu), script=script.parse("press 1"), other=busy)
    assert made.heard[-1] == "Nobody is there"


def test_a_region_without_a_name_is_refused(handler):
    simulation = Simulation(handler)
    for place in (lambda: simulation.call(down=["us-east-9"]), lambda: simulation.outbound(to=NUMBER, down=["mars"])):
        with pytest.raises(CallsError, match="is no Region of these applications; there is: us-east-1"):
            place()


def test_a_region_of_the_service_may_be_down_though_nothing_is_there(handler):
    assert line(Simulation(handler), down=["eu-west-1"]).answered_by == "us-east-1"


def test_faults_and_policy_decide_who_answers(handler):
    def answered_by(policy, *faults):
        invoker = PythonInvoker(functions(handler))
        made = [Fault.parse(fault) for fault in faults]
        return line(Simulation(table_of(route()), invoker=invoker, faults=made, policy=policy)).answered_by

    assert answered_by(Policy(), "announce-us-east-1=throttle") == "us-west-2"
    assert answered_by(Policy(), "announce-us-east-1=error") is None
    assert answered_by(Policy(function_error_fails_over=True), "announce-us-east-1=error") == "us-west-2"


def test_the_same_seed_gives_the_same_records_and_none_gives_others():
    def record(**seed):
        return line(Simulation(menu, **seed), script=script.parse("press 2")).call.to_dict()

    assert record() == record(seed=0) != record(seed=1)
    assert record(seed=None)["transaction_id"] != record(seed=None)["transaction_id"]


def test_variables_are_for_functions_in_processes_of_their_own(tmp_path):
    with pytest.raises(CallsError, match="this process's environment"):
        Simulation(menu, environment={"GREETING": "Hello"})
    file = tmp_path / "menu.py"
    file.write_text("import os\n" + MENU.replace('"Press 1 for the desk"', 'os.environ["GREETING"]'))
    with Simulation(file, environment={"GREETING": "Good morning"}) as simulation:
        assert line(simulation, script=Script()).heard[0] == "Good morning"


def test_processes_end_with_the_simulation_and_what_they_logged_is_told(tmp_path):
    file = tmp_path / "menu.py"
    file.write_text("import os\nprint(os.getpid())\n" + MENU)
    logs: list[str] = []
    with Simulation(file, log=lambda _, text: logs.append(text)) as simulation:
        line(simulation, script=script.parse("press 2"))
        (log,) = logs  # one process for all events
        os.kill(int(log), 0)
    with pytest.raises(ProcessLookupError):
        os.kill(int(log), 0)


def test_an_invoker_that_was_given_is_not_closed(handler):
    table = table_of(route())

    @dataclasses.dataclass
    class Closing(PythonInvoker):
        closed: bool = False

        def close(self):
            self.closed = True

    invoker = Closing()
    PythonInvoker.__init__(invoker, functions(handler))
    with Simulation(table, invoker=invoker) as simulation:
        line(simulation)
    assert not invoker.closed


def test_several_calls_follow_each_other_in_time(handler):
    simulation = Simulation(handler)
    first, second = line(simulation), line(simulation, host=HOST)
    assert first.timeline[-1].time <= second.timeline[0].time
    assert first.call.transaction_id != second.call.transaction_id
