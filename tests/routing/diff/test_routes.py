"""What callers lose or gain: nobody answers, fewer Regions can, another one is first, another rule or application."""

import pytest

from constructs_lib.routing.diff.compare import compare
from constructs_lib.routing.diff.situations import situations
from constructs_lib.routing.model import Acknowledgement
from tests.routing.diff.changes import at, ids, number, only, rule, searched
from tests.routing.tables import function, route, table, target

EAST, WEST, LONDON = target(1, "us-east-1"), target(2, "us-west-2"), target(3, "eu-west-2")
FORBIDDEN = function("us-west-2", invoke_permission=False)


def between(before, after, **more):
    """What differs between two tables with one or no route each."""
    base = table(*([before] if before else []), **more)
    head = table(*([after] if after else []), **more)
    return compare(base, head)


def test_a_rule_that_goes_leaves_its_trigger_unanswered():
    risk = only(between(route(), None))
    assert (risk.id, risk.severity) == ("trigger-unanswered", "danger")
    assert [(subject.name, subject.origin.construct_path) for subject in risk.subjects] == [
        ("+12065550100", "Support/Rule")
    ]
    assert (risk.before, risk.after) == ("us-east-1, then us-west-2, then hang up", "nobody; no rule")


def test_functions_of_one_name_in_several_regions_are_told_apart():
    east, west = (
        target(at, region, function=function(region, name="answer"))
        for at, region in ((1, "us-east-1"), (2, "us-west-2"))
    )
    (change,) = between(route(east), route(east, west)).routes
    assert [each.words for each in situations(change)] == [
        "all is well",
        "us-east-1 or function answer in us-east-1 is down",
        "us-west-2 or function answer in us-west-2 is down",
        "all Regions are down",
    ]


def test_a_rule_that_was_disabled_or_answered_by_nobody_may_go():
    assert between(route(enabled=False), None).risks == ()
    assert "trigger-unanswered" not in ids(between(route(target(1, "us-west-2", function=FORBIDDEN)), None))


def test_another_rule_may_take_over_a_trigger():
    found = compare(table(route(), route(enabled=False, origin=at("Spare"))), table(route(origin=at("Spare"))))
    assert "trigger-unanswered" not in ids(found)


def test_a_disabled_rule_is_told_once():
    risk = only(between(route(), route(enabled=False)))
    assert (risk.id, risk.severity) == ("rule-disabled", "danger")
    assert risk.after == "nobody; the rule is disabled"


def test_a_trigger_whose_functions_may_no_longer_be_invoked_is_unanswered():
    before = route(target(1, "us-west-2"))
    after = route(target(1, "us-west-2", function=FORBIDDEN))
    risks = {risk.id: risk for risk in between(before, after).risks}
    assert risks["trigger-unanswered"].after == "us-west-2 (cannot be invoked), then hang up"
    assert risks["no-invoke-permission"].severity == "danger"
    assert "no-answer" not in risks


def test_another_application_of_which_nothing_is_known_is_told():
    def imported(application_id):
        unknown = target(1, "eu-west-2", application_id=application_id, application_name="", function=None)
        return route(EAST, unknown)

    risk = only(between(imported("old"), imported("new")))
    assert (risk.id, risk.before, risk.after) == ("handler-changed", "old", "new")


def test_a_quota_that_was_exceeded_before_is_no_news():
    def numbers(count):
        return table(route(EAST, WEST), resources=[number(f"+1206556{n:04}", f"N{n}") for n in range(count)])

    assert ids(compare(numbers(5), numbers(6))) == ["quota-numbers"]
    assert "quota-numbers" not in ids(compare(numbers(8), numbers(7)))


def test_a_region_less_is_less_failover():
    found = between(route(EAST, WEST, LONDON), route(EAST, LONDON))
    risk = only(found)
    assert (risk.id, risk.severity) == ("failover-depth", "caution")
    assert risk.what == "has fewer Regions that can answer: 3 → 2"


def test_a_region_that_may_not_be_invoked_does_not_count():
    found = between(route(EAST, WEST), route(EAST, target(2, "us-west-2", function=FORBIDDEN)))
    assert {"failover-depth", "no-invoke-permission"} <= set(ids(found))


def test_one_region_is_told_when_it_is_news():
    assert "single-region" in ids(between(route(EAST, WEST), route(EAST)))
    assert ids(between(None, route(EAST))) == ["single-region"]
    assert "single-region" not in ids(between(route(EAST), route(EAST, name="new")))


def test_what_the_code_accepts_comes_last_and_with_its_reason():
    accepted = Acknowledgement(id="single-region", reason="a test line")
    found = compare(table(route(EAST, WEST)), table(route(EAST), acknowledgements=(accepted,)))
    assert [(risk.id, risk.acknowledged) for risk in found.risks] == [
        ("failover-depth", ""),
        ("single-region", "a test line"),
    ]


@pytest.mark.parametrize(
    ("after", "first"),
    [
        (route(target(1, "us-west-2"), target(2, "us-east-1")), "us-west-2"),
        (route(target(1, "eu-west-2"), target(2, "us-east-1"), target(3, "us-west-2")), "eu-west-2"),
    ],
)
def test_another_order_names_who_is_first_now(after, first):
    risk = only(between(route(), after))
    assert (risk.id, risk.severity) == ("order-changed", "caution")
    assert risk.what.endswith(f": {first} answers first, no longer us-east-1")


def test_an_order_further_behind_names_nobody():
    risk = only(between(route(EAST, WEST, LONDON), route(EAST, target(2, "eu-west-2"), target(3, "us-west-2"))))
    assert risk.what == "tries its Regions in another order"


def test_the_next_region_after_one_that_goes_is_no_new_order():
    assert "order-changed" not in ids(between(route(EAST, WEST, LONDON), route(target(1, "us-west-2"), LONDON)))


def test_another_trigger_of_the_same_rule_leaves_the_old_one_unanswered():
    found = between(route(), route(number="+12065550199"))
    assert only(found).id == "trigger-unanswered"
    assert "its rule gets another trigger, +12065550199, and" in only(found).what
    (change,) = found.routes
    assert (change.before.trigger.value, change.after.trigger.value) == ("+12065550100", "+12065550199")


def test_a_replaced_number_is_told_once_and_its_rule_is_the_same_rule():
    old, new = searched("Main"), searched("Main", area_code="425")
    found = compare(
        table(route(number=old.identity), resources=(old, rule(trigger=old.identity))),
        table(route(number=new.identity), resources=(new, rule(trigger=new.identity))),
    )
    assert ids(found) == ["number-replaced"]
    assert len(found.routes) == 1


def test_a_renamed_rule_is_the_same_route_and_refused_at_deployment():
    found = between(route(), route(origin=at("Hotline")))
    risk = only(found)
    assert (risk.id, risk.before, risk.after) == ("renamed", "Support/Rule", "Support/Hotline")
    assert len(found.routes) == 1


def test_a_renamed_number_takes_its_renamed_rule_along():
    old, new = searched("Main"), searched("Hotline")
    base = table(
        route(number=old.identity, origin=at("MainRule")), resources=(old, rule("MainRule", trigger=old.identity))
    )
    head = table(
        route(number=new.identity, origin=at("HotlineRule")), resources=(new, rule("HotlineRule", trigger=new.identity))
    )
    found = compare(base, head)
    assert ids(found) == ["renamed", "renamed"]
    assert len(found.routes) == 1
    assert [change.effect for change in found.resources] == ["renamed", "renamed"]


def test_a_renamed_rule_that_adopts_the_old_one_is_not_refused():
    assert "renamed" not in ids(between(route(), route(origin=at("Hotline"), rule_id="abc")))


def test_rules_of_one_set_are_told_apart_by_their_triggers():
    here = at("Set")
    base = table(*(route(number=f"+1206555010{n}", origin=here, name=f"r{n}") for n in range(3)))
    head = table(*(route(number=f"+1206555010{n}", origin=here, name=f"r{n}") for n in (0, 2, 4)))
    found = compare(base, head)
    assert [(c.before and c.before.name, c.after and c.after.name) for c in found.routes] == [
        ("r1", None),
        (None, "r4"),
    ]
    assert ids(found) == ["trigger-unanswered"]


def test_another_home_region_is_a_window_without_promises():
    risk = only(between(route(), route(home_region="us-west-2")))
    assert (risk.id, risk.severity) == ("outage-window", "caution")
    assert "not documented" in risk.what


def at_application(logical_id, stack, application_id):
    return target(1, "us-east-1", application_id=application_id, origin=at(logical_id, stack))


@pytest.mark.parametrize(
    ("stack", "words"), [("Support", "moves the rule before"), ("East", "Stack East is deployed before")]
)
def test_an_application_that_another_one_replaces_is_a_window(stack, words):
    before = route(at_application("App", stack, "<old>"))
    after = route(at_application("Renamed", stack, "<new>"))
    (risk,) = (risk for risk in between(before, after).risks if risk.id == "outage-window")
    assert words in risk.what


def test_another_application_while_the_first_stays_is_no_window():
    before, after = at_application("App", "East", "<old>"), at_application("Renamed", "East", "<new>")
    both = (before, after)
    found = compare(table(route(before), applications=both), table(route(after), applications=both))
    assert "outage-window" not in ids(found)


def test_what_happens_to_many_in_the_same_way_is_one_risk():
    many = [route(number=f"+120655501{n:02}", origin=at(f"Rule{n}")) for n in range(50)]
    swapped = [
        route(target(1, "us-west-2"), target(2, "us-east-1"), number=f"+120655501{n:02}", origin=at(f"Rule{n}"))
        for n in range(50)
    ]
    risk = only(compare(table(*many), table(*swapped)))
    assert [subject.name for subject in risk.subjects] == [f"+120655501{n:02}" for n in range(50)]


def test_only_changed_routes_are_told_and_the_others_counted():
    def nine(changed):
        names = ["new" if n == changed else "old" for n in range(9)]
        return table(*(route(number=f"+1206555010{n}", origin=at(f"R{n}"), name=name) for n, name in enumerate(names)))

    found = compare(nine(None), nine(4))
    assert [change.trigger.value for change in found.routes] == ["+12065550104"]
    assert found.same_routes == 8


def test_numbers_of_other_rules_are_no_risk():
    assert compare(table(route(), resources=(number(),)), table(route(), resources=(number(),))).is_empty
