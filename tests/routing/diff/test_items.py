import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.routing.diff.items import ItemChange, item_changes

EAST = {"AwsRegion": "us-east-1", "Priority": 1, "SipMediaApplicationId": "<east>"}
WEST = {"AwsRegion": "us-west-2", "Priority": 2, "SipMediaApplicationId": "<west>"}
JSON = st.recursive(
    st.text(max_size=3) | st.booleans() | st.integers(0, 9) | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=12,
)


def told(before, after):
    return [(each.what, each.before, each.after) for each in item_changes(json.dumps(before), json.dumps(after))]


def test_a_swapped_order_is_two_priorities():
    assert told([EAST, WEST], [{**EAST, "Priority": 2}, {**WEST, "Priority": 1}]) == [
        ("AwsRegion us-east-1, SipMediaApplicationId <east>: Priority", "1", "2"),
        ("AwsRegion us-west-2, SipMediaApplicationId <west>: Priority", "2", "1"),
    ]


def test_a_target_that_goes_is_told_alone():
    assert told([EAST, WEST], [EAST]) == [("", "AwsRegion us-west-2, Priority 2, SipMediaApplicationId <west>", None)]


def test_an_item_that_comes_into_a_list_of_a_member_names_the_member():
    assert told({"CallingRegions": ["US"], "CpsLimit": 1}, {"CallingRegions": ["US", "CA"], "CpsLimit": 2}) == [
        ("CallingRegions", None, "CA"),
        ("CpsLimit", "1", "2"),
    ]


def test_what_differs_deep_inside_an_item_names_the_item():
    groups = [{"PhoneNumbers": ["+1", "+2", "+3", "+4"], "TargetApplications": [EAST, WEST]}]
    fewer = [{**groups[0], "TargetApplications": [EAST]}]
    ((what, before, after),) = told(groups, fewer)
    assert what == "PhoneNumbers +1, +2, +3 and 1 more: TargetApplications"
    assert (before, after) == ("AwsRegion us-west-2, Priority 2, SipMediaApplicationId <west>", None)


def test_an_item_that_is_there_twice_may_go_once():
    assert told(["a", "a"], ["a"]) == [("", "a", None)]


def test_another_order_alone_is_told():
    assert told(["a", "b"], ["b", "a"]) == [("in another order", "a, b", "b, a")]


@pytest.mark.parametrize("value", [None, "206", "[not JSON", "<list of Support/Parameter>"])
def test_what_is_no_list_is_told_as_a_whole(value):
    assert item_changes(value, "other") == [ItemChange("", value, "other")]


@given(JSON, JSON)
def test_every_difference_is_told_and_equal_values_differ_in_nothing(before, after):
    same = json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)
    if isinstance(before, list | dict) and type(before) is type(after):
        assert bool(told(before, after)) is not same
    if isinstance(before, list | dict):
        assert told(before, before) == []
