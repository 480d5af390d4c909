import pytest

from constructs_lib.routing.model import Target
from tests.routing.checks.estates import at, ids, only, resource
from tests.routing.tables import function, route, table, target


def test_two_applications_of_a_region_are_found():
    twice = route(target(1, "us-east-1"), target(2, "us-east-1", application_id="b", application_name="other"))
    found = only(table(twice), "region-twice")
    assert found.severity == "error"
    assert found.message == "rule support names 2 applications in us-east-1: Support-us-east-1, other"


def test_a_priority_given_twice_is_found():
    found = only(table(route(target(1, "us-east-1"), target(1, "us-west-2"))), "duplicate-priority")
    # That priorities must differ is documented nowhere.
    assert found.severity == "warning"
    assert found.message.startswith("rule support gives priority 1 to 2 targets;")


def test_an_application_that_is_in_another_region_is_found_and_told_once():
    misplaced = target(1, "us-west-2", application_id="sma-us-east-1", function=function(invoke_permission=False))
    estate = table(route(misplaced), applications=(target(0, "us-east-1", function=function(invoke_permission=False)),))
    assert "in us-west-2, but it is in us-east-1" in only(estate, "application-region").message
    assert ids(estate).count("no-invoke-permission") == 1


def test_an_application_that_is_not_there_is_found_only_in_a_whole_account():
    gone = Target(priority=1, region="us-east-1", application_id="gone", application_name="", function=None)
    alone = {"applications": (target(0, "us-west-2"),)}
    rule = route(gone, target(2, "us-west-2"))
    assert ids(table(rule, **alone)) == []
    found = only(table(rule, **alone, complete=True), "missing-application")
    assert found.message == "rule support, priority 1, names application gone in us-east-1, which does not exist"


OUTBOUND = target(0, "eu-west-2", origin=at("Outbound", "App"))


def outbound(**more):
    known = resource("SIP media application", "sma-eu-west-2", "eu-west-2", origin=OUTBOUND.origin, **more)
    return table(route(), applications=(*route().targets, OUTBOUND), resources=(known,))


def test_an_application_that_nothing_refers_to_is_found():
    found = only(outbound(used=False), "unused-application")
    assert (found.severity, found.origin) == ("warning", OUTBOUND.origin)
    assert "application Support-eu-west-2 in eu-west-2 is named by no rule" in found.message


@pytest.mark.parametrize("known", [{"used": True}, {"used": None}, {"used": False, "adopted": True}], ids=str)
def test_an_application_that_something_may_use_is_no_finding(known):
    assert ids(outbound(**known)) == []


def test_an_application_that_a_rule_names_is_used():
    named = resource("SIP media application", "sma-us-east-1", used=False, origin=at("Support", "App"))
    rule = route(target(1, "us-east-1", origin=named.origin), target(2, "us-west-2"))
    assert ids(table(rule, resources=(named,))) == []
