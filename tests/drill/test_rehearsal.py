"""A drill plays calls; what it finds is what the what-if says, as long as the functions do their part."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.drill.model import Outage
from constructs_lib.drill.rehearsal import rehearse
from constructs_lib.drill.stand_in import Answering, WhereThereIsCode
from constructs_lib.pstn.invoking import Invoked
from constructs_lib.pstn.policy import Policy
from constructs_lib.routing.model import Trigger
from constructs_lib.routing.what_if import what_if
from constructs_lib.workers import Workers
from tests.routing.tables import REGIONS, function, route, table, target

EAST, WEST = REGIONS[:2]
EAST_DOWN = Outage(regions=(EAST,))


def only(drill):
    (fared,) = drill.fared
    return fared


def answering_regions(fared):
    return [ring.answered_by and ring.answered_by.region for ring in fared.rings]


def test_the_next_region_answers_in_the_outage_and_the_first_one_before_and_after():
    fared = only(rehearse(table(route()), EAST_DOWN))
    assert fared.verdict == "fails over"
    assert answering_regions(fared) == [EAST, WEST, EAST]
    assert [(tried.target.region, tried.why) for tried in fared.ring("during").tried] == [
        (EAST, "Region us-east-1 is down")
    ]


def test_how_much_later_somebody_answers_is_what_the_policy_says():
    fared = only(rehearse(table(route()), EAST_DOWN, policy=Policy(seconds_before_next_target=4)))
    assert fared.seconds_later == 4


def test_a_region_that_nobody_is_behind_changes_nothing():
    fared = only(rehearse(table(route()), Outage(regions=(WEST,))))
    assert (fared.verdict, answering_regions(fared)) == ("unaffected", [EAST, EAST, EAST])


def test_a_trigger_of_one_region_has_nobody_left():
    drill = rehearse(table(route(target(1, EAST))), EAST_DOWN)
    assert (only(drill).verdict, answering_regions(only(drill))) == ("nobody", [EAST, None, EAST])
    assert drill.fails()
    assert not drill.fails(allow_unanswered=True)


def test_a_function_that_is_down_is_passed_over_and_its_region_is_not():
    down = function(EAST)
    fared = only(rehearse(table(route()), Outage(functions=(down,))))
    assert (fared.verdict, answering_regions(fared)) == ("fails over", [EAST, WEST, EAST])


@pytest.mark.parametrize("never", [{"invoke_permission": False}, {"exists": False}])
def test_what_can_never_be_invoked_does_not_save_a_call(never):
    spare = target(2, WEST, function=function(WEST, **never))
    assert only(rehearse(table(route(target(1, EAST), spare)), EAST_DOWN)).verdict == "nobody"
    assert only(rehearse(table(route(spare)), EAST_DOWN)).verdict == "silent"


def test_a_disabled_rule_is_shown_and_not_called():
    drill = rehearse(table(route(enabled=False)), EAST_DOWN)
    assert (only(drill).verdict, only(drill).rings) == ("off", ())
    assert not drill.fails()


def test_a_second_rule_of_a_trigger_is_told_of_and_the_trigger_called_once():
    fared = only(rehearse(table(route(), route(target(1, WEST), name="other")), EAST_DOWN))
    assert (fared.route.name, fared.rivals) == ("support", 1)


def test_a_host_name_is_called_as_a_telephone_system_does():
    trigger = Trigger(kind="RequestUriHostname", value="abc.voiceconnector.chime.aws")
    fared = only(rehearse(table(dataclasses.replace(route(), trigger=trigger)), EAST_DOWN))
    assert answering_regions(fared) == [EAST, WEST, EAST]


def test_placeholders_are_shown_as_the_source_has_them():
    fared = only(rehearse(table(route(number="<number Support/Main>")), EAST_DOWN))
    assert fared.route.trigger.value == "<number Support/Main>"
    assert fared.verdict == "fails over"


class Broken:
    """Functions that fail in one Region."""

    def __init__(self, region):
        self._region = region

    def invoke(self, function, event, *, time_limit):
        if function.region == self._region:
            return Invoked(kind="function_error", error="KeyError: 'nothing'")
        return Answering().invoke(function, event, time_limit=time_limit)


def test_a_function_that_fails_where_it_should_answer_loses_calls_whatever_is_allowed():
    drill = rehearse(table(route()), EAST_DOWN, invoker=Broken(WEST))
    assert only(drill).verdict == "lost"
    assert only(drill).expected.region == WEST
    assert "KeyError" in only(drill).ring("during").why_not
    assert drill.fails(allow_unanswered=True)


def test_it_is_the_policy_that_says_whether_a_failing_function_sends_the_call_on():
    moves_on = Policy(function_error_fails_over=True)
    three = route(*(target(at, region) for at, region in enumerate(REGIONS, 1)))
    fared = only(rehearse(table(three), EAST_DOWN, invoker=Broken(WEST), policy=moves_on))
    assert answering_regions(fared) == [EAST, REGIONS[2], EAST]


def test_code_that_is_at_hand_is_run_and_stand_ins_answer_for_the_rest(tmp_path):
    (tmp_path / "app.py").write_text("def handler(event, context):\n    raise KeyError('nothing')\n")
    west = target(2, WEST, function=function(WEST, code=str(tmp_path), runtime="python"))
    with Workers() as workers:
        fared = only(rehearse(table(route(target(1, EAST), west)), EAST_DOWN, invoker=WhereThereIsCode(workers)))
    assert answering_regions(fared) == [EAST, None, EAST]
    assert fared.verdict == "lost"


def test_what_a_home_region_holds_is_counted():
    drill = rehearse(table(route(), route(number="+12065550101")), Outage(home_down=True))
    (held,) = drill.held
    assert (held.region, held.rules) == (EAST, 2)
    assert [fared.verdict for fared in drill.fared] == ["unaffected"] * 2


def test_a_thousand_triggers_are_each_called_and_told_apart():
    routes = [
        route(*([target(1, EAST)] if at % 3 else [target(1, EAST), target(2, WEST)]), number=f"+1206555{at:04}")
        for at in range(1000)
    ]
    verdicts = [fared.verdict for fared in rehearse(table(*routes), EAST_DOWN).fared]
    assert verdicts == ["nobody" if at % 3 else "fails over" for at in range(1000)]


functions = st.builds(
    function,
    st.sampled_from(REGIONS),
    name=st.sampled_from("abc"),
    invoke_permission=st.sampled_from([True, False, None]),
    exists=st.sampled_from([True, False, None]),
)
targets = st.lists(
    st.tuples(st.sampled_from(REGIONS), st.none() | functions, st.integers(1, 9)), min_size=1, max_size=4
).map(lambda found: [target(priority, region, function=known) for region, known, priority in found])


@settings(deadline=None)
@given(st.lists(targets, min_size=1, max_size=4), st.sets(st.sampled_from(REGIONS)), st.data())
def test_calls_and_what_if_agree(chains, regions, data):
    known = {each.function for chain in chains for each in chain if each.function}
    down = data.draw(st.sets(st.sampled_from(sorted(known, key=repr)))) if known else set()
    routes = [route(*chain, number=f"+1206555010{at}") for at, chain in enumerate(chains)]
    drill = rehearse(table(*routes), Outage(regions=tuple(regions), functions=tuple(down)))
    for fared in drill.fared:
        well = what_if(fared.route).target
        bad = what_if(fared.route, down_regions=regions, down_functions=down).target
        assert [ring.answered_by for ring in fared.rings] == [well, bad, well]
        assert fared.verdict != "lost"
