import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.routing.what_if import Answer, outcomes, what_if
from tests.routing.tables import REGIONS, function, route, target


def who(answer: Answer) -> str | None:
    return answer.target.region if answer.target else None


def test_the_first_answers_when_all_is_well():
    answer = what_if(route())
    assert (who(answer), answer.tried) == ("us-east-1", ())


def test_the_next_answers_when_a_region_is_down_and_the_first_is_told():
    answer = what_if(route(), down_regions={"us-east-1"})
    assert who(answer) == "us-west-2"
    assert [(attempt.target.region, attempt.failed) for attempt in answer.tried] == [("us-east-1", "us-east-1 is down")]


def test_the_next_answers_when_a_function_is_down():
    answer = what_if(route(), down_functions={function("us-east-1")})
    assert who(answer) == "us-west-2"
    assert [attempt.failed for attempt in answer.tried] == ["function answer-us-east-1 cannot be invoked"]


def test_a_function_of_the_same_name_elsewhere_is_not_down():
    same = route(
        target(1, "us-east-1", function=function("us-east-1", name="answer")),
        target(2, "us-west-2", function=function("us-west-2", name="answer")),
    )
    assert who(what_if(same, down_functions=[function("us-east-1", name="answer")])) == "us-west-2"


def test_nobody_answers_when_all_are_down():
    answer = what_if(route(), down_regions=REGIONS)
    assert answer.target is None
    assert [attempt.target.priority for attempt in answer.tried] == [1, 2]


def test_a_disabled_rule_takes_no_calls():
    answer = what_if(route(enabled=False))
    assert (answer.target, answer.tried) == (None, ())


def test_a_function_that_does_not_exist_does_not_answer_and_that_is_said():
    answer = what_if(route(target(1, "us-east-1", function=function(exists=False, invoke_permission=False))))
    assert (answer.target, answer.tried[0].failed) == (None, "function answer-us-east-1 does not exist")


def test_a_function_that_the_service_may_not_invoke_does_not_answer():
    forbidden = route(target(1, "us-east-1", function=function(invoke_permission=False)), target(2, "us-west-2"))
    answer = what_if(forbidden)
    assert who(answer) == "us-west-2"
    assert [attempt.failed for attempt in answer.tried] == ["the service may not invoke function answer-us-east-1"]


def test_a_function_that_is_not_known_is_taken_to_answer():
    unknown = route(target(1, "us-east-1", function=None), target(2, "us-west-2"))
    assert who(what_if(unknown, down_functions=[function("us-west-2")])) == "us-east-1"


def test_a_permission_that_cannot_be_told_is_no_obstacle():
    open_question = route(target(1, "us-east-1", function=function(invoke_permission=None)))
    assert who(what_if(open_question)) == "us-east-1"


def test_the_outcomes_are_all_well_each_region_down_all_down_and_each_function_down():
    found = [
        (outcome.down_regions, [each.name for each in outcome.down_functions], who(outcome.answer))
        for outcome in outcomes(route())
    ]
    assert found == [
        ((), [], "us-east-1"),
        (("us-east-1",), [], "us-west-2"),
        (("us-west-2",), [], "us-east-1"),
        (("us-east-1", "us-west-2"), [], None),
        ((), ["answer-us-east-1"], "us-west-2"),
        ((), ["answer-us-west-2"], "us-east-1"),
    ]


def test_with_one_region_its_outage_is_the_outage_of_all():
    found = [(outcome.down_regions, outcome.all_down) for outcome in outcomes(route(target(1, "us-east-1")))]
    assert found == [((), False), (("us-east-1",), True), ((), False)]


def test_a_function_of_several_targets_is_down_for_all_of_them_and_asked_once():
    shared = function(name="shared")
    both = route(target(1, "us-east-1", function=shared), target(2, "us-west-2", function=shared))
    (outcome,) = [outcome for outcome in outcomes(both) if outcome.down_functions]
    assert (who(outcome.answer), len(outcome.answer.tried)) == (None, 2)


@st.composite
def situations(draw):
    """A route with whatever priorities and functions, and an outage; and which of its targets are out of service."""
    regions = draw(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=6))
    priorities = draw(st.permutations(range(1, len(regions) + 1)))
    states = draw(st.lists(st.sampled_from(["fine", "down", "forbidden", "unknown"]), min_size=6, max_size=6))
    down_regions = draw(st.sets(st.sampled_from(["a", "b", "c", "d"])))
    targets, down_functions, out_of_service = [], [], set()
    for at, (region, priority, state) in enumerate(zip(regions, priorities, states, strict=False)):
        own = function(region, name=f"f{at}", invoke_permission=False if state == "forbidden" else None)
        targets.append(target(priority, region, function=None if state == "unknown" else own))
        if state == "down":
            down_functions.append(own)
        if region in down_regions or state in {"down", "forbidden"}:
            out_of_service.add(priority)
    enabled = draw(st.booleans())
    return (
        dataclasses.replace(route(enabled=enabled), targets=tuple(targets)),
        down_regions,
        down_functions,
        out_of_service,
    )


@given(situations())
def test_the_lowest_priority_number_in_service_answers_and_those_before_it_were_tried(situation):
    asked, down_regions, down_functions, out_of_service = situation
    answer = what_if(asked, down_regions=down_regions, down_functions=down_functions)
    all_priorities = {target.priority for target in asked.targets} if asked.enabled else set()
    in_service = all_priorities - out_of_service
    first = min(in_service) if in_service else None
    assert (answer.target.priority if answer.target else None) == first
    tried = [attempt.target.priority for attempt in answer.tried]
    assert tried == sorted(each for each in all_priorities if first is None or each < first)
    assert all(attempt.failed for attempt in answer.tried)
