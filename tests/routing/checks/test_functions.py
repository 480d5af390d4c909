import pytest

from tests.routing.checks.estates import ACCOUNT, at, ids, only, resource
from tests.routing.tables import function, route, table, target


def answered_by(**known):
    return table(route(target(1, "us-east-1", function=function(**known)), target(2, "us-west-2")))


def test_a_function_that_the_service_may_not_invoke_is_found():
    found = only(answered_by(invoke_permission=False), "no-invoke-permission")
    assert found.severity == "error"
    assert found.message == (
        "application Support-us-east-1 in us-east-1: the service has no permission to invoke function "
        "answer-us-east-1; named by rule support"
    )


def test_a_function_behind_many_rules_is_told_once():
    forbidden = target(1, "us-east-1", function=function(invoke_permission=False))
    rules = [route(forbidden, target(2, "us-west-2"), number=f"+1206555010{n}", name=f"r{n}") for n in range(5)]
    assert "named by rule r0, r1, r2 and 2 more" in only(table(*rules), "no-invoke-permission").message


def test_a_function_for_outbound_calls_needs_the_permission_too():
    alone = target(0, "eu-west-2", function=function("eu-west-2", invoke_permission=False))
    found = only(table(route(), applications=(*route().targets, alone)), "no-invoke-permission")
    assert found.message.endswith("no rule names it")


def test_a_function_that_is_gone_is_that_and_not_one_without_permission():
    gone = answered_by(exists=False, invoke_permission=False)
    assert only(gone, "missing-function").message == (
        "application Support-us-east-1 in us-east-1: function answer-us-east-1 does not exist; named by rule support"
    )
    assert "no-invoke-permission" not in ids(gone)


def test_a_function_of_another_region_is_found():
    assert only(answered_by(region="eu-west-2"), "function-region").message.endswith("answer-eu-west-2 is in eu-west-2")


@pytest.mark.parametrize("region", ["", "<AWS::Region>"])
def test_a_region_that_is_not_known_is_no_finding(region):
    assert ids(answered_by(region=region)) == []


def owned_by(account, of_application):
    here = at("Support", "App")
    answering = target(1, "us-east-1", function=function(account=account), origin=here)
    application = resource("SIP media application", "sma-us-east-1", account=of_application, origin=here)
    return table(route(answering, target(2, "us-west-2")), resources=(application,))


def test_a_function_of_another_account_is_found():
    found = only(owned_by("210987654321", ACCOUNT), "function-account")
    assert found.message.endswith(f"account {ACCOUNT}: function answer-us-east-1 is in account 210987654321")


@pytest.mark.parametrize(
    ("account", "of_application"), [(ACCOUNT, ACCOUNT), ("", ACCOUNT), (ACCOUNT, ""), ("<AWS::AccountId>", ACCOUNT)]
)
def test_a_function_of_the_same_account_or_of_one_that_is_not_known_is_fine(account, of_application):
    assert ids(owned_by(account, of_application)) == []


@pytest.mark.parametrize(("seconds", "told"), [(6, "again"), (20, "again"), (21, "hangs up"), (900, "hangs up")])
def test_a_function_that_may_outlast_the_service_is_found(seconds, told):
    found = only(answered_by(timeout=seconds), "function-timeout")
    assert found.severity == "warning"
    assert f"may run for {seconds} s" in found.message
    assert told in found.message
    assert ("hangs up" in found.message) == (seconds > 20)


@pytest.mark.parametrize("seconds", [None, 1, 5])
def test_a_function_that_ends_in_time_is_fine(seconds):
    assert ids(answered_by(timeout=seconds)) == []


def test_a_slow_function_of_several_applications_is_told_once():
    slow = function(timeout=10)
    both = (target(1, "us-east-1", function=slow), target(2, "us-east-1", application_id="b", function=slow))
    assert ids(table(route(*both))).count("function-timeout") == 1
