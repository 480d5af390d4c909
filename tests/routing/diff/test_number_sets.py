"""Numbers that are declared together: which of them leave."""

import json

import pytest

from tests.routing.diff.changes import between, ids, number, only, resource

A, B, C = (f"+1206555010{n}" for n in range(3))


def exact(*numbers, logical_id="Set", **more):
    known = {"E164PhoneNumbers": json.dumps(numbers), "HomeRegion": "us-east-1", "retained": True}
    return resource("phone numbers", "<numbers Support/Set>", logical_id, **{**known, **more})


def searched(count, logical_id="Set", **more):
    known = {"Count": str(count), "AreaCode": "206", "HomeRegion": "us-east-1", "retained": True}
    return resource("phone numbers", "<numbers Support/Set>", logical_id, **{**known, **more})


@pytest.mark.parametrize(
    ("retained", "risk"),
    [((True, True), "number-left-behind"), ((True, False), "number-released"), ((False, True), "number-released")],
)
def test_a_number_that_leaves_a_list_is_told_by_its_digits(retained, risk):
    found = between([exact(A, B, C, retained=retained[0])], [exact(A, C, retained=retained[1])]).risks[0]
    assert (found.id, [subject.name for subject in found.subjects]) == (risk, [B])


def test_a_set_that_loses_its_retention_is_told_before_a_number_is_lost():
    assert ids(between([exact(A)], [exact(A, retained=False)])) == ["number-unprotected"]
    assert ids(between([exact(A, retained=False)], [exact(A, retained=True)])) == []


def test_a_list_that_goes_takes_all_its_numbers_along():
    found = only(between([exact(A, B, retained=False), number(C, "Other")], [number(C, "Other")]))
    assert (found.id, [subject.name for subject in found.subjects]) == ("number-released", [A, B])


def test_a_number_that_is_declared_elsewhere_does_not_leave():
    assert "number-released" not in ids(
        between([exact(A, B, retained=False)], [exact(A, retained=False), number(B, "Own")])
    )


def test_another_order_or_more_numbers_are_no_risk():
    assert between([exact(A, B)], [exact(C, B, A)]).risks == ()
    assert between([searched(2)], [searched(3)]).risks == ()


def test_fewer_of_a_search_leave_from_the_end():
    found = only(between([searched(5, retained=False)], [searched(3, retained=False)]))
    assert [subject.name for subject in found.subjects] == ["the last 2 of <numbers Support/Set>"]
    gone = only(between([searched(5), number(C, "Other")], [number(C, "Other")]))
    assert (gone.id, [subject.name for subject in gone.subjects]) == (
        "number-left-behind",
        ["all 5 of <numbers Support/Set>"],
    )


def test_another_search_is_for_other_numbers():
    found = only(between([searched(2)], [searched(2, AreaCode="425")]))
    assert (found.id, found.before, found.after) == ("number-replaced", "AreaCode 206", "AreaCode 425")


def test_a_renamed_set_is_refused():
    assert ids(between([searched(2)], [searched(2, logical_id="Renamed")])) == ["renamed"]


@pytest.mark.parametrize("listed", ["<list of Support/Parameter>", "7", "{"])
def test_a_list_that_is_not_known_yet_says_nothing(listed):
    assert between([exact(A, E164PhoneNumbers=listed)], [exact(A, E164PhoneNumbers=listed, Name="new")]).risks == ()
