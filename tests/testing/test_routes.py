"""Routes in a user's tests: who answers, in which order, and what a test that fails says."""

from __future__ import annotations

import dataclasses
import itertools
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib import assembly
from constructs_lib.routing.model import Function, Route, Target, Trigger
from constructs_lib.routing.what_if import what_if
from constructs_lib.testing import assert_routes
from tests.reference_apps import assembly_of
from tests.routing.tables import REGIONS, function, route, table, target

NUMBER = "+12065550100"
HOST = "abcdef1ghij2klmno3pqr4.voiceconnector.chime.aws"
EAST, WEST = "us-east-1", "us-west-2"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return assembly_of("app", tmp_path_factory)


def test_the_regions_that_answer_come_in_the_order_in_which_they_are_tried(folder):
    assert assert_routes(folder, "Main") == [EAST, WEST]
    assert assert_routes(folder, "Main", down={EAST}) == [WEST]
    assert assert_routes(folder, "Main", down=[EAST, WEST]) == []
    assert assert_routes(folder, "Pbx", down=WEST) == [EAST]


def test_a_number_and_a_host_are_named_by_their_values():
    to_host = route(trigger=Trigger(kind="RequestUriHostname", value=HOST), name="trunk")
    routes = table(route(number=NUMBER), to_host)
    assert assert_routes(routes, NUMBER, down={EAST}) == [WEST]
    assert assert_routes(routes, HOST, down={WEST}) == [EAST]
    assert assert_routes(routes, "trunk") == [EAST, WEST]


def test_whatever_has_routes_can_be_asked(folder):
    synthesized = SimpleNamespace(directory=str(folder))
    app = SimpleNamespace(synth=lambda: synthesized)
    stack = SimpleNamespace(node=SimpleNamespace(root=app))
    for source in (folder, str(folder), synthesized, app, stack, assembly.read(folder)):
        assert assert_routes(source, "Main", down={EAST}) == [WEST]


def test_nothing_with_routes_is_told():
    for source in (None, 1, print):
        with pytest.raises(ValueError, match="has no routes: give a CDK app"):
            assert_routes(source, NUMBER)


@pytest.mark.parametrize(
    "names", ["answer-us-east-1", ["AnswerEast"], {"Support/us-east-1/Answer"}, {"Support/us-east-1/Answer/Resource"}]
)
def test_a_function_that_cannot_be_invoked_leaves_the_call_to_the_next(names):
    east = target(1, EAST)
    origin = dataclasses.replace(
        route().origin, logical_id="AnswerEast", construct_path="Support/us-east-1/Answer/Resource"
    )
    east = dataclasses.replace(east, function=dataclasses.replace(function(EAST), origin=origin))
    routes = table(route(east, target(2, WEST)))
    assert assert_routes(routes, NUMBER, down_functions=names) == [WEST]


def test_the_literal_expression_fails_without_the_word_assert():
    with pytest.raises(AssertionError):
        assert_routes(table(route()), NUMBER, down={EAST}) == [EAST]  # noqa: B015 - the point of this test


@pytest.mark.parametrize("expected", [[WEST, EAST], [EAST], [], EAST, (EAST, WEST), None])
def test_anything_but_the_list_of_regions_fails(expected):
    with pytest.raises(AssertionError, match=r"is answered by \['us-east-1', 'us-west-2'\], not by"):
        assert assert_routes(table(route()), NUMBER) == expected
    assert assert_routes(table(route()), NUMBER) != expected


def test_what_fails_shows_the_chain_and_why_who_does_not_answer():
    north = dataclasses.replace(target(1, "eu-west-2"), function=function("eu-west-2", invoke_permission=False))
    chain = (north, target(2, EAST), target(3, WEST), target(4, "ca-central-1", function=None))
    routes = table(route(*chain))
    with pytest.raises(AssertionError) as raised:
        assert assert_routes(routes, NUMBER, down={EAST}, down_functions="answer-us-west-2") == [EAST]
    first, *told = str(raised.value).splitlines()
    assert first == (
        "+12065550100 with us-east-1 and function answer-us-west-2 in us-west-2 down "
        "is answered by ['ca-central-1'], not by ['us-east-1']"
    )
    assert told == [
        "  rule support (Support/Rule)",
        "    1  eu-west-2     Support-eu-west-2: the service may not invoke function answer-eu-west-2",
        "    2  us-east-1     Support-us-east-1: us-east-1 is down",
        "    3  us-west-2     Support-us-west-2: function answer-us-west-2 cannot be invoked",
        "    4  ca-central-1  Support-ca-central-1: answers, if its function does, which is not known here",
    ]


def test_nobody_answers_a_disabled_rule_and_the_message_says_so():
    routes = table(route(enabled=False))
    assert assert_routes(routes, NUMBER) == []
    with pytest.raises(AssertionError, match=r"rule support .*, which is disabled"):
        assert assert_routes(routes, NUMBER) == [EAST]


def test_a_disabled_rule_beside_the_one_in_force_is_no_rival():
    routes = table(route(target(1, WEST), enabled=False), route(target(1, EAST)))
    assert assert_routes(routes, NUMBER) == [EAST]


def test_two_rules_in_force_are_no_answer():
    with pytest.raises(
        AssertionError, match="has 2 rules: one, two; which of them the service takes is not documented"
    ):
        assert_routes(table(route(name="one"), route(name="two")), NUMBER)


def test_a_trigger_that_no_rule_has_is_told_with_those_that_there_are():
    many = table(*(route(number=f"+120655501{at:02}", name=str(at)) for at in range(25)))
    with pytest.raises(AssertionError, match=re.escape("no rule has the trigger '+13125550100'")) as raised:
        assert_routes(many, "+13125550100")
    assert "+12065550119; and 5 more" in str(raised.value)
    with pytest.raises(AssertionError, match="no rule at all"):
        assert_routes(table(), NUMBER)


def test_a_number_that_only_the_deployment_will_know_is_not_guessed(folder):
    # A call is given a stand-in, +12065550100; a route must not be taken for that of a number that somebody has.
    with pytest.raises(AssertionError, match="there is: <number Support-Routing/Main, area code 206>; <host of"):
        assert_routes(folder, NUMBER)


def test_slips_are_told():
    routes = table(route(number=NUMBER), route(number="+12065550101"))
    with pytest.raises(ValueError, match="'us-eats-1' is no Region of these applications"):
        assert_routes(routes, NUMBER, down="us-eats-1")
    with pytest.raises(
        ValueError, match="there is no function 'answers'; functions: answer-us-east-1, answer-us-west-2"
    ):
        assert_routes(routes, NUMBER, down_functions="answers")
    with pytest.raises(ValueError, match=r"'support' names more than one trigger: \+12065550100; \+12065550101"):
        assert_routes(routes, "support")


def test_names_from_input_reach_no_terminal_as_they_are():
    evil = "\x1b[2J\n" + NUMBER
    chain = (
        target(1, EAST, function=function(name=evil, invoke_permission=False)),
        target(2, WEST, application_name=evil),
    )
    with pytest.raises(AssertionError) as raised:
        assert assert_routes(table(route(*chain, number=evil, name=evil)), evil) == []
    assert len(str(raised.value).splitlines()) == 4
    assert "\x1b" not in str(raised.value)


@st.composite
def routes_of_any_order(draw) -> tuple[Route, tuple[Function, ...]]:
    regions = draw(st.lists(st.sampled_from(REGIONS), unique=True, min_size=1))
    priorities = draw(st.permutations(range(1, len(regions) + 1)))
    known = st.sampled_from([True, False, None])
    targets = [
        Target(
            priority=priority,
            region=region,
            application_id=region,
            application_name=region,
            function=function(region, invoke_permission=draw(known)) if draw(st.booleans()) else None,
        )
        for priority, region in zip(priorities, regions, strict=True)
    ]
    functions = tuple(each.function for each in targets if each.function)
    failing = draw(st.sets(st.sampled_from(functions))) if functions else set()
    return route(*targets, enabled=draw(st.booleans())), tuple(failing)


@given(routes_of_any_order())
def test_the_first_region_is_the_one_that_the_what_if_names(made):
    routed, failing = made
    for size in range(len(REGIONS) + 1):
        for down in itertools.combinations(REGIONS, size):
            told = assert_routes(table(routed), NUMBER, down=down, down_functions={each.name for each in failing})
            first = what_if(routed, down_regions=down, down_functions=failing).target
            assert list(told[:1]) == ([first.region] if first else [])


def test_asking_for_routes_imports_neither_the_cdk_nor_pytest():
    program = "import sys, constructs_lib.testing.routes; print({'aws_cdk', 'jsii', 'pytest'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
