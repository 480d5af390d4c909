from constructs_lib.routing.findings import findings
from tests.routing.tables import function, route, table, target


def test_a_sound_table_has_none():
    assert findings(table(route(), route(number="+12065550101"))) == ()


def test_a_trigger_with_several_rules_is_found():
    (found,) = findings(table(route(name="one"), route(name="two")))
    assert found.message.startswith("+12065550100 has 2 rules: one, two; which of them the service takes")


def test_a_disabled_rule_contests_nothing():
    assert findings(table(route(), route(enabled=False))) == ()


def test_a_priority_given_twice_is_found():
    (found,) = findings(table(route(target(1, "us-east-1"), target(1, "us-west-2"))))
    assert found.message == "rule support gives priority 1 to 2 targets; their order is left to chance"


def test_a_function_that_the_service_may_not_invoke_is_found():
    (found,) = findings(table(route(target(1, "us-east-1", function=function(invoke_permission=False)))))
    assert "rule support, priority 1: function answer-us-east-1 has no permission" in found.message


def test_what_cannot_be_told_is_no_finding():
    open_questions = (
        target(1, "us-east-1", function=function(invoke_permission=None)),
        target(2, "us-west-2", function=None),
    )
    assert findings(table(route(*open_questions))) == ()
