"""What becomes of numbers, connectors and whatever else is behind the routes, and which of it is a risk."""

import dataclasses

import pytest

from constructs_lib.routing.diff import markdown_report, text_report
from constructs_lib.routing.diff.compare import compare
from constructs_lib.routing.model import Origin, RoutingTable, WeakReference
from tests.routing.diff.changes import (
    NUMBER,
    adopted,
    application,
    at,
    between,
    change,
    connector,
    ids,
    number,
    only,
    rule,
    searched,
)

OTHER = connector("Other")


def test_a_number_that_nobody_retains_is_released_when_its_declaration_goes():
    risk = only(between([number(retained=False), OTHER], [OTHER]))
    assert (risk.id, risk.severity) == ("number-released", "danger")
    assert [subject.name for subject in risk.subjects] == [NUMBER]
    assert risk.before == "declared"
    assert "seven days" in risk.after
    assert "leaves the app" not in risk.what


def test_what_goes_with_the_last_of_its_stack_may_go_when_somebody_destroys_that():
    found = between([number(retained=False), OTHER], [dataclasses.replace(OTHER, origin=at("Other", "Elsewhere"))])
    (released,) = (risk for risk in found.risks if risk.id == "number-released")
    assert "If stack Support leaves the app as a whole, that happens when somebody destroys it" in released.what
    (gone,) = (each for each in found.resources if each.after is None and each.resource.label == "phone number")
    assert gone.last_of_stack


@pytest.mark.parametrize("before", [number(), adopted(), adopted(retained=False)])
def test_a_number_that_is_retained_or_was_adopted_is_left_behind(before):
    risk = only(between([before, OTHER], [OTHER]))
    assert (risk.id, risk.severity) == ("number-left-behind", "caution")


def test_numbers_to_which_the_same_happens_are_one_risk():
    numbers = [number(f"+1206556{n:04}", f"N{n}", retained=False) for n in range(3)]
    assert len(only(between([*numbers, OTHER], [OTHER])).subjects) == 3


def test_a_number_with_other_digits_is_replaced():
    found = between([number()], [number("+12065550199")])
    risk = only(found)
    assert (risk.id, risk.severity) == ("number-replaced", "danger")
    assert risk.before == NUMBER
    assert risk.after == f"+12065550199 (E164PhoneNumber {NUMBER} → +12065550199)"
    assert "stays in the account" in risk.what
    assert change(found).effect == "replacement"


@pytest.mark.parametrize(("before", "after"), [(False, False), (True, False), (False, True)])
def test_a_replaced_number_is_released_unless_both_sides_retain_it(before, after):
    found = between([number(retained=before)], [number("+12065550199", retained=after)])
    assert set(ids(found)) >= {"number-replaced", "number-released"}


def test_another_search_replaces_a_number():
    assert ids(between([searched()], [searched(area_code="425")])) == ["number-replaced"]


def test_a_changed_name_of_a_number_is_made_in_place_and_no_risk():
    found = between([number(Name="a")], [number(Name="b")])
    assert found.risks == ()
    assert change(found).effect == "in place"
    assert [(each.name, each.before, each.after, each.effect) for each in change(found).properties] == [
        ("Name", "a", "b", "in place")
    ]


def test_a_property_that_appears_and_one_that_goes_have_no_value_on_one_side():
    found = change(between([number(Name="a")], [number(CallingName="b")]))
    assert [(each.name, each.before, each.after) for each in found.properties] == [
        ("CallingName", None, "b"),
        ("Name", "a", None),
    ]


def test_a_number_that_loses_its_retention_is_told_before_it_is_lost():
    assert ids(between([number()], [number(retained=False)])) == ["number-unprotected"]
    assert between([number(retained=False)], [number()]).risks == ()


def test_an_exact_number_that_is_adopted_instead_stays():
    found = between([number()], [adopted()])
    assert ids(found) == ["taken-over"]
    assert change(found).effect == "taken over"


def test_adopt_taken_out_of_the_code_again_replaces_nothing():
    assert change(between([adopted()], [number()])).effect == "in place"
    before = connector(AdoptId="abc", adopted=True, retained=True)
    assert change(between([before], [connector()])).effect == "in place"


def test_another_adopted_number_takes_the_place_of_the_first_which_stays():
    found = between([adopted()], [adopted("+12065550199")])
    assert only(found).id == "number-replaced"
    assert "stays in the account" in only(found).what


def test_a_renamed_search_is_refused_and_named_with_both_places():
    found = between([searched("Main", Name="Main")], [searched("Hotline", Name="Hotline")])
    risk = only(found)
    assert (risk.id, risk.before, risk.after) == ("renamed", "Support/Main", "Support/Hotline")
    assert "refused" in risk.what
    assert "adopt" in risk.remedy
    assert change(found).effect == "renamed"


def test_a_renamed_search_that_adopts_a_number_with_its_digits_takes_it_over():
    found = between([searched("Main")], [adopted("+12065550123", "Hotline")])
    assert ids(found) == ["taken-over"]
    assert [subject.name for subject in only(found).subjects] == ["+12065550123"]
    assert "If it is not what Support/Main has" in only(found).what


def test_a_number_with_other_digits_is_not_taken_for_the_searched_one():
    assert set(ids(between([searched("Main")], [adopted("+14255550123", "Hotline")]))) == {
        "number-left-behind",
        "taken-over",
    }


def test_a_search_in_another_stack_is_another_number():
    assert ids(between([searched("Main", stack="A")], [searched("Main", stack="B")])) == ["number-left-behind"]


def test_an_exact_number_in_another_stack_is_the_same_number():
    risk = only(between([number(stack="A")], [number(stack="B")]))
    assert risk.id == "renamed"
    assert "deploy its stack before the old one" in risk.remedy


def consumer(**more):
    return rule("Rule", weak_references=(WeakReference(property="TargetApplications", to=at("App", "East")),), **more)


def producer(**more):
    return application("App", stack="East", **more)


def test_a_weak_reference_to_what_is_replaced_is_a_danger():
    found = between([producer(), consumer()], [producer(AwsRegion="us-west-2"), consumer()])
    (risk,) = found.risks
    assert (risk.id, risk.severity) == ("weak-reference", "danger")
    assert [subject.name for subject in risk.subjects] == ["Support/Rule"]
    assert "names East/App in TargetApplications" in risk.what


def test_a_weak_reference_is_read_again_when_anything_else_about_its_holder_changes():
    assert between([producer(), consumer()], [producer(AwsRegion="us-west-2"), consumer(Name="new")]).risks == ()


def test_a_weak_reference_to_what_changes_in_place_is_none():
    assert between([producer(), consumer()], [producer(Name="new"), consumer()]).risks == ()


def test_what_could_not_be_resolved_is_told_when_it_is_news():
    base = RoutingTable(routes=(), unresolved=("old", "both"))
    assert compare(base, RoutingTable(routes=(), unresolved=("new", "both"))).unresolved == ("new",)


def test_what_only_an_account_has_is_left_alone_by_a_deployment():
    found_there = [
        number("+12065550190", origin=Origin(logical_id="+12065550190")),
        rule("x", trigger="+12065550190", origin=Origin(logical_id="x")),
    ]
    found = between([*found_there, number(origin=Origin(logical_id=NUMBER))], [number()])
    assert found.risks == ()
    assert found.undeclared == 2
    told = text_report.render(between([*found_there, number()], [number(Name="new")]))
    assert "left alone: 2 items of the account." in told
    assert found.resources == ()


def test_what_an_account_had_and_has_no_more_is_told():
    there = Origin(logical_id=NUMBER)
    found = between(
        [number(origin=there), connector(origin=Origin(logical_id="c"))], [connector(origin=Origin(logical_id="c"))]
    )
    assert ids(found) == ["number-released"]
    assert found.risks[0].what == "is not in the account any more"
    assert found.undeclared == 0


def test_an_account_beside_what_is_declared_is_told_as_it_is_and_not_as_a_deployment():
    by_hand = connector(origin=Origin(logical_id="c"))
    found = between([number(Name="a"), connector("Gone")], [number(Name="b"), by_hand])
    assert [(each.resource.origin.logical_id, each.effect) for each in found.resources] == [
        ("Main", "different"),
        ("Gone", "gone"),
    ]
    assert ids(found) == ["connector-gone"]
    assert found.undeclared == 1
    for render in (text_report.render, markdown_report.render):
        told = render(found)
        assert "hat is different in the account" in told
        assert "deployment" not in told


def test_what_is_new_in_an_account_is_told_beside_an_older_account():
    old = connector(origin=Origin(logical_id="old"))
    (new,) = between([old], [old, connector("Other", origin=Origin(logical_id="new"))]).resources
    assert (new.effect, new.resource.origin.logical_id) == ("new", "new")


def test_a_number_of_another_type_of_resource_is_the_same_number():
    native = number(type_name="AWS::Chime::Something", origin=at("Old"))
    assert ids(between([native], [adopted()])) == ["taken-over"]


def test_equal_tables_differ_in_nothing():
    found = between([number(), connector(), rule()], [number(), connector(), rule()])
    assert found.is_empty
    assert found.same_resources == 3
