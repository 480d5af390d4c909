import dataclasses

from tests.routing.checks.estates import ids, only
from tests.routing.tables import function, route, table, target

FORBIDDEN = function(invoke_permission=False)


def test_a_trigger_that_nobody_can_answer_is_found_with_what_is_tried():
    found = only(table(route(target(1, "us-east-1", function=FORBIDDEN))), "no-answer")
    assert found.severity == "error"
    assert found.message == (
        "nobody answers +12065550100, rule support: the service may not invoke function answer-us-east-1"
    )


def test_a_rule_without_applications_is_found():
    empty = dataclasses.replace(route(), targets=())
    assert "the rule names no application" in only(table(empty), "no-answer").message
    assert "single-region" not in ids(table(empty))


def test_one_that_can_answer_is_enough():
    assert "no-answer" not in ids(table(route(target(1, "us-east-1", function=FORBIDDEN), target(2, "us-west-2"))))


def test_what_cannot_be_told_is_taken_to_answer():
    open_questions = (
        target(1, "us-east-1", function=function(invoke_permission=None)),
        target(2, "us-west-2", function=None),
    )
    assert ids(table(route(*open_questions))) == []


def test_a_trigger_of_one_region_is_found():
    found = only(table(route(target(1, "us-east-1"))), "single-region")
    assert found.severity == "warning"
    assert found.message == "+12065550100, rule support, is answered in us-east-1 only"


def test_that_nobody_answers_is_told_without_the_weaker_warning_of_one_region():
    assert "single-region" not in ids(table(route(target(1, "us-east-1", function=FORBIDDEN))))


def test_a_disabled_rule_is_told_as_disabled_alone():
    off = route(target(1, "us-east-1", function=function()), enabled=False)
    assert ids(table(off)) == ["disabled-rule"]
